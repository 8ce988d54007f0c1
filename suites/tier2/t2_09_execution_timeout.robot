*** Settings ***
Documentation       T2.9 Execution timeout policy.
...                 An action that takes longer than it may is killed, and harms nothing else.
...
...                 Success: the task has failed within 2 s of its limit, with exit code -1 and a text that names the limit;
...                 the parent has failed; neither the process nor its child is there any more; the workers are well and the
...                 next execution completes.

Resource            ../../resources/processes.resource

Suite Setup         Prepare For Tasks
Suite Teardown      Services Should Be Healthy

Test Tags           tier2    T2.9    workflow    failure
Test Timeout        300s


*** Test Cases ***
A Task Out Of Time Is Killed With Its Children
    [Documentation]    It and its child were to sleep for a minute with a limit of two seconds: both are dead, and what it
    ...    would have written in the end is not there.
    ${task}=    Run One Task    sleep 60 & echo "$$ $!"; sleep 60; echo over    timeout: 2
    Failure Should Be Recorded    ${task}    -1    error=Execution timed out after 2 seconds    stdout=${task.result.stdout}
    Execution Should Have Lasted    ${task}    at_least=2s    at_most=4s
    Processes Should Be Gone    ${task.result.stdout}
    Summary    execution ${task.id}: '${task.result.error}' after ${task.result.duration_ms} ms; gone: ${task.result.stdout}

A Task That Ignores The Warning Is Killed All The Same
    [Documentation]    It and its child ignore the signal to end; five seconds later they are killed.
    ${task}=    Run One Task    trap '' TERM; sleep 60 & echo "$$ $!"; sleep 60; sleep 60    timeout: 1
    Failure Should Be Recorded    ${task}    -1    error=Execution timed out after 1 seconds    stdout=${task.result.stdout}
    Execution Should Have Lasted    ${task}    at_least=1s    at_most=9s
    Processes Should Be Gone    ${task.result.stdout}
    Summary    execution ${task.id}: '${task.result.error}' after ${task.result.duration_ms} ms; gone: ${task.result.stdout}

What Ends In Time Is Left Alone
    [Documentation]    With a limit that is not reached and without one a task completes; its own failure stays its own.
    [Template]    Task Should End By Itself
    # script    limit    status    exit code
    sleep 1; echo done    timeout: 20    completed    0
    sleep 3; echo done    input: {}    completed    0
    echo done; exit 7    timeout: 20    failed    7

The Next Execution Is Fine
    [Documentation]    After a task was killed the same action runs on, and every worker is well.
    ${before}=    Run One Task    sleep 60    timeout: 1
    Run Action    ${SAY}    parameters=${{ {'message': 'still here'} }}    stdout=still here
    Services Should Be Healthy
    Summary    execution ${before.id} was killed, the next one completed


*** Keywords ***
Run One Task
    [Documentation]    Runs the script as the one task of a workflow, which ends with it; returns the task's execution.
    [Arguments]    ${script}    ${limit}    ${status}=failed
    ${action}=    Create Simple Action    script=${script}
    ${workflow}=    Create Workflow Of Tasks    {name: only, action: ${action.ref}, ${limit}}
    ${parent}=    Run Action    ${workflow}    expect=${status}
    ${tasks}=    Tasks Should Have Run    ${parent}    only:${status}
    RETURN    ${tasks.only}

Task Should End By Itself
    [Documentation]    The one task of a workflow with this limit ends so, and nothing tells of a timeout.
    [Arguments]    ${script}    ${limit}    ${status}    ${exit_code}
    ${task}=    Run One Task    ${script}    ${limit}    ${status}
    Should Be Equal As Integers    ${task.result.exit_code}    ${exit_code}
    Should Be Equal    ${task.result.stdout}    done\n
    Should Not Contain    ${task.result.get('error') or ''}    timed out
    Summary    execution ${task.id}: ${status}, exit code ${exit_code}
