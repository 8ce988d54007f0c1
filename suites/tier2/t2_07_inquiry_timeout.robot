*** Settings ***
Documentation       T2.7 Inquiry timeout handling.
...                 A question that nobody answers is closed at its time, and work continues in a defined way.
...
...                 Success: pending becomes timeout no sooner than its time and within 2 s of it; the task times out; what the
...                 workflow has for that case runs, and nothing else; a late answer is refused; an answered question never
...                 times out; several do in the order of their times; a default is taken where there is one.

Resource            ../../resources/inquiries.resource

Suite Setup         Ask Side By Side

Test Tags           tier2    T2.7    workflow    inquiry
Test Timeout        300s


*** Test Cases ***
A Question Out Of Time Ends Its Task
    [Documentation]    The question of five seconds is pending until then; its task has the status timeout and says so, the
    ...    task for an answer never starts, and the workflow fails.
    ${workflow}=    Create A Workflow That Asks    limit=timeout: 5,
    ${parent}    ${inquiry}=    Start And Wait For The Question    ${workflow}
    Timestamps Should Be Near    ${inquiry.timeout_at}    ${inquiry.created}    later_by=5s
    Workflow Should Be Waiting    ${parent}    ${inquiry}
    ${late}    ${task}=    Question Should Have Timed Out    ${inquiry}
    Should Be Equal    ${task.workflow_task.timed_out}    ${True}
    Get Execution Transitions    ${task}    ==    ${{ ['requested', 'running', 'timeout'] }}
    Wait For Execution Status    ${parent}    failed
    Tasks Should Have Run    ${parent}    ask:timeout    settle=1s
    Summary    inquiry ${inquiry.id}: due ${late.timeout_at}, closed ${late.updated}

A Timeout Is Followed By What Was Meant For It
    [Documentation]    A transition for a timeout is followed, as is one without a condition; those for success and failure
    ...    are not.
    [Template]    Timeout Should Have Led To
    # condition of what follows    tasks    parent
    ${ON_TIMEOUT}    ask:timeout after:completed    completed
    ${ALWAYS}    ask:timeout after:completed    completed
    ${ON_SUCCESS_ALONE}    ask:timeout    failed
    ${ON_FAILURE_ALONE}    ask:timeout    failed

A Late Answer Is Refused
    [Documentation]    The inquiry stays as it was, without an answer, and so does its task.
    ${workflow}=    Create A Workflow That Asks    limit=timeout: 2,
    ${parent}    ${inquiry}=    Start And Wait For The Question    ${workflow}
    Question Should Have Timed Out    ${inquiry}
    ${error}=    Closed Inquiry Should Take No Answer    ${inquiry}    timeout
    Wait For Execution Status    ${parent}    failed
    Tasks Should Have Run    ${parent}    ask:timeout
    Summary    inquiry ${inquiry.id}: ${error}

An Answered Question Never Times Out
    [Documentation]    It was answered in time; when a question that was due with it has timed out, it is still answered and its
    ...    workflow completed.
    ${soon}=    Create A Workflow That Asks    limit=timeout: 3,
    ${later}=    Create A Workflow That Asks    limit=timeout: 3,
    ${parent}    ${inquiry}=    Start And Wait For The Question    ${soon}
    ${_}    ${open}=    Start And Wait For The Question    ${later}
    Workflow Should Go On With    ${parent}    ${inquiry}    ${{ {'in': 'time'} }}
    Question Should Have Timed Out    ${open}
    Answer Should Be Recorded    ${inquiry}    ${{ {'in': 'time'} }}
    Get Execution Status    ${parent}    ==    completed
    Summary    inquiry ${inquiry.id} answered, ${open.id} timed out

Several Questions Time Out In The Order Of Their Times
    [Documentation]    Three side by side, the longest asked first: each is closed at its own time, none with another.
    ${parent}=    Wait For Execution Status    ${THREE}    failed    timeout=20s
    Should Start With    ${parent.result.error}    Workflow failed: 3 task(s) failed:${SPACE}
    ${tasks}=    Tasks Should Have Run    ${parent}    five:timeout three:timeout one:timeout
    ${one}=    Inquiry Of    ${tasks.one}
    ${three}=    Inquiry Of    ${tasks.three}
    ${five}=    Inquiry Of    ${tasks.five}
    Should Be True    $one.updated < $three.timeout_at < $three.updated < $five.timeout_at < $five.updated
    Summary    inquiries ${one.id}, ${three.id}, ${five.id} closed at ${one.updated}, ${three.updated}, ${five.updated}

A Default Is Taken When Nobody Answers
    [Documentation]    The workflow goes on with it, without a person.
    [Tags]    gap:inquiry-default
    [Template]    Question Should Have Been Answered By Default
    # execution    default
    ${OBJECT_DEFAULT}    {"approved": false, "reason": "nobody answered"}
    ${LIST_DEFAULT}    \["a", 1]
    ${FALSE_DEFAULT}    false


*** Keywords ***
Ask Side By Side
    [Documentation]    What takes time is started at once; the tests wait for what is theirs.
    Prepare For Tasks
    ${several}=    Create Workflow Of Tasks
    ...    {name: five, action: core.ask, input: {prompt: five}, timeout: 5}
    ...    {name: three, action: core.ask, input: {prompt: three}, timeout: 3}
    ...    {name: one, action: core.ask, input: {prompt: one}, timeout: 1}
    ${three}=    Execute Action    ${several}
    VAR    ${THREE}    ${three}    scope=SUITE
    Ask With What Follows
    Ask With Defaults

Ask With What Follows
    [Documentation]    A question for each condition of what follows it.
    ${on_timeout}=    Start A Question With What Follows    when: "{{ timed_out() }}",
    ${always}=    Start A Question With What Follows    ${EMPTY}
    ${on_success}=    Start A Question With What Follows    when: "{{ succeeded() }}",
    ${on_failure}=    Start A Question With What Follows    when: "{{ failed() }}",
    VAR    ${ON_TIMEOUT}    ${on_timeout}    scope=SUITE
    VAR    ${ALWAYS}    ${always}    scope=SUITE
    VAR    ${ON_SUCCESS_ALONE}    ${on_success}    scope=SUITE
    VAR    ${ON_FAILURE_ALONE}    ${on_failure}    scope=SUITE

Ask With Defaults
    [Documentation]    A question for each kind of default.
    ${object}=    Start A Question With A Default    {"approved": false, "reason": "nobody answered"}
    ${list}=    Start A Question With A Default    ["a", 1]
    ${false}=    Start A Question With A Default    false
    VAR    ${OBJECT_DEFAULT}    ${object}    scope=SUITE
    VAR    ${LIST_DEFAULT}    ${list}    scope=SUITE
    VAR    ${FALSE_DEFAULT}    ${false}    scope=SUITE

Inquiry Of
    [Documentation]    The inquiry of a task that has timed out, at its own time.
    [Arguments]    ${task}
    ${inquiries}=    List Inquiries    execution=${task}
    Length Should Be    ${inquiries}    1
    ${inquiry}    ${_}=    Question Should Have Timed Out    ${inquiries}[0]
    RETURN    ${inquiry}
