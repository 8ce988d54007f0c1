*** Settings ***
Documentation       T2.6 Approval workflow.
...                 Work stops for a person's answer and continues with it.
...
...                 Success: while the question is pending its task is not terminal and no later task exists; the inquiry has
...                 the prompt, the schema and the time limit it was given; the answer makes it responded, at its moment; the
...                 next task gets the structured answer; a second answer and one against the schema are refused.

Resource            ../../resources/inquiries.resource

Suite Setup         Prepare For Questions

Test Tags           tier2    T2.6    workflow    inquiry
Test Timeout        300s


*** Variables ***
${FORM}             {type: object, required: [title, size], properties: {title: {type: string}, size: {type: integer}}}
${CHOICE}           {type: object, required: [pick], properties: {pick: {type: string, enum: [red, green]}}}


*** Test Cases ***
A Workflow Waits For Its Answer And Goes On With It
    [Documentation]    Nothing moves while the question is pending; the answer alone completes the task, and only then does the
    ...    next one exist, with the answer as its parameter.
    ${workflow}=    Create A Workflow That Asks
    ${parent}    ${inquiry}=    Start And Wait For The Question    ${workflow}
    Workflow Should Be Waiting    ${parent}    ${inquiry}
    VAR    ${answer}    ${{ {'approved': True, 'reason': 'looks good'} }}
    ${tasks}=    Workflow Should Go On With    ${parent}    ${inquiry}    ${answer}
    Get Execution Transitions    ${tasks.ask}    ==    ${ANSWERED_PATH}
    ${line}=    Tasks Should Be In Order    ${parent}    ask    after
    Summary    ${line}; inquiry ${inquiry.id}

A Question Has The Prompt The Schema And The Time It Was Given
    [Documentation]    The task's parameters are those of the inquiry; its time limit counts from the question.
    ${workflow}=    Create A Workflow That Asks    {prompt: "Größe?", response_schema: ${FORM}}    timeout: 120,
    ${parent}    ${inquiry}=    Start And Wait For The Question    ${workflow}
    Should Be Equal    ${inquiry.prompt}    Größe?
    Json Should Match    ${inquiry.response_schema}    ${{ yaml.safe_load($FORM) }}
    Should Be True    $inquiry.assigned_to is None and $inquiry.response is None and $inquiry.responded_at is None
    Timestamps Should Be Near    ${inquiry.timeout_at}    ${inquiry.created}    later_by=120s
    ${task}=    Get Execution    ${inquiry.execution}
    Json Should Match    ${task.result}    ${{ {'inquiry_id': $inquiry.id, 'status': 'pending'} }}
    Summary    execution ${parent.id}: inquiry ${inquiry.id} until ${inquiry.timeout_at}

A Question Without A Limit Has No Time
    [Documentation]    It waits for as long as nobody answers.
    ${workflow}=    Create A Workflow That Asks
    ${parent}    ${inquiry}=    Start And Wait For The Question    ${workflow}
    Should Be Equal    ${inquiry.timeout_at}    ${None}
    Should Be Equal    ${inquiry.response_schema}    ${None}
    Workflow Should Be Waiting    ${parent}    ${inquiry}
    Summary    execution ${parent.id}: inquiry ${inquiry.id} waits

Every Kind Of Answer Reaches The Next Task
    [Documentation]    Yes or no, one of several, a form of many fields, numbers, lists: kept and handed on with their types.
    [Template]    Answer Should Reach The Next Task
    # answer
    true
    false
    "green"
    42
    0.5
    \[1, "two", false, null]
    {"approved": false, "reason": "Grüße, \\"später\\""}
    {"title": "v2", "size": 3, "ratio": 1.5, "urgent": true, "owners": ["ann", "bob"], "plan": {"steps": [{"n": 1}]}}

The Answer Chooses What Happens Next
    [Documentation]    An approval deploys, a refusal tells why; never both.
    [Template]    Answer Should Choose The Branch
    # answer    tasks
    {"approved": true}    ask:completed deploy:completed
    {"approved": false, "reason": "too risky"}    ask:completed tell:completed

An Answered Question Takes No Second Answer
    [Documentation]    The second is refused, the first one stays, and the workflow goes on once.
    ${workflow}=    Create A Workflow That Asks
    ${parent}    ${inquiry}=    Start And Wait For The Question    ${workflow}
    Respond To Inquiry    ${inquiry}    ${{ {'first': True} }}
    Closed Inquiry Should Take No Answer    ${inquiry}    responded
    Wait For Execution Status    ${parent}    completed
    ${error}=    Closed Inquiry Should Take No Answer    ${inquiry}    responded
    ${tasks}=    Tasks Should Have Run    ${parent}    ask:completed after:completed
    Answer Should Be Recorded    ${inquiry}    ${{ {'first': True} }}
    Json Should Match    ${tasks.after.config}    ${{ {'message': {'first': True}} }}
    Summary    inquiry ${inquiry.id}: ${error}

