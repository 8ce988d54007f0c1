*** Settings ***
Documentation       T3.23 Execution cancellation.
...                 A running execution is stopped: it is told to end, and killed when it does not.
...
...                 Success: running becomes canceling and then cancelled; the process gets the signal TERM and may say its
...                 last words; what it printed is kept; it and its children are gone, by KILL where TERM does not help;
...                 what does not run yet is cancelled at once; what is over is refused with 409; nothing else is harmed.

Resource            ../../resources/cancellation.resource

Suite Setup         Prepare For Questions
Suite Teardown      Services Should Be Healthy

Test Tags           tier3    T3.23    cancellation
Test Timeout        300s


*** Test Cases ***
A Running Execution Is Told To End And Keeps What It Printed
    [Documentation]    It traps the signal and says so: its last word, its exit code and what it printed before are kept.
    ${execution}=    Start And Wait For Its First Line    ${OBEDIENT}
    ${cancelled}=    Cancel And Wait    ${execution}
    Cancellation Should Be Recorded    ${execution}    7    stdout=begun\ntold\n
    ${seconds}=    Execution Should Have Lasted    ${execution}    since=canceling    at_most=4s
    Should Be True    $cancelled.started_at and $cancelled.worker is not None
    Summary    execution ${execution.id}: canceling for ${seconds} s, exit code ${cancelled.result.exit_code}

Its Last Words Are In The Log Too
    [Documentation]    The log has what was printed before the signal and after it, like the result.
    [Tags]    gap:log-cut-short
    ${execution}=    Start And Wait For Its First Line    ${OBEDIENT}
    Cancel And Wait    ${execution}
    ${log}=    Get Execution Stdout    ${execution}    ==    begun\ntold\n
    Summary    execution ${execution.id}: ${{ $log.split() }}

However It Ends It Was Cancelled
    [Documentation]    A process that ends well on the signal, one that fails, one that has no trap and dies.
    [Template]    Warned Process Should End As
    # script    exit code    stdout
    trap 'exit 0' TERM; echo begun; sleep 60 & wait    0    begun|
    trap 'echo sorry; exit 255' TERM; echo begun; sleep 60 & wait    255    begun|sorry|
    echo begun; sleep 60    -1    begun|

Its Children Are Gone With It
    [Documentation]    The action waits for a child process: neither runs on the worker's host afterwards.
    ${execution}=    Start And Wait For Its First Line    ${WITH_CHILD}
    ${cancelled}=    Cancel And Wait    ${execution}
    VAR    ${pids}    ${cancelled.result.stdout}
    Cancellation Should Be Recorded    ${execution}    -1    stdout=${pids}
    Processes Should Be Gone    ${pids}
    Summary    execution ${execution.id}; gone: ${pids.strip()}

What Ignores The Warning Is Killed After Its Grace
    [Documentation]    It and its child ignore the signal: five seconds later they are killed, and cancelled only then.
    ${execution}=    Start And Wait For Its First Line    ${DEAF}
    ${cancelled}=    Cancel And Wait    ${execution}
    VAR    ${pids}    ${cancelled.result.stdout}
    Cancellation Should Be Recorded    ${execution}    -1    stdout=${pids}
    ${seconds}=    Execution Should Have Lasted    ${execution}    since=canceling    at_least=5s    at_most=9s
    Processes Should Be Gone    ${pids}
    Summary    execution ${execution.id}: killed ${seconds} s after the warning; gone: ${pids.strip()}

Cancelling Again Changes Nothing
    [Documentation]    While it is canceling, the same answer comes again; it is cancelled once, and then it is over.
    ${execution}=    Start And Wait For Its First Line    trap 'sleep 1; exit 3' TERM; echo begun; sleep 60 & wait
    ${first}=    Cancel Execution    ${execution}
    ${again}=    Cancel Execution    ${execution}
    Json Should Match    ${again}    ${first}    message=the second answer
    Wait For Execution Status    ${execution}    cancelled
    Cancellation Should Be Recorded    ${execution}    3    stdout=begun\n
    ${error}=    Cancelling Should Be Refused    ${execution}    cancelled
    Summary    execution ${execution.id}: ${error}

