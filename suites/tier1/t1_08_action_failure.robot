*** Settings ***
Documentation       T1.8 Action failure handling.
...                 A failing action is recorded accurately and harms nothing else.
...
...                 Success: status failed with the very exit code, error text and stderr; transitions requested,
...                 scheduling, scheduled, running, failed; the enforcement is processed; nothing is retried; the next
...                 execution completes and the workers stay well.

Resource            ../../resources/failures.resource

Suite Setup         Prepare For Failures
Suite Teardown      Services Should Be Healthy

Test Tags           tier1    T1.8    failure
Test Timeout        300s


*** Variables ***
@{FAILED_PATH}          requested    scheduling    scheduled    running    failed
&{CODE_OF_PAYLOAD}      message={{ event.payload.code }}


*** Test Cases ***
A Failure Is Recorded From Event To Log
    [Documentation]    A webhook runs an action that fails: one event, one processed enforcement, one failed execution, with
    ...    exit code, error, stderr and transitions, and no second one.
    [Tags]    S1.8-a
    ${action}=    Create Failing Action    exit_code=1    stderr=the disk is full
    ${automation}=    Create Webhook Automation    action=${action}
    ${fired}=    Fire Webhook    ${automation.trigger}    ${{ {'n': 1} }}
    ${executions}=    Wait For Execution Count    1    operator===    rule=${automation.rule}    status=failed
    ${failed}=    Failure Should Be Recorded    ${executions}[0]    1    stderr=the disk is full\n
    ${enforcements}=    Wait For Enforcement Count    1    operator===    event=${fired}    status=processed
    Should Be Equal    ${failed.enforcement}    ${enforcements}[0][id]
    Execution Should Not Be Retried    ${failed}
    Summary    event ${fired.event_id} -> enforcement ${enforcements}[0][id] processed -> execution ${failed.id} failed

Transitions Lead From Requested To Failed
    [Documentation]    Exactly five statuses in this order, at times that never go back, the start being that of running.
    [Tags]    S1.8-a
    ${action}=    Create Failing Action
    ${failed}=    Run Action    ${action}    expect=failed
    Get Execution Transitions    ${failed}    ==    ${FAILED_PATH}
    Should Be True    $failed.created <= $failed.started_at <= $failed.updated
    Should Not Be Equal    ${failed.worker}    ${None}
    Summary    execution ${failed.id} on worker ${failed.worker}: ${{ ' '.join($FAILED_PATH) }}

Failures Of One Rule Are Independent
    [Documentation]    Three posts with a code each: three executions, each failed with its own code and its own stderr.
    [Tags]    S1.8-b
    ${action}=    Create Simple Action    script=echo "failing with $message" >&2; exit "$message"
    ${automation}=    Create Webhook Automation    action=${action}    action_params=${CODE_OF_PAYLOAD}
    Fire Webhook    ${automation.trigger}    ${{ {'code': 11} }}
    Fire Webhook    ${automation.trigger}    ${{ {'code': 22} }}
    Fire Webhook    ${automation.trigger}    ${{ {'code': 33} }}
    ${failed}=    Wait For Execution Count    3    operator===    rule=${automation.rule}    status=failed
    Failures Should Be Recorded    ${failed}    ${{ {11: 'failing with 11', 22: 'failing with 22', 33: 'failing with 33'} }}
    Wait For Enforcement Count    3    operator===    rule=${automation.rule}    status=processed
    Wait For Execution Count    3    operator===    rule=${automation.rule}    settle=0
    Summary    executions ${{ [one.id for one in $failed] }} failed, each with its own code

An Exit Code Is Recorded As It Is
    [Documentation]    Code, error text and stderr are those of the process, and the execution is not retried.
    [Tags]    S1.8-c
    [Template]    Exit Code Should Be Recorded
    # exit code    stderr
    1    boom
    2    usage: report FILE
    3    'quoted' "twice" $HOME \\ and Grüße
    126    not executable
    127    no such command
    255    fatal

An Exit Code Without A Word Is Told By The Error
    [Documentation]    With an empty stderr the error is about the code, and no log is kept of nothing.
    [Tags]    S1.8-c
    [Template]    Exit Code Without A Word Should Be Recorded
    # exit code
    1
    2
    127
    255

A Process That Dies By A Signal Has Failed
    [Documentation]    However it was killed: failed, with the exit code -1, and what it had printed is kept.
    [Tags]    S1.8-c
    [Template]    Death By Signal Should Be Recorded
    # signal
    KILL
    TERM
    SEGV
    ABRT

