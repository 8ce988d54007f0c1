*** Settings ***
Documentation       T3.21 Action log size limits.
...                 What an action writes is kept up to a limit, and no amount of it harms the execution or the platform.
...
...                 Success: beyond the limit the execution still completes; nearly all that fits is kept, in the result and in
...                 the log artifact, and ends with a remark; the result says how much is missing; the other stream is whole;
...                 bytes that are no text are replaced predictably; long lines and logs of running executions are there.

Resource            ../../resources/outputs.resource

Suite Setup         Prepare For Outputs
Suite Teardown      Services Should Be Healthy

Test Tags           tier3    T3.21    output
Test Timeout        300s


*** Test Cases ***
Stdout Beyond The Limit Is Cut And The Execution Completes
    [Documentation]    What is kept ends with a remark that stdout was cut; stderr beside it is whole.
    ${execution}=    Run A Script    echo before >&2; ${WRITES}    ${BEYOND}    stderr=before
    ${line}=    Output Should Be Cut    ${execution}    result    stdout    ${LIMIT}
    Get Execution Exit Code    ${execution}    ==    0
    Summary    execution ${execution.id} completed: ${line}

Stderr Beyond The Limit Harms Neither The Execution Nor Stdout
    [Documentation]    The execution completes, its stdout is whole in the result, and the log is no larger than the limit.
    ${execution}=    Run A Script    echo before; ${WRITES} >&2; echo after    ${BEYOND}    stdout=before\nafter
    Get Execution Exit Code    ${execution}    ==    0
    ${stderr}=    Get Execution Stderr    ${execution}
    Should Be True    0 < len($stderr.encode()) <= $LIMIT    ${{ len($stderr.encode()) }} bytes of stderr
    Summary    execution ${execution.id} completed; ${{ len($stderr) }} of ${BEYOND} bytes of stderr are kept

Both Streams Have A Limit Of Their Own
    [Documentation]    Each is written beyond it at the same time, far beyond: what is kept of stdout is not less for it.
    ${execution}=    Run A Script    ${WRITES} >&2 & ${WRITES}; wait    ${FAR_BEYOND}
    ${line}=    Output Should Be Cut    ${execution}    result    stdout    ${LIMIT}
    Summary    execution ${execution.id} wrote ${FAR_BEYOND} bytes twice: ${line}

A Log Is Kept Up To The Limit With Its Remark
    [Documentation]    Each stream's log artifact: nearly all that fits, the remark, and the size that the platform tells.
    [Tags]    gap:log-stops-early
    VAR    ${slow}    printf x; printf x >&2; sleep 0.5; ${WRITES}; ${WRITES} >&2
    ${execution}=    Run A Script    ${slow}    ${BEYOND}
    ${stdout}=    Output Should Be Cut    ${execution}    log    stdout    ${LIMIT}
    ${stderr}=    Output Should Be Cut    ${execution}    log    stderr    ${LIMIT}
    Summary    ${stdout}; ${stderr}

What Fits Is Whole
    [Documentation]    Some bytes below the limit nothing is cut and nothing says so.
    ${size}=    Evaluate    $LIMIT - 1024
    ${execution}=    Run A Script    ${WRITES}    ${size}
    ${line}=    Output Should Be Whole    ${execution}    result    stdout    ${size}
    Summary    ${line}

A Failure Says How Much Of Its Output Is Missing
    [Documentation]    The result names the stream and counts the bytes; status and exit code are the action's own.
    [Template]    Truncation Of Failure Should Be Reported
    # stream    where the output goes
    stdout    ${EMPTY}
    stderr    >&2

A Success Says How Much Of Its Output Is Missing
    [Documentation]    As a failure does.
    [Tags]    gap:truncation-flag
    [Template]    Truncation Of Success Should Be Reported
    # stream    where the output goes
    stdout    ${EMPTY}
    stderr    >&2

