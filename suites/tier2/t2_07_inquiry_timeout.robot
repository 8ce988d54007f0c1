*** Settings ***
Documentation       T2.7 Inquiry timeout handling.
...                 A question that nobody answers is closed at its time, and work continues in a defined way.
...
...                 Success: pending becomes timeout no sooner than its time and within 2 s of it; the task times out; what the
...                 workflow has for that case runs, and nothing else; a late answer is refused; an answered question never
...                 times out; several do in the order of their times; a default is taken where there is one.

Resource            ../../resources/inquiries.resource

Suite Setup         Prepare For Tasks

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
    [Template]    Timeout Should Lead To
    # condition    tasks    parent
    when: "{{ timed_out() }}",    ask:timeout after:completed    completed
    ${EMPTY}    ask:timeout after:completed    completed
    when: "{{ succeeded() }}",    ask:timeout    failed
    when: "{{ failed() }}",    ask:timeout    failed

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
    [Documentation]    It was answered in time; when a question that is due a second later has timed out, it is still answered
    ...    and its workflow completed.
    ${soon}=    Create A Workflow That Asks    limit=timeout: 4,
    ${later}=    Create A Workflow That Asks    limit=timeout: 5,
    ${parent}    ${inquiry}=    Start And Wait For The Question    ${soon}
    ${_}    ${open}=    Start And Wait For The Question    ${later}
    Workflow Should Go On With    ${parent}    ${inquiry}    ${{ {'in': 'time'} }}
    Question Should Have Timed Out    ${open}
    Answer Should Be Recorded    ${inquiry}    ${{ {'in': 'time'} }}
    Get Execution Status    ${parent}    ==    completed
    Summary    inquiry ${inquiry.id} answered, ${open.id} timed out

Several Questions Time Out In The Order Of Their Times
    [Documentation]    Three side by side, the longest asked first: each is closed at its own time, none with another.
    ${workflow}=    Create Workflow Of Tasks
    ...    {name: five, action: core.ask, input: {prompt: five}, timeout: 5}
    ...    {name: three, action: core.ask, input: {prompt: three}, timeout: 3}
    ...    {name: one, action: core.ask, input: {prompt: one}, timeout: 1}
    ${parent}=    Run Action    ${workflow}    expect=failed    error=3 task(s) failed    timeout=20s
    ${tasks}=    Tasks Should Have Run    ${parent}    five:timeout three:timeout one:timeout
    ${one}=    Inquiry Of    ${tasks.one}
    ${three}=    Inquiry Of    ${tasks.three}
    ${five}=    Inquiry Of    ${tasks.five}
    Should Be True    $one.updated < $three.timeout_at < $three.updated < $five.timeout_at < $five.updated
    Summary    inquiries ${one.id}, ${three.id}, ${five.id} closed at ${one.updated}, ${three.updated}, ${five.updated}

A Default Is Taken When Nobody Answers
    [Documentation]    The workflow goes on with it, without a person.
    [Tags]    gap:inquiry-default
    [Template]    Question Should Be Answered By Default
    # default
    {"approved": false, "reason": "nobody answered"}
    \["a", 1]
    false


*** Keywords ***
Inquiry Of
    [Documentation]    The inquiry of a task that has timed out, at its own time.
    [Arguments]    ${task}
    ${inquiries}=    List Inquiries    execution=${task}
    Length Should Be    ${inquiries}    1
    ${inquiry}    ${_}=    Question Should Have Timed Out    ${inquiries}[0]
    RETURN    ${inquiry}