What A Failing Script Wrote Is Kept
    [Documentation]    Both streams as they were; of a long stderr the last line is the error; the first failing command ends
    ...    the script with its code.
    [Tags]    S1.8-c
    [Template]    Failing Script Should Be Recorded
    # script    exit code    error    stderr    stdout
    echo out; echo err >&2; exit 5    5    err\n    err\n    out\n
    printf 'no newline' >&2; exit 6    6    no newline    no newline
    seq -f 'line %g' 5 >&2; exit 7    7    line 1\nline 2\nline 3\nline 4\nline 5\n    line 1\nline 2\nline 3\nline 4\nline 5\n
    seq -f 'line %g' 6 >&2; exit 8    8    line 6    line 1\nline 2\nline 3\nline 4\nline 5\nline 6\n
    echo before; false; echo after    1    Command exited with code 1    ${EMPTY}    before\n
    echo '{"ok": true}'; exit 9    9    Command exited with code 9    ${EMPTY}    {"ok": true}\n

A Missing Command Is Told From A Missing Runtime
    [Documentation]    The shell looked for a command in vain: a process that ended with 127 and said which.
    [Tags]    S1.8-c
    ${action}=    Create Simple Action    script=no_such_command_anywhere --version
    ${failed}=    Run Action    ${action}    expect=failed    exit_code=127    error=no_such_command_anywhere: command not found
    ${stderr}=    Get Execution Stderr    ${failed}
    Should Be Equal    ${stderr}    ${failed.result.error}
    Get Execution Transitions    ${failed}    ==    ${FAILED_PATH}
    Summary    execution ${failed.id}: 127, ${stderr.strip()}

An Action That Cannot Run Fails And Says Why
    [Documentation]    No worker has the runtime, or the file is missing: failed without an exit code, naming the reason.
    [Tags]    S1.8-c
    [Template]    Action That Cannot Run Should Fail
    # runtime    transitions    error    message
    core.ruby    requested scheduling failed    Execution is unschedulable    requires runtime: Ruby
    core.perl    requested scheduling failed    Execution is unschedulable    requires runtime: Perl
    core.python    requested scheduling scheduled running failed    No executable content found for action

A Failure Leaves The Next Executions Alone
    [Documentation]    Failing and good executions in turn and at once: each ends as it has to, and the workers are well.
    [Tags]    S1.8-d
    ${failing}=    Create Failing Action    exit_code=3
    Run Action    ${failing}    expect=failed    exit_code=3
    ${after}=    Run Action    ${ECHO}    parameters=${{ {'message': 'still here'} }}    stdout=still here
    ${bad}=    Execute Action    ${failing}
    ${good}=    Execute Action    ${ECHO}    parameters=${{ {'message': 'beside it'} }}
    Wait For Execution Status    ${bad}    failed
    Wait For Execution Status    ${good}    completed
    Services Should Be Healthy
    Summary    execution ${after.id} completed after a failure, ${good.id} beside one (${bad.id})

A Failing Action Is Not Retried
    [Documentation]    A second passes after the failure, and it stays one execution, which names no original.
    [Tags]    S1.8-a
    ${action}=    Create Failing Action    exit_code=4
    ${failed}=    Run Action    ${action}    expect=failed    exit_code=4
    Execution Count Should Stay    1    action=${action}    for=1s
    Should Be Equal    ${failed.get('original_execution')}    ${None}
    Execution Should Not Be Retried    ${failed}
    Summary    execution ${failed.id} of ${action.ref} stayed the only one

A Timeout Is Told From A Failure
    [Documentation]    A task cut short after a second has its own error and code -1; one that fails by itself has its own.
    [Tags]    S1.8-e    workflow
    ${slow}=    Create Simple Action    script=echo begun; sleep 30
    ${quick}=    Create Failing Action    exit_code=1    stderr=failed by itself
    ${cut}=    Run One Task    ${slow}    timeout=${1}
    ${failed}=    Run One Task    ${quick}    timeout=${30}
    Failure Should Be Recorded    ${cut}    -1    error=Execution timed out after 1 seconds    stdout=begun\n
    Failure Should Be Recorded    ${failed}    1    stderr=failed by itself\n
    Should Be True    1000 <= $cut.result.duration_ms < 8000    it ran ${cut.result.duration_ms} ms
    Summary    execution ${cut.id}: '${cut.result.error}' after ${cut.result.duration_ms} ms; ${failed.id}: '${failed.result.error.strip()}'


*** Keywords ***
Run One Task
    [Documentation]    Runs the action as the one task of a workflow, which fails with it, and returns the task's execution.
    [Arguments]    ${action}    ${timeout}
    VAR    &{task}    name=only    action=${action.ref}    timeout=${timeout}
    ${workflow}=    Create Workflow    ${{ {'version': '1.0.0', 'tasks': [$task]} }}
    ${parent}=    Run Action    ${workflow}    expect=failed    error=Workflow failed: 1 task(s) failed: only
    ${children}=    Get Children    ${parent}
    Length Should Be    ${children}    1
    RETURN    ${children}[0]
