*** Settings ***
Documentation       T2.8 Retry policy execution: pauses of many.
...                 A task that waits for its next attempt holds up nobody.
...
...                 Success: pauses of different tasks go on side by side, each as long as its own policy says; what else a
...                 workflow does goes on meanwhile, and so do other workflows; no workflow ends before the last attempt.

Resource            ../../resources/retries.resource

Suite Setup         Start Pauses Side By Side

Test Tags           tier2    T2.8    workflow    failure
Test Timeout        300s


*** Test Cases ***
Pauses Of Different Tasks Go On Side By Side
    [Documentation]    Five workflows were started at once: each has the pauses of its policy.
    [Tags]    gap:retry-pauses-queue
    [Template]    Pauses Should Have Been
    # execution    seconds
    ${CONSTANT}    1 1 1
    ${LINEAR}    1 2 3
    ${EXPONENTIAL}    1 2 4
    ${CAPPED}    1 2 2
    ${LONG}    5

A Workflow Beside A Pause Is Not Held Up
    [Documentation]    Three tasks in a row are over before another workflow's task is tried again.
    [Tags]    gap:retry-pauses-queue
    ${workflow}=    Create Workflow Of Tasks
    ...    {name: one, action: ${OK}, next: [{do: [two]}]}
    ...    {name: two, action: ${OK}, next: [{do: [three]}]}
    ...    {name: three, action: ${OK}}
    ${pausing}    ${attempt}=    Start A Pause    5
    ${beside}=    Run Action    ${workflow}
    Wait For Execution Status    ${pausing}    failed
    ${retried}=    Get Execution    ${attempt}
    Should Be True    $beside.updated < $retried.started_at    ended ${beside.updated}, retried ${retried.started_at}
    Summary    execution ${beside.id} was over before the second attempt ${retried.id}

Only The Task That Fails Is Tried Again
    [Documentation]    Tasks before it and beside it run once, and what is beside it does not wait for its pauses.
    [Tags]    gap:retry-pauses-queue    gap:retry-outrun
    ${flaky}=    Create An Action That Succeeds At Attempt    2
    ${workflow}=    Create Workflow Of Tasks
    ...    {name: first, action: ${OK}, next: [{do: [flaky, beside]}]}
    ...    {name: flaky, action: ${flaky.ref}, retry: {count: 1, delay: 2}}
    ...    {name: beside, action: ${NAP}, next: [{do: [after]}]}
    ...    {name: after, action: ${OK}}
    ${parent}=    Run Action    ${workflow}
    ${tasks}=    Tasks Should Have Run    ${parent}
    ...    first:completed flaky:failed,completed beside:completed after:completed
    Task Should Have Been Tried    ${parent}    flaky    failed completed    pauses=2
    Should Be True    $tasks.after.updated < $tasks.flaky.started_at    retried ${tasks.flaky.started_at}
    Summary    execution ${parent.id}: ${tasks.after.id} was over before the second attempt ${tasks.flaky.id}

A Workflow Does Not End While A Task Is To Be Tried Again
    [Documentation]    Everything beside it ends during its pause: the workflow runs on until the second attempt, which succeeds.
    [Tags]    gap:retry-outrun
    ${flaky}=    Create An Action That Succeeds At Attempt    2
    ${workflow}=    Create Workflow Of Tasks
    ...    {name: flaky, action: ${flaky.ref}, retry: {count: 1, delay: 2}}
    ...    {name: quick, action: ${OK}}
    ...    {name: slow, action: ${NAP}, input: {duration: 1}}
    ${parent}=    Run Action    ${workflow}
    Tasks Should Have Run    ${parent}    flaky:failed,completed quick:completed slow:completed
    ${line}=    Parent Should Enclose Its Children    ${parent}
    Summary    ${line}


*** Keywords ***
Start Pauses Side By Side
    [Documentation]    Workflows whose one task always fails, with a policy each, all at once.
    Prepare For Retries
    ${constant}=    Start With Policy    count: 3, delay: 1
    ${linear}=    Start With Policy    count: 3, delay: 1, backoff: linear
    ${exponential}=    Start With Policy    count: 3, delay: 1, backoff: exponential
    ${capped}=    Start With Policy    count: 3, delay: 1, backoff: exponential, max_delay: 2
    ${long}=    Start With Policy    count: 1, delay: 5
    VAR    ${CONSTANT}    ${constant}    scope=SUITE
    VAR    ${LINEAR}    ${linear}    scope=SUITE
    VAR    ${EXPONENTIAL}    ${exponential}    scope=SUITE
    VAR    ${CAPPED}    ${capped}    scope=SUITE
    VAR    ${LONG}    ${long}    scope=SUITE