Bytes That Are No Text Are Kept In The Log And Replaced In The Result
    [Documentation]    Each stands for one replacement character in the result; what is text beside them is unharmed.
    [Template]    Stdout Should Be Kept As
    # printed    in the result    in the log
    a\\377\\376\\200b\\n    "a\\ufffd\\ufffd\\ufffdb\\n"    61 ff fe 80 62 0a
    \\303\\274\\303\\n    "ü\\ufffd\\n"    c3 bc c3 0a
    \\033[1mbold\\033[0m\\r\\n    "\\u001b[1mbold\\u001b[0m\\r\\n"    1b 5b 31 6d 62 6f 6c 64 1b 5b 30 6d 0d 0a

A Null Byte In The Output Harms Nothing
    [Documentation]    The execution ends as it would without, and its text is there.
    [Tags]    gap:null-byte-in-output
    [Template]    Null Byte Should Harm Nothing
    # script    status    member of the result
    printf 'a\\000b\\n'    completed    stdout
    printf 'a\\000b\\n' >&2; exit 3    failed    error

Long And Many Lines Are Kept Whole
    [Documentation]    A line of two million characters, and a hundred thousand lines in their order.
    ${one}=    Run A Script    ${WRITES}    2000000
    ${line}=    Output Should Be Whole    ${one}    result    stdout    ${2000000}
    ${many}=    Run A Script    seq 1 100000
    Should Be True    $many.result.stdout.splitlines() == [str(n) for n in range(1, 100001)]    the lines are others
    Summary    ${line}; execution ${many.id}: 100000 lines in order

An Execution That Writes Nothing Has No Log
    [Documentation]    Neither a log artifact nor a member of the result.
    ${execution}=    Run A Script    true
    Execution Should Have No Log    ${execution}
    Should Not Contain Any    ${{ list($execution.result) }}    stdout    stderr_log    stdout_truncated    stderr_truncated
    Summary    execution ${execution.id}: ${{ sorted($execution.result) }}

The Log Of A Running Execution Can Be Read
    [Documentation]    What it wrote so far is there while it runs, and still there when it was cancelled.
    ${action}=    Create Simple Action    script=echo so far; sleep 60
    ${execution}=    Execute Action    ${action}
    Wait For Execution Status    ${execution}    running
    Wait For Condition    Get Execution Stdout    ${execution}    expected=so far\n
    Get Execution Status    ${execution}    ==    running
    Cancel Execution    ${execution}
    Wait For Execution Status    ${execution}    cancelled
    Get Execution Stdout    ${execution}    ==    so far\n
    Summary    execution ${execution.id}: read while it was running, and after it was cancelled

What An Execution Writes Later Is In The Log Too
    [Documentation]    Lines over a second, on both streams: the log has each of them, as the result has.
    [Tags]    gap:log-stops-early
    ${execution}=    Run A Script    for n in 1 2 3; do echo out $n; echo err $n >&2; sleep 0.4; done
    Should Be Equal    ${execution.result.stdout}    out 1\nout 2\nout 3\n
    Get Execution Stdout    ${execution}    ==    out 1\nout 2\nout 3\n
    Get Execution Stderr    ${execution}    ==    err 1\nerr 2\nerr 3\n
    Summary    execution ${execution.id}: three lines on each stream over 1.2 s

Executions Of One Action At Once Have A Log Each
    [Documentation]    Ten that write at the same instant: no log is lost, and none holds what another wrote.
    [Tags]    gap:log-versions-collide
    VAR    ${words}    ${{ [f'word {n}' for n in range(10)] }}
    ${action}=    Create Simple Action    script=${AT_THE_SAME_TIME}; echo "$message"; echo "$message" >&2
    ${workflow}=    Create With Items Workflow    ${action}    concurrency=10
    ${parent}=    Run Action    ${workflow}    parameters=${{ {'items': $words} }}    timeout=60s
    ${children}=    Each Item Should Have Run    ${parent}    ${words}
    ${line}=    Each Execution Should Have Its Own Log    ${children}    ${words}
    Summary    workflow ${parent.id}: ${line}
