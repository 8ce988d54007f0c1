*** Settings ***
Documentation       T3.23 Execution cancellation: workflows.
...                 A cancelled workflow starts nothing more, and takes with it what it has started.
...
...                 Success: tasks that have not begun are cancelled at once and no further one is asked for; what runs is
...                 told to end, or may finish, as the workflow's policy says; the workflow is cancelled when the last of it
...                 has ended; a task that is cancelled by itself counts as failed.

Resource            ../../resources/cancelled_workflows.resource

Suite Setup         Prepare For Cancelled Workflows
Suite Teardown      Services Should Be Healthy

Test Tags           tier3    T3.23    cancellation    workflow
Test Timeout        300s


*** Test Cases ***
Nothing More Starts After A Workflow Was Cancelled
    [Documentation]    One item of a list runs and two wait, another task is still to come: the waiting ones are cancelled
    ...    without a start, the next task is never asked for, the workflow is cancelled.
    ${parent}    ${items}=    Start A Workflow Over Three Items    allow_finish
    Cancel Execution    ${parent}
    Wait For Execution Status    ${parent}    cancelled    timeout=20s
    Process Should Have Ended    ${items}[0]    0
    ${children}=    Execution Count Should Stay    3    parent=${parent}    for=1s
    Should Be Equal    ${{ [one.status for one in $children[1:]] }}    ${{ ['cancelled', 'cancelled'] }}
    Should Be True    all(one.get('started_at') is None for one in $children[1:])
    Get Execution Result    ${parent}    ==    ${{ {'error': 'Workflow cancelled', 'succeeded': False} }}
    Summary    execution ${parent.id}: ${{ [(one.id, one.status) for one in $children] }}

A Running Task May Finish Before Its Workflow Is Cancelled
    [Documentation]    By default: it completes as if nothing had been, and only then the workflow is cancelled.
    [Tags]    gap:cancelled-too-early
    ${parent}    ${items}=    Start A Workflow Over Three Items    allow_finish
    Cancel Execution    ${parent}
    Get Execution Status    ${items}[0]    ==    running
    Wait For Execution Status    ${items}[0]    completed
    Get Execution Transitions    ${items}[0]    ==    ${RAN_TO_ITS_END}
    Wait For Execution Status    ${parent}    cancelled
    Get Execution Transitions    ${parent}    ==    ${CANCELLED_PATH}
    ${line}=    Parent Should Enclose Its Children    ${parent}
    Summary    ${line}

A Running Task Is Told To End Where The Policy Says So
    [Documentation]    With ``cancel_running`` it gets the signal and may say its last words; its workflow is cancelled after.
    [Tags]    gap:cancelled-too-early
    ${parent}    ${items}=    Start A Workflow Over Three Items    cancel_running
    Cancel Execution    ${parent}
    Wait For Execution Status    ${parent}    cancelled
    Cancellation Should Be Recorded    ${items}[0]    7    stdout=begun\ntold\n
    ${line}=    Parent Should Enclose Its Children    ${parent}
    Summary    ${line}

The Process Of A Cancelled Workflow's Task Is Gone
    [Documentation]    With ``cancel_running``: its process and its child's are no more on the worker's host.
    ${action}=    Create Simple Action    script=${WITH_CHILD}
    ${workflow}=    Create Workflow Of Tasks    {name: only, action: ${action.ref}}    cancellation_policy=cancel_running
    ${parent}=    Execute Action    ${workflow}
    ${tasks}=    Wait For Execution Count    1    parent=${parent}
    ${pids}=    Wait For Output    ${tasks}[0]
    Cancel Execution    ${parent}
    Wait For Execution Status    ${parent}    cancelled
    Processes Should Soon Be Gone    ${pids}
    Summary    execution ${parent.id}; gone: ${pids.strip()}

Everything Below A Cancelled Workflow Is Cancelled
    [Documentation]    A workflow in a workflow in a workflow, with a process at the bottom that ends on the signal.
    [Tags]    gap:cancelled-too-early
    ${parent}    ${leaf}=    Start Nested Workflows
    Cancel Execution    ${parent}
    Wait For Execution Status    ${parent}    cancelled
    Execution Tree Should Be    ${parent}    {inside cancelled: {inside cancelled: {leaf cancelled}}}
    Cancellation Should Be Recorded    ${leaf}    7    stdout=begun\ntold\n
    Summary    execution ${parent.id} cancelled down to ${leaf.id}

