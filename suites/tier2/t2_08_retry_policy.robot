*** Settings ***
Documentation       T2.8 Retry policy execution.
...                 A failing task is tried again, and not for ever.
...
...                 Success: one attempt and at most ``count`` more, each an execution that names the first and counts on
...                 from it; the parent completes with the first attempt that does and fails after the last; nothing that
...                 succeeded is tried again.

Resource            ../../resources/retries.resource

Suite Setup         Prepare For Retries

Test Tags           tier2    T2.8    workflow    failure
Test Timeout        300s


*** Test Cases ***
A Task That Fails Twice Succeeds At Its Third Attempt
    [Documentation]    Three executions a second apart, one lineage; each attempt printed its own number, failed ones logged it;
    ...    the parent completes with the result of the last.
    ${flaky}=    Create An Action That Succeeds At Attempt    3
    ${workflow}=    Create Workflow Of Tasks
    ...    {name: flaky, action: ${flaky.ref}, retry: {count: 3, delay: 1, backoff: constant}}
    ...    output_map=${{ {'printed': '{{ task.flaky.stdout }}', 'exit': '{{ task.flaky.exit_code }}'} }}
    ${parent}=    Run Action    ${workflow}
    ${attempts}=    Task Should Have Been Tried    ${parent}    flaky    failed failed completed    pauses=1 1
    Failure Should Be Recorded    ${attempts}[0]    9    stdout=attempt 1\n    stderr=attempt 1 fails\n
    Failure Should Be Recorded    ${attempts}[1]    9    stdout=attempt 2\n    stderr=attempt 2 fails\n
    Should Be Equal    ${attempts}[2][result][stdout]    attempt 3\n
    Json Should Match    ${parent.result}    ${{ {'succeeded': True, 'printed': 'attempt 3\n', 'exit': 0} }}
    Should Be Equal    ${{ [one.workflow_task.max_retries for one in $attempts] }}    ${{ [3, 3, 3] }}
    ${line}=    Parent Should Enclose Its Children    ${parent}
    Summary    ${line}: ${{ [one.id for one in $attempts] }}

A Task Is Tried As Often As Its Count Allows
    [Documentation]    One attempt and ``count`` more, all failed; then the parent fails naming the task once, and no further
    ...    attempt follows.
    [Template]    Attempts Should Be
    # count    attempts
    1    failed failed
    2    failed failed failed
    4    failed failed failed failed failed

The First Success Ends The Attempts
    [Documentation]    With three retries allowed, only as many are used as are needed.
    [Template]    Success Should End The Attempts
    # succeeds at attempt    attempts
    1    completed
    2    failed completed
    4    failed failed failed completed

Success Is Not Tried Again
    [Documentation]    A policy of ten retries with a pause of a minute costs a good task nothing: one attempt, over at once.
    ${workflow}=    Create Workflow Of Tasks    {name: good, action: ${OK}, retry: {count: 10, delay: 60}}
    ${parent}=    Run Action    ${workflow}
    ${tasks}=    Tasks Should Have Run    ${parent}    good:completed    settle=1s
    Task Should Have Been Tried    ${parent}    good    completed
    ${seconds}=    Execution Should Have Lasted    ${parent}    at_most=3s
    Execution Should Not Be Retried    ${tasks.good}
    Summary    execution ${parent.id}: one attempt, ${seconds} s

Without A Policy A Failure Is Final
    [Documentation]    One attempt, and none in the next second.
    ${workflow}=    Create Workflow Of Tasks    {name: bad, action: ${BAD}}
    ${parent}=    Run Action    ${workflow}    expect=failed    error=Workflow failed: 1 task(s) failed: bad
    ${tasks}=    Tasks Should Have Run    ${parent}    bad:failed    settle=1s
    Should Be Equal    ${tasks.bad.workflow_task.max_retries}    ${0}
    Execution Should Not Be Retried    ${tasks.bad}
    Summary    execution ${parent.id}: ${parent.result.error}

What Follows Waits For The Last Attempt
    [Documentation]    On success the next task runs once, after the attempt that succeeded, and sees its result; no handler of
    ...    failures runs for the attempts before.
    ${flaky}=    Create An Action That Succeeds At Attempt    3
    ${workflow}=    Create Workflow Of Tasks
    ...    {name: flaky, action: ${flaky.ref}, retry: {count: 2, delay: 0}, next: [${ON_SUCCESS}, ${ON_FAILURE}]}
    ...    {name: good, action: ${SAY}, input: {message: "{{ task.flaky.stdout }}"}}
    ...    {name: bad, action: ${OK}}
    ${parent}=    Run Action    ${workflow}
    ${tasks}=    Tasks Should Have Run    ${parent}    flaky:failed,failed,completed good:completed
    Should Be Equal    ${tasks.good.config.message}    attempt 3\n
    ${line}=    Tasks Should Be In Order    ${parent}    flaky    good
    Summary    ${line}

A Handler Runs Once After The Last Attempt Has Failed
    [Documentation]    Three attempts, one handler, which is told of the last failure; the workflow completes.
    ${flaky}=    Create An Action That Succeeds At Attempt    9
    ${workflow}=    Create Workflow Of Tasks
    ...    {name: flaky, action: ${flaky.ref}, retry: {count: 2, delay: 0}, next: [${ON_SUCCESS}, ${ON_FAILURE}]}
    ...    {name: good, action: ${OK}}
    ...    {name: bad, action: ${SAY}, input: {message: "{{ task.flaky.error }}"}}
    ${parent}=    Run Action    ${workflow}
    ${tasks}=    Tasks Should Have Run    ${parent}    flaky:failed,failed,failed bad:completed
    Should Be Equal    ${tasks.bad.config.message}    attempt 3 fails\n
    ${line}=    Tasks Should Be In Order    ${parent}    flaky    bad
    Summary    ${line}

A Task Out Of Time Is Tried Again
    [Documentation]    Both attempts are cut short after a second: the limit holds for each of them.
    ${workflow}=    Create Workflow Of Tasks
    ...    {name: slow, action: ${NAP}, input: {duration: 30}, timeout: 1, retry: {count: 1, delay: 0}}
    ${parent}=    Run Action    ${workflow}    expect=failed    error=Workflow failed: 1 task(s) failed: slow
    ${attempts}=    Task Should Have Been Tried    ${parent}    slow    failed failed
    Should Be Equal    ${{ {one.result.error for one in $attempts} }}    ${{ {'Execution timed out after 1 seconds'} }}
    Summary    execution ${parent.id}: ${{ [one.id for one in $attempts] }} were cut short

A Malformed Policy Fails And Is Named
    [Documentation]    Refused when it is made, or the execution fails with a message that names what is wrong.
    [Tags]    validation    gap:invalid-definition
    [Template]    Policy Should Be Refused
    # retry policy    named
    count: 1, delay: 0, backoff: sometimes    backoff
    count: many, delay: 0    count
    count: 1000, delay: 0    count
    count: 1, delay: soon    delay