A Cancelled Question Takes No Answer
    [Documentation]    It was taken back while it was pending.
    ${workflow}=    Create A Workflow That Asks
    ${parent}    ${inquiry}=    Start And Wait For The Question    ${workflow}
    Update Inquiry    ${inquiry}    status=cancelled
    ${error}=    Closed Inquiry Should Take No Answer    ${inquiry}    cancelled
    Execution Count Should Stay    1    parent=${parent}    for=1s
    Summary    inquiry ${inquiry.id}: ${error}

An Answer Without A Response Is Refused
    [Documentation]    The member has to be there; the question stays open.
    ${workflow}=    Create A Workflow That Asks
    ${parent}    ${inquiry}=    Start And Wait For The Question    ${workflow}
    Send Request    POST    /api/v1/inquiries/${inquiry.id}/respond    json={"answer": true}    expected_status=422
    Workflow Should Be Waiting    ${parent}    ${inquiry}
    Summary    inquiry ${inquiry.id} is still pending

An Answer Against The Schema Is Refused
    [Documentation]    A missing field, a wrong type, a choice that was not offered: refused naming it, the question stays open,
    ...    and a fitting answer is taken afterwards.
    [Tags]    gap:inquiry-schema
    [Template]    Answer Should Not Fit
    # schema    answer    names    fitting answer
    ${FORM}    {"title": "v2"}    size    {"title": "v2", "size": 3}
    ${FORM}    {"title": "v2", "size": "3"}    size    {"title": "v2", "size": 3}
    ${FORM}    "v2"    response    {"title": "v2", "size": 3}
    ${CHOICE}    {"pick": "blue"}    pick    {"pick": "green"}
    ${APPROVAL}    {"approved": "yes"}    approved    {"approved": false}

A Question To A Person Is Answered By That Person Alone
    [Documentation]    The administrator and somebody else are refused, the question stays open; the person's answer counts.
    [Tags]    security
    ${ann}=    Open Ordinary User
    ${bob}=    Open Ordinary User
    ${person}=    Get Current User    session=${ann}
    ${workflow}=    Create A Workflow That Asks    {prompt: "Ann?", assigned_to: ${person.id}}
    ${parent}    ${inquiry}=    Start And Wait For The Question    ${workflow}
    Request Should Be Refused    403    Respond To Inquiry    ${inquiry}    no    error=assigned to
    Request Should Be Refused    403, 404    Respond To Inquiry    ${inquiry}    no    session=${bob}
    Workflow Should Be Waiting    ${parent}    ${inquiry}
    ${hers}=    List Inquiries    assigned_to=${person}    status=pending    session=${ann}
    Should Be Equal    ${{ [one.id for one in $hers] }}    ${{ [$inquiry.id] }}
    Workflow Should Go On With    ${parent}    ${inquiry}    ${{ {'approved': True} }}    session=${ann}
    Summary    inquiry ${inquiry.id} answered by identity ${person.id} alone

Without A Token Nobody Answers
    [Documentation]    The question stays open.
    [Tags]    security
    ${workflow}=    Create A Workflow That Asks
    ${parent}    ${inquiry}=    Start And Wait For The Question    ${workflow}
    Send Request
    ...    POST
    ...    /api/v1/inquiries/${inquiry.id}/respond
    ...    json={"response": true}
    ...    anonymous=True
    ...    expected_status=401
    Workflow Should Be Waiting    ${parent}    ${inquiry}
    Summary    inquiry ${inquiry.id} is still pending

An Answer Resumes Its Own Workflow Only
    [Documentation]    Two runs of one workflow wait; the second is answered and completes while the first goes on waiting.
    ${workflow}=    Create A Workflow That Asks
    ${first}    ${open}=    Start And Wait For The Question    ${workflow}
    ${second}    ${answered}=    Start And Wait For The Question    ${workflow}
    Respond To Inquiry    ${answered}    ${2}
    Wait For Execution Status    ${second}    completed
    Workflow Should Be Waiting    ${first}    ${open}
    Respond To Inquiry    ${open}    ${1}
    Wait For Execution Status    ${first}    completed
    Answer Should Be Recorded    ${open}    ${1}
    Answer Should Be Recorded    ${answered}    ${2}
    Summary    executions ${second.id} and ${first.id} resumed one by one

A Question That Cannot Be Is Refused
    [Documentation]    No such execution, no prompt, one too long, nobody of that number, and a second one for an execution.
    [Template]    Question Should Be Refused
    # status    execution    prompt    assigned to
    404    ${999999999}    Go on?
    422    ${ASKING}    ${EMPTY}
    422    ${ASKING}    ${{ 'x' * 10001 }}
    409    ${ASKING}    Once more?
