*** Settings ***
Documentation       T2.9 Execution timeout policy: the platform's own limit.
...                 What says nothing itself has the limit that the platform was started with.
...
...                 Success: on a platform that allows two seconds, an action without a limit is killed then, by itself, as a
...                 task and as each item of a list; a task with a longer limit may use it.

Resource            ../../resources/timeouts.resource

Suite Setup         Start What The Platform Limits
Suite Teardown      Services Should Be Healthy

Test Tags           tier2    T2.9    workflow    failure    needs:own-platform
Test Timeout        300s


*** Test Cases ***
An Action Without A Limit Has The Platform's
    [Documentation]    Killed after two seconds with its child, and said so.
    ${ended}=    Wait For Execution Status    ${ALONE}    failed
    Execution Should Have Run Out Of Time    ${ended}    2    stdout=${ended.result.stdout}
    Processes Should Be Gone    ${ended.result.stdout}
    Summary    execution ${ended.id}: '${ended.result.error}' after ${ended.result.duration_ms} ms

A Task Without A Limit Has The Platform's
    [Documentation]    It fails its workflow like any other failure.
    ${task}=    Only Task Of    ${AS_TASK}    failed
    Execution Should Have Run Out Of Time    ${task}    2    stdout=begun\n
    Summary    execution ${task.id}: '${task.result.error}' after ${task.result.duration_ms} ms

Each Item Of A List Has The Platform's
    [Documentation]    Counted from its own start: one of two at a time, the second is killed two seconds after the first.
    ${parent}=    Wait For Execution Status    ${OVER_ITEMS}    failed
    ${items}=    Each Item Should Have Run    ${parent}    ${{ [1, 2] }}    expect=failed    settle=0
    Execution Should Have Run Out Of Time    ${items}[0]    2    stdout=begun\n
    Execution Should Have Run Out Of Time    ${items}[1]    2    stdout=begun\n
    ${seconds}=    Execution Should Have Lasted    ${parent}    at_least=4s
    Summary    execution ${parent.id}: ${seconds} s

A Longer Limit Of Its Own May Be Used
    [Documentation]    Three seconds of work with a limit of twenty complete.
    Task Should End By Itself    ${LONGER}    completed    0


*** Keywords ***
Start What The Platform Limits
    [Documentation]    A platform that allows two seconds, and everything that takes time started on it at once.
    Start Own Platform    default_timeout=2s
    Prepare For Tasks
    ${with_child}=    Create Simple Action    script=${WITH_CHILD}
    ${alone}=    Execute Action    ${with_child}
    ${as_task}=    Start One Task    ${SIX_SECONDS}
    ${six_seconds}=    Create Simple Action    script=${SIX_SECONDS}
    ${each}=    Create With Items Workflow    ${six_seconds}
    ${over_items}=    Execute Action    ${each}    parameters=${{ {'items': [1, 2]} }}
    ${longer}=    Start One Task    sleep 3; echo done    timeout: 20
    VAR    ${ALONE}    ${alone}    scope=SUITE
    VAR    ${AS_TASK}    ${as_task}    scope=SUITE
    VAR    ${OVER_ITEMS}    ${over_items}    scope=SUITE
    VAR    ${LONGER}    ${longer}    scope=SUITE
