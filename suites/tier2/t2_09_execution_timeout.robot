*** Settings ***
Documentation       T2.9 Execution timeout policy.
...                 A task that takes longer than it may is killed, and harms nothing else.
...
...                 Success: the task has failed within 2 s of its limit, with exit code -1 and a text that names the limit;
...                 the parent has failed; neither the process nor its child is there any more; the workers are well and the
...                 next execution completes.

Resource            ../../resources/timeouts.resource

Suite Setup         Start Tasks Side By Side
Suite Teardown      Services Should Be Healthy

Test Tags           tier2    T2.9    workflow    failure
Test Timeout        300s


*** Test Cases ***
A Task Out Of Time Is Killed With Its Children
    [Documentation]    It and its child were to sleep for a minute with a limit of two seconds: both are dead, and what it
    ...    would have written in the end is not there.
    ${task}=    Only Task Of    ${TWO_SECONDS}    failed
    Execution Should Have Run Out Of Time    ${task}    2    stdout=${task.result.stdout}
    Processes Should Be Gone    ${task.result.stdout}
    Summary    execution ${task.id}: '${task.result.error}' after ${task.result.duration_ms} ms; gone: ${task.result.stdout}

A Task That Ignores The Warning Is Killed All The Same
    [Documentation]    It and its child ignore the signal to end; five seconds later they are killed.
    ${task}=    Only Task Of    ${IGNORING}    failed
    Execution Should Have Run Out Of Time    ${task}    1    stdout=${task.result.stdout}    grace=8
    Processes Should Be Gone    ${task.result.stdout}
    Summary    execution ${task.id}: '${task.result.error}' after ${task.result.duration_ms} ms; gone: ${task.result.stdout}

What Ends In Time Is Left Alone
    [Documentation]    With a limit that is not reached and without one a task completes; its own failure stays its own.
    [Template]    Task Should End By Itself
    # workflow    status    exit code
    ${IN_TIME}    completed    0
    ${UNLIMITED}    completed    0
    ${FAILING}    failed    7

The Next Execution Is Fine
    [Documentation]    After a task was killed the same worker runs on, and every worker is well.
    ${before}=    Only Task Of    ${TWO_SECONDS}    failed
    Run Action    ${SAY}    parameters=${{ {'message': 'still here'} }}    stdout=still here
    Services Should Be Healthy
    Summary    execution ${before.id} was killed, the next one completed


*** Keywords ***
Start Tasks Side By Side
    [Documentation]    Everything that takes time is started at once; the tests wait for what is theirs.
    Prepare For Tasks
    ${ignoring}=    Start One Task    ${DEAF}    timeout: 1
    ${two_seconds}=    Start One Task    ${WITH_CHILD}    timeout: 2
    ${unlimited}=    Start One Task    sleep 3; echo done
    ${in_time}=    Start One Task    sleep 1; echo done    timeout: 20
    ${failing}=    Start One Task    echo done; exit 7    timeout: 20
    VAR    ${IGNORING}    ${ignoring}    scope=SUITE
    VAR    ${TWO_SECONDS}    ${two_seconds}    scope=SUITE
    VAR    ${UNLIMITED}    ${unlimited}    scope=SUITE
    VAR    ${IN_TIME}    ${in_time}    scope=SUITE
    VAR    ${FAILING}    ${failing}    scope=SUITE
