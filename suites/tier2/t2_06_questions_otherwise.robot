*** Settings ***
Documentation       T2.6 Approval workflow: questions that no ``core.ask`` puts.
...                 A question may come from outside, by the API, or from what an action prints.
...
...                 Success: a question by the API has what it was given, is found by its execution, takes one answer and is
...                 closed at its time; an action that prints a question holds its workflow until it is answered, and the
...                 answer takes the place of its result.

Resource            ../../resources/inquiries.resource

Suite Setup         Prepare For Printed Questions

Test Tags           tier2    T2.6    inquiry
Test Timeout        300s


*** Variables ***
&{SIZE_SCHEMA}      type=object    required=${{ ['size'] }}    properties=${{ {'size': {'type': 'integer'}} }}


*** Test Cases ***
A Question From Outside Has What It Was Given
    [Documentation]    Prompt, schema, person and time are kept; it is pending and found by its execution and its person.
    ${execution}=    Run Action    ${OK}
    ${me}=    Get Current User
    ${soon}=    Timestamp Future    90s
    ${inquiry}=    Create Inquiry    ${execution}    Welche Größe?    response_schema=${SIZE_SCHEMA}    assigned_to=${me}
    ...    timeout_at=${soon}
    Should Be Equal    ${inquiry.prompt}    Welche Größe?
    Json Should Match    ${inquiry.response_schema}    ${SIZE_SCHEMA}
    Timestamps Should Be Near    ${inquiry.timeout_at}    ${soon}    tolerance=10ms
    Should Be True    $inquiry.status == 'pending' and $inquiry.execution == $execution.id and $inquiry.assigned_to == $me.id
    ${found}=    List Inquiries    execution=${execution}    status=pending
    Should Be Equal    ${{ [one.id for one in $found] }}    ${{ [$inquiry.id] }}
    Summary    inquiry ${inquiry.id} of execution ${execution.id}, until ${inquiry.timeout_at}

A Question From Outside Takes One Answer
    [Documentation]    It is recorded with its types and its moment; a second one is refused, and so is a second question.
    ${execution}=    Run Action    ${OK}
    ${inquiry}=    Create Inquiry    ${execution}    Go on?
    VAR    ${answer}    ${{ {'approved': True, 'sizes': [1, 2.5, None]} }}
    Respond To Inquiry    ${inquiry}    ${answer}
    ${answered}=    Wait For Inquiry Status    ${inquiry}    responded
    Json Should Match    ${answered.response}    ${answer}
    Should Be True    $answered.created < $answered.responded_at
    ${error}=    Closed Inquiry Should Take No Answer    ${inquiry}    responded
    Request Should Be Refused    409    Create Inquiry    ${execution}    Once more?
    Summary    inquiry ${inquiry.id} answered once: ${error}

A Question From Outside Is Closed At Its Time
    [Documentation]    Nobody answers in its two seconds: it has timed out without an answer and takes no late one.
    ${execution}=    Run Action    ${OK}
    ${soon}=    Timestamp Future    2s
    ${inquiry}=    Create Inquiry    ${execution}    Go on?    timeout_at=${soon}
    ${late}=    Wait For Inquiry Status    ${inquiry}    timeout    timeout=15s
    Should Be True    $late.response is None and $late.responded_at is None
    Timestamps Should Be Near    ${late.updated}    ${late.timeout_at}    later_by=1s    tolerance=1s
    ${error}=    Closed Inquiry Should Take No Answer    ${inquiry}    timeout
    Summary    inquiry ${inquiry.id} closed at ${late.updated}: ${error}

A Question From Outside Is Answered By Its Schema
    [Documentation]    A size that is no number is refused naming it, and a number is taken.
    [Tags]    gap:inquiry-schema
    ${execution}=    Run Action    ${OK}
    ${inquiry}=    Create Inquiry    ${execution}    Welche Größe?    response_schema=${SIZE_SCHEMA}
    Request Should Be Refused    400, 422    Respond To Inquiry    ${inquiry}    ${{ {'size': 'XL'} }}    error=size
    Respond To Inquiry    ${inquiry}    ${{ {'size': 42} }}
    Wait For Inquiry Status    ${inquiry}    responded
    Summary    inquiry ${inquiry.id} took 42

A Printed Question Holds Its Workflow Until It Is Answered
    [Documentation]    The action has ended, its task runs on; the answer completes it and reaches the next task.
    [Tags]    gap:inquiry-by-output    workflow
    ${parent}    ${inquiry}=    Start And Wait For The Printed Question    {prompt: "Größe?", response_schema: {size: {type: integer}}}
    Should Be Equal    ${inquiry.prompt}    Größe?
    Json Should Match    ${inquiry.response_schema}    ${{ {'size': {'type': 'integer'}} }}
    Workflow Should Be Waiting    ${parent}    ${inquiry}
    Workflow Should Go On With    ${parent}    ${inquiry}    ${{ {'size': 42} }}
    Summary    execution ${parent.id} went on with the answer of inquiry ${inquiry.id}

A Printed Question Has The Time It Was Given
    [Documentation]    Nobody answers in its two seconds: it and its task have timed out, and what follows a timeout runs.
    [Tags]    gap:inquiry-by-output    workflow
    ${parent}    ${inquiry}=    Start And Wait For The Printed Question
    ...    {prompt: "Go on?", timeout_seconds: 2}    when: "{{ timed_out() }}",    task.ask.error
    Timestamps Should Be Near    ${inquiry.timeout_at}    ${inquiry.created}    later_by=2s    tolerance=200ms
    Question Should Have Timed Out    ${inquiry}
    Wait For Execution Status    ${parent}    completed
    Tasks Should Have Run    ${parent}    ask:timeout after:completed
    Summary    execution ${parent.id}: inquiry ${inquiry.id} timed out

A Printed Question To A Person Is Answered By That Person Alone
    [Documentation]    The administrator is refused; the person's answer counts.
    [Tags]    gap:inquiry-by-output    workflow    security
    ${ann}=    Open Ordinary User
    ${person}=    Get Current User    session=${ann}
    ${parent}    ${inquiry}=    Start And Wait For The Printed Question    {prompt: "Ann?", assigned_to: ${person.id}}
    Request Should Be Refused    403    Respond To Inquiry    ${inquiry}    no    error=assigned to
    Workflow Should Be Waiting    ${parent}    ${inquiry}
    Workflow Should Go On With    ${parent}    ${inquiry}    ${{ {'approved': True} }}    session=${ann}
    Summary    inquiry ${inquiry.id} answered by identity ${person.id} alone


*** Keywords ***
Prepare For Printed Questions
    [Documentation]    What tasks need, and the ref of an action that prints its parameters, read as JSON.
    Prepare For Tasks
    ${pack}=    Upload Fixture Pack    test_pack
    VAR    ${PRINT}    ${pack.ref}.show_parameters    scope=SUITE

Start And Wait For The Printed Question
    [Documentation]    A workflow whose task ``ask`` prints the question; ``after`` is given ``said``. Returns the workflow's
    ...    execution and the pending inquiry.
    [Arguments]    ${question}    ${condition}=${EMPTY}    ${said}=task.ask.response
    ${workflow}=    Create Workflow Of Tasks
    ...    {name: ask, action: ${PRINT}, input: {__inquiry: ${question}}, next: [{${condition} do: [after]}]}
    ...    {name: after, action: ${SAY}, input: {message: "{{ ${said} }}"}}
    ${parent}=    Execute Action    ${workflow}
    ${inquiry}=    Wait For Inquiry    ${parent}    timeout=5s
    RETURN    ${parent}    ${inquiry}
