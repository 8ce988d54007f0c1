*** Settings ***
Documentation       T3.30 Graceful service shutdown.
...                 A worker that is asked to end finishes what it runs, takes nothing more, and loses nothing.
...
...                 Success: what runs completes and its result is stored; what waits and what comes runs on another worker, or
...                 waits until there is one; nothing is abandoned, nothing runs twice; the process ends with exit code 0; the
...                 platform goes on taking events meanwhile, and the worker comes back.

Resource            ../../resources/services.resource

Suite Setup         Stop A Worker At Work
Suite Teardown      Services Should Be Healthy    alerts=${False}

Test Tags           tier3    T3.30    worker    needs:service-control
Test Timeout        600s


*** Test Cases ***
The Work In Hand Is Finished And Stored
    [Documentation]    It ran on while the worker was leaving, to its own end: exit code, output and log are there.
    ${execution}=    Execution Should Have Run On    ${CURRENT}    ${WORKER}
    Get Execution Exit Code    ${execution}    ==    ${0}
    Get Execution Output    ${execution}    ==    slept ${DRAIN}\n
    Get Execution Stdout    ${execution}    ==    slept ${DRAIN}\n
    Summary    execution ${execution.id} took ${execution.result.duration_ms} ms on the leaving worker ${WORKER.name}

Nothing In Hand Counts As Abandoned
    [Documentation]    Neither the execution nor the task of a workflow was ever anything but running before it completed.
    [Tags]    gap:drain-abandoned
    Get Execution Transitions    ${CURRENT}    ==    ${RAN}
    ${tasks}=    Tasks Should Have Run    ${PARENT}    first:completed second:completed
    Get Execution Transitions    ${tasks.first}    ==    ${RAN}
    Summary    executions ${CURRENT.id} and ${tasks.first.id} ran through

A Leaving Worker Says So
    [Documentation]    From the moment it is asked it is inactive, while it still works.
    Should Be Equal    ${LEAVING.status}    inactive
    Should Be True    ${LEAVING.load.running} >= 2    it had nothing in hand any more: ${LEAVING.load}
    Summary    worker ${LEAVING.name} was ${LEAVING.status} with ${LEAVING.load.running} executions in hand

A Leaving Worker Takes Nothing New
    [Documentation]    What is started meanwhile goes to the other worker without a detour, and is done before the first.
    [Tags]    needs:two-workers
    ${execution}=    Execution Should Have Run Elsewhere    ${MEANWHILE}    ${WORKER}
    Get Execution Transitions    ${execution}    ==    ${RAN}
    Summary    execution ${execution.id} ran on worker ${execution.worker}

What Waits For A Leaving Worker Runs Elsewhere
    [Documentation]    It had been given to the worker, which was full, and had not begun.
    [Tags]    gap:queue-not-handed-over    needs:two-workers
    ${execution}=    Execution Should Have Run Elsewhere    ${WAITING}    ${WORKER}
    Summary    execution ${execution.id} ran on worker ${execution.worker}, not on ${WORKER.id}

What Waited Ran Once
    [Documentation]    Whoever ran it.
    Execution Should Have Run Once    ${WAITING}
    Summary    execution ${WAITING.id} waited for the leaving worker and ran once

A Workflow Goes On
    [Documentation]    Its first task ends on the leaving worker; the second is run by whoever is there.
    [Tags]    gap:drain-abandoned
    ${parent}=    Wait For Execution Status    ${PARENT}    completed
    ${tasks}=    Tasks Should Have Run    ${parent}    first:completed second:completed
    Should Be Equal    ${tasks.first.worker}    ${WORKER.id}
    Tasks Should Be In Order    ${parent}    first    second
    Summary    execution ${parent.id}: first on worker ${tasks.first.worker}, second on ${tasks.second.worker}

The Process Ends Well
    [Documentation]    With exit code 0, once its work was done.
    [Tags]    needs:own-platform
    Should Be Equal As Integers    ${EXIT_CODE}    0
    Summary    the process of worker ${WORKER.name} ended with exit code ${EXIT_CODE}

Nobody Is Alerted
    [Documentation]    To end on request is no failure: no alert, and nothing wrong in the platform's own log.
    [Tags]    gap:drain-abandoned
    ${well}=    Services Should Be Healthy
    Summary    ${well}

The Worker Comes Back And Repeats Nothing
    [Documentation]    It takes new work; what it finished stays finished, and started once.
    ${new}=    Start On    ${WORKER}    ${SAY}    completed    message=back again
    Execution Should Have Run On    ${new}    ${WORKER}
    Execution Should Have Run Once    ${CURRENT}
    Execution Should Not Be Retried    ${CURRENT}
    Summary    execution ${new.id} ran on ${WORKER.name}; ${CURRENT.id} stays as it was

