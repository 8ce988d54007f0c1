*** Settings ***
Documentation       T2.9 Execution timeout policy: limits of actions and of workflows.
...                 A limit holds where it was set: at the action, wherever it runs, and at the workflow for all its tasks.
...
...                 Success: an action that takes longer than itself allows is killed, run by itself or as a task; the task's
...                 own limit counts before the action's; a workflow out of time has failed saying so, the processes of its
...                 tasks are gone, and no further task starts.

Resource            ../../resources/timeouts.resource

Suite Setup         Start Everything With A Limit
Suite Teardown      Services Should Be Healthy

Test Tags           tier2    T2.9    workflow    failure
Test Timeout        300s


*** Test Cases ***
An Action Out Of Time Is Killed
    [Documentation]    Run by itself, with a limit of two seconds of its own.
    [Tags]    gap:workflow-timeout
    ${ended}=    Wait For Execution Status    ${ACTION_ALONE}    failed
    Execution Should Have Run Out Of Time    ${ended}    2    stdout=begun\n
    Summary    execution ${ended.id}: '${ended.result.error}' after ${ended.result.duration_ms} ms

An Action's Limit Holds For It As A Task
    [Documentation]    The task says nothing: the action's two seconds count.
    [Tags]    gap:workflow-timeout
    ${task}=    Only Task Of    ${ACTION_AS_TASK}    failed
    Execution Should Have Run Out Of Time    ${task}    2    stdout=begun\n
    Summary    execution ${task.id}: '${task.result.error}' after ${task.result.duration_ms} ms

A Task's Limit Counts Before Its Action's
    [Documentation]    A shorter one cuts it short, a longer one lets it finish what its action's would have cut short.
    ${shorter}=    Only Task Of    ${TASK_SHORTER}    failed
    Execution Should Have Run Out Of Time    ${shorter}    1    stdout=begun\n
    Task Should End By Itself    ${TASK_LONGER}    completed    0
    Summary    execution ${shorter.id}: '${shorter.result.error}'; the longer limit let the other finish

A Workflow Out Of Time Has Failed With Everything It Runs
    [Documentation]    Two tasks run side by side when its two seconds are over: it says so, they are cancelled, their
    ...    processes are gone, and what was to follow never starts.
    [Tags]    gap:workflow-timeout
    ${parent}=    Wait For Execution Status    ${WORKFLOW_SIDE_BY_SIDE}    failed
    Should Be Equal    ${parent.result.error}    Workflow timed out after 2 seconds
    Execution Should Have Lasted    ${parent}    at_least=2s    at_most=4s
    ${tasks}=    Tasks Should Have Run    ${parent}    left:cancelled right:cancelled    settle=1s
    Processes Should Be Gone    ${tasks.left.result.stdout}
    Summary    execution ${parent.id}: ${parent.result.error}; gone: ${tasks.left.result.stdout.strip()}

A Workflow's Limit Counts For All Its Tasks Together
    [Documentation]    Each of its tasks takes less than its four seconds, both together take more: the first has completed,
    ...    the second is cancelled, the third never starts.
    [Tags]    gap:workflow-timeout
    ${parent}=    Wait For Execution Status    ${WORKFLOW_IN_A_ROW}    failed
    Should Be Equal    ${parent.result.error}    Workflow timed out after 4 seconds
    Tasks Should Have Run    ${parent}    one:completed two:cancelled    settle=1s
    ${seconds}=    Execution Should Have Lasted    ${parent}    at_least=4s    at_most=6s
    Summary    execution ${parent.id}: ${parent.result.error}, ${seconds} s

A Workflow As A Task Has The Task's Limit
    [Documentation]    The inner workflow has none of its own: it fails at the task's, and the outer one names the task.
    [Tags]    gap:workflow-timeout
    ${parent}=    Wait For Execution Status    ${WORKFLOW_AS_TASK}    failed
    Should Be Equal    ${parent.result.error}    Workflow failed: 1 task(s) failed: inner
    ${tasks}=    Tasks Should Have Run    ${parent}    inner:failed
    Should Be Equal    ${tasks.inner.result.error}    Workflow timed out after 2 seconds
    Summary    execution ${tasks.inner.id}: ${tasks.inner.result.error}

A Workflow In Time Is Left Alone
    [Documentation]    It takes a second and has twenty.
    ${parent}=    Wait For Execution Status    ${WORKFLOW_IN_TIME}    completed
    ${line}=    Tasks Should Be In Order    ${parent}    one    two
    Summary    ${line}


*** Keywords ***
Start Everything With A Limit
    [Documentation]    Everything that takes time is started at once; the tests wait for what is theirs.
    Prepare For Tasks
    Start Actions With A Limit
    Start Workflows With A Limit

Start Actions With A Limit
    [Documentation]    By itself, as a task, and as tasks with a limit of their own.
    ${action}=    Create Action    entrypoint=${SIX_SECONDS}    timeout=2s
    ${alone}=    Execute Action    ${action}
    ${as_task}=    Start One Task    ${SIX_SECONDS}    action_limit=2s
    ${shorter}=    Start One Task    ${SIX_SECONDS}    timeout: 1    action_limit=20s
    ${longer}=    Start One Task    sleep 2; echo done    timeout: 20    action_limit=1s
    VAR    ${ACTION_ALONE}    ${alone}    scope=SUITE
    VAR    ${ACTION_AS_TASK}    ${as_task}    scope=SUITE
    VAR    ${TASK_SHORTER}    ${shorter}    scope=SUITE
    VAR    ${TASK_LONGER}    ${longer}    scope=SUITE

Start Workflows With A Limit
    [Documentation]    Two tasks side by side, three in a row, a workflow in another, and one that is in time.
    ${work}=    Create Simple Action    script=sleep 6 & echo "$$ $!"; wait
    ${inner}=    Create Workflow Of Tasks    {name: nap, action: ${work.ref}}
    ${side_by_side}=    Create Workflow Of Tasks    {name: left, action: ${work.ref}}
    ...    {name: right, action: ${work.ref}, next: [{do: [after]}]}    {name: after, action: ${OK}}    timeout=2s
    ${in_a_row}=    Create Workflow Of Tasks
    ...    {name: one, action: ${NAP}, input: {duration: 1}, next: [{do: [two]}]}
    ...    {name: two, action: ${NAP}, input: {duration: 3.8}, next: [{do: [three]}]}
    ...    {name: three, action: ${OK}}    timeout=4s
    ${as_task}=    Create Workflow Of Tasks    {name: inner, action: ${inner.ref}, timeout: 2}
    ${in_time}=    Create Workflow Of Tasks
    ...    {name: one, action: ${NAP}, next: [{do: [two]}]}    {name: two, action: ${NAP}}    timeout=20s
    ${side_by_side}=    Execute Action    ${side_by_side}
    ${in_a_row}=    Execute Action    ${in_a_row}
    ${as_task}=    Execute Action    ${as_task}
    ${in_time}=    Execute Action    ${in_time}
    VAR    ${WORKFLOW_SIDE_BY_SIDE}    ${side_by_side}    scope=SUITE
    VAR    ${WORKFLOW_IN_A_ROW}    ${in_a_row}    scope=SUITE
    VAR    ${WORKFLOW_AS_TASK}    ${as_task}    scope=SUITE
    VAR    ${WORKFLOW_IN_TIME}    ${in_time}    scope=SUITE