What Is Over Cannot Be Cancelled
    [Documentation]    Completed, failed: refused with 409 naming the status, and recorded as it was.
    [Template]    Finished Execution Should Refuse
    # script    status
    echo done    completed
    echo broken >&2; exit 3    failed

What Does Not Run Yet Is Cancelled At Once
    [Documentation]    The second item of a list waits for the first: it is cancelled in the reply, never starts, and the
    ...    others run.
    VAR    &{input}    duration={{ item }}
    ${workflow}=    Create With Items Workflow    ${NAP}    task_input=${input}
    ${parent}=    Execute Action    ${workflow}    parameters=${{ {'items': [3, 1, 0.1]} }}
    ${items}=    Wait For Execution Count    3    parent=${parent}
    ${reply}=    Cancel Execution    ${items}[1]
    Should Be Equal    ${reply.status}    cancelled
    Json Should Match    ${reply.result}    ${{ {'error': 'Cancelled by user before execution started'} }}
    Wait For Execution Count    2    operator===    parent=${parent}    status=completed
    Get Execution Transitions    ${items}[1]    ==    ${{ ['requested', 'cancelled'] }}
    Summary    execution ${reply.id} never started

Who Is Unknown Cancels Nothing
    [Documentation]    Without a token it is 401 and the execution goes on; what does not exist is 404, what is no number 400.
    [Tags]    security
    ${execution}=    Start And Wait For Its First Line    echo begun; sleep 2; echo done
    Send Request    POST    /api/v1/executions/${execution.id}/cancel    anonymous=True    expected_status=401
    Send Request    POST    /api/v1/executions/999999999/cancel    expected_status=404
    Send Request    POST    /api/v1/executions/none/cancel    expected_status=400
    Wait For Execution Status    ${execution}    completed
    Get Execution Output    ${execution}    ==    begun\ndone\n
    Summary    execution ${execution.id} went on to its end

Who Has No Right Cancels Nothing
    [Documentation]    Somebody without any grant is refused, and the execution goes on to its end.
    [Tags]    security    gap:rbac-unchecked
    ${nobody}=    Unique User Client
    ${execution}=    Start And Wait For Its First Line    echo begun; sleep 2; echo done
    Request Should Be Refused    403    Cancel Execution    ${execution}    session=${nobody}
    Wait For Execution Status    ${execution}    completed
    Get Execution Output    ${execution}    ==    begun\ndone\n
    Summary    execution ${execution.id} went on to its end

People Cancel What They Started
    [Documentation]    A person with the right stops an execution of one's own action.
    [Tags]    security
    ${ann}=    Open Ordinary User
    ${pack}=    Create Pack    session=${ann}
    ${action}=    Create Simple Action    script=${OBEDIENT}    pack=${pack}    session=${ann}
    ${execution}=    Execute Action    ${action}    session=${ann}
    Wait For Output    ${execution}
    Cancel Execution    ${execution}    session=${ann}
    Wait For Execution Status    ${execution}    cancelled    session=${ann}
    Summary    execution ${execution.id} cancelled by its owner

What Waits For An Answer Is Cancelled With Its Question
    [Documentation]    No process runs: it is cancelled at once, the question takes no answer any more.
    [Tags]    gap:cancelled-question-stays-open    inquiry
    ${workflow}=    Create A Workflow That Asks
    ${_}    ${inquiry}=    Start And Wait For The Question    ${workflow}
    Cancel Execution    ${inquiry.execution}
    Wait For Execution Status    ${inquiry.execution}    cancelled    timeout=3s
    ${error}=    Closed Inquiry Should Take No Answer    ${inquiry}    cancelled
    Summary    execution ${inquiry.execution}, inquiry ${inquiry.id}: ${error}

What Was Stopped Harms Nothing Else
    [Documentation]    After one was killed, the same worker runs the next one.
    ${execution}=    Start And Wait For Its First Line    ${WITH_CHILD}
    Cancel And Wait    ${execution}
    Run Action    ${SAY}    parameters=${{ {'message': 'still here'} }}    stdout=still here
    Services Should Be Healthy
    Summary    after execution ${execution.id} the next one completed