Events Are Taken While No Worker Is There
    [Documentation]    A webhook is answered and makes its event and enforcement at once; its execution waits, and runs once when
    ...    the worker is back.
    [Tags]    gap:waiting-forgotten
    ${automation}=    Create Webhook Automation    action=${OK}
    Cordon Other Workers    ${WORKER}
    Stop Worker    ${WORKER}
    Wait For Worker Status    ${WORKER}    inactive
    ${event}=    Fire Webhook    ${automation.trigger}    {"n": 1}
    Wait For Enforcement Count    1    operator===    event=${event}    status=processed
    Wait For Execution Count    1    operator===    rule=${automation.rule}    status=requested
    Start Worker    ${WORKER}
    ${runs}=    Each Event Should Have Run Once    ${automation.rule}    ${event}
    Summary    event ${event.event_id} -> execution ${runs}[0][id], once the worker was back

An Idle Worker Leaves At Once
    [Documentation]    Asked to end with nothing in hand it is gone, well, and back on request.
    [Tags]    needs:own-platform
    Stop Worker    ${WORKER}
    Wait For Worker Exit    ${WORKER}    0
    ${back}=    Start Worker    ${WORKER}
    Should Be Equal    ${back.health_state}    active
    Summary    worker ${WORKER.name} left with exit code 0 and was back at ${back.last_heartbeat}

The Whole Platform May End
    [Documentation]    Asked to end or killed, it is back with all it had acknowledged: a key, an event with its enforcement, and
    ...    a workflow that was waiting for an answer and goes on with it.
    [Tags]    needs:own-platform    inquiry
    [Template]    Platform Should Survive
    # signal    exit code
    TERM    0
    KILL    137


*** Keywords ***
Platform Should Survive
    [Documentation]    Restarts the platform by a signal; what was there before is there, and what was under way goes on.
    [Arguments]    ${signal}    ${exit_code}
    ${workflow}=    Create Workflow Of Tasks
    ...    {name: question, action: core.ask, input: {prompt: "Go on?"}, next: [{when: "{{ succeeded() }}", do: [after]}]}
    ...    {name: after, action: ${OK}}
    ${automation}=    Create Webhook Automation    action=${OK}
    ${parent}=    Execute Action    ${workflow}
    ${inquiry}=    Wait For Inquiry    ${parent}
    ${key}=    Create Key    value=${{ {'kept': [1, 'two', None]} }}
    ${before}=    Fire Webhook    ${automation.trigger}    {"n": 1}
    Each Event Should Have Run Once    ${automation.rule}    ${before}
    ${code}=    Restart Own Platform    ${signal}
    Should Be Equal As Integers    ${code}    ${exit_code}
    Get Key Value    ${key}    ==    ${{ {'kept': [1, 'two', None]} }}
    ${after}=    Fire Webhook    ${automation.trigger}    {"n": 2}
    Each Event Should Have Run Once    ${automation.rule}    ${{ [$before, $after] }}
    Respond To Inquiry    ${inquiry}    ${{ {'yes': True} }}
    Wait For Execution Status    ${parent}    completed
    Tasks Should Have Run    ${parent}    question:completed after:completed
    Summary    ${signal}: exit code ${code}; workflow ${parent.id} went on, events ${before.event_id} and ${after.event_id} ran

Stop A Worker At Work
    [Documentation]    A worker with as much in hand as it takes, and one more waiting, is asked to end; meanwhile something new
    ...    is started. When all is done it is started again.
    Prepare Two Workers
    ${others}=    Cordon Other Workers    ${WORKER}
    Give The Worker Its Fill
    Stop Worker    ${WORKER}
    Uncordon Workers    ${others}
    ${leaving}=    Wait For Worker Status    ${WORKER}    inactive
    ${meanwhile}=    Execute Action    ${OK}
    Wait For Execution Completion    ${CURRENT}
    ${code}=    Wait For Worker Exit    ${WORKER}
    Start Worker    ${WORKER}
    VAR    ${LEAVING}    ${leaving}    scope=SUITE
    VAR    ${MEANWHILE}    ${meanwhile}    scope=SUITE
    VAR    ${EXIT_CODE}    ${code}    scope=SUITE

Give The Worker Its Fill
    [Documentation]    One execution alone, one as the task of a workflow, and as many more as it runs at a time; so one waits.
    VAR    ${DRAIN}    ${SERVICES.drain}    scope=SUITE
    ${workflow}=    Create Workflow Of Tasks
    ...    {name: first, action: ${NAP}, input: {duration: ${DRAIN}}, next: [{when: "{{ succeeded() }}", do: [second]}]}
    ...    {name: second, action: ${OK}}
    ${current}=    Execute Action    ${NAP}    parameters=${{ {'duration': ${DRAIN}} }}
    ${parent}=    Execute Action    ${workflow}
    Wait For Execution Count    2    operator===    action=${NAP}    status=running
    Fill Worker    ${WORKER}    ${NAP}    parameters=${{ {'duration': ${DRAIN}} }}
    ${waiting}=    Execute Action    ${OK}
    Wait For Execution Status    ${waiting}    scheduled
    VAR    ${CURRENT}    ${current}    scope=SUITE
    VAR    ${PARENT}    ${parent}    scope=SUITE
    VAR    ${WAITING}    ${waiting}    scope=SUITE