A Workflow Inside Another Is Cancelled By Itself
    [Documentation]    Its task ends and it is cancelled; the outer workflow has a failed task.
    [Tags]    gap:cancelled-task-hangs
    ${parent}    ${leaf}=    Start Nested Workflows
    Cancel Execution    ${leaf.parent}
    Wait For Execution Status    ${parent}    failed    timeout=5s
    Execution Tree Should Be    ${parent}    {inside failed: {inside cancelled: {leaf cancelled}}}
    Get Execution Error    ${parent}    ==    Workflow failed: 1 task(s) failed: inside
    Summary    execution ${parent.id} failed after ${leaf.parent} was cancelled

A Task That Is Cancelled Counts As Failed
    [Documentation]    What is meant for a failure follows it, or the workflow fails naming it.
    [Tags]    gap:cancelled-task-hangs
    [Template]    Cancelled Task Should Lead To
    # condition of what follows    tasks    parent
    when: "{{ succeeded() }}",    slow:cancelled    failed
    when: "{{ failed() }}",    slow:cancelled after:completed    completed
    ${EMPTY}    slow:cancelled after:completed    completed

A Cancelled Item Lets The Others Run
    [Documentation]    Of three items one at a time, the first is cancelled: the others run, and what is meant for a failure
    ...    follows all of them.
    [Tags]    gap:cancelled-task-hangs
    ${parent}    ${items}=    Start A Workflow Over Three Items    allow_finish    when: "{{ failed() }}",
    Cancel Execution    ${items}[0]
    Wait For Execution Status    ${parent}    completed    timeout=10s
    Tasks Should Have Run    ${parent}    each:cancelled,completed,completed after:completed
    Summary    execution ${parent.id}: ${items}[0][id] cancelled, the others completed

A Workflow Waiting For A Further Attempt Is Cancelled With It
    [Documentation]    During the pause before a retry nothing runs: workflow and attempt are cancelled at once, and the
    ...    attempt is not made when its time comes.
    ${parent}    ${attempt}=    Start And Wait For The Pause    2
    Cancel Execution    ${parent}
    Wait For Execution Status    ${parent}    cancelled    timeout=3s
    Wait For Execution Status    ${attempt}    cancelled    timeout=3s
    ${attempts}=    Execution Count Should Stay    2    parent=${parent}    for=3s
    Get Execution Transitions    ${attempt}    ==    ${{ ['requested', 'cancelled'] }}
    Summary    execution ${parent.id}: ${{ [(one.id, one.status) for one in $attempts] }}

A Further Attempt Is Cancelled By Itself
    [Documentation]    It is not made, no other follows it, and the task has failed.
    [Tags]    gap:cancelled-task-hangs
    ${parent}    ${attempt}=    Start And Wait For The Pause    2
    Cancel Execution    ${attempt}
    Wait For Execution Status    ${parent}    failed    timeout=5s
    Tasks Should Have Run    ${parent}    bad:failed,cancelled    settle=3s
    Get Execution Transitions    ${attempt}    ==    ${{ ['requested', 'cancelled'] }}
    Summary    execution ${parent.id}: attempt ${attempt.id} was not made

A Workflow Waiting For An Answer Is Cancelled With Its Question
    [Documentation]    The question is closed whatever the policy, and what follows it never starts.
    [Tags]    gap:cancelled-question-stays-open    inquiry
    ${workflow}=    Create A Workflow That Asks
    ${parent}    ${inquiry}=    Start And Wait For The Question    ${workflow}
    Cancel Execution    ${parent}
    Wait For Execution Status    ${parent}    cancelled    timeout=3s
    ${error}=    Closed Inquiry Should Take No Answer    ${inquiry}    cancelled
    Tasks Should Have Run    ${parent}    ask:cancelled    settle=1s
    Summary    execution ${parent.id}, inquiry ${inquiry.id}: ${error}

A Cancelled Workflow Cannot Be Cancelled Again
    [Documentation]    It is over: refused with 409, and recorded as it was.
    ${workflow}=    Create Workflow Of Tasks    {name: slow, action: ${NAP}, input: {duration: 1}}
    ${parent}=    Execute Action    ${workflow}
    Wait For Execution Status    ${parent}    running
    Cancel Execution    ${parent}
    ${error}=    Cancelling Should Be Refused    ${parent}    cancelled
    Summary    ${error}
