*** Settings ***
Documentation       T3.12 Worker crash recovery.
...                 What a killed worker ran is not lost from sight, and the platform goes on without it.
...
...                 Success: what it ran is abandoned within the heartbeat window, with a result that names the worker, an
...                 alert, and its workflow told; what waited for it and what comes later runs on another worker; the worker
...                 comes back, works, and repeats nothing. A worker that is cordoned finishes its work and gets none.

Resource            ../../resources/services.resource

Suite Setup         Lose A Worker And Get It Back
Suite Teardown      Services Should Be Healthy    alerts=${False}

Test Tags           tier3    T3.12    worker    needs:service-control
Test Timeout        600s


*** Test Cases ***
What It Ran Is Abandoned Within The Heartbeat Window
    [Documentation]    Not before the worker was silent for as long as it may be, and no later than the next look.
    Get Execution Transitions    ${PLAIN}    ==    ${ABANDONED}
    ${silent}=    Timestamps Should Be Near    ${PLAIN.result.reconciled_at}    ${PLAIN.result.worker.last_heartbeat}
    ...    tolerance=${SERVICES.found_within}
    Should Be True    ${silent} >= ${SERVICES.stale_after}    it was given up after a silence of only ${silent} s
    Summary    execution ${PLAIN.id} was abandoned ${silent} s after the last sign of life of worker ${WORKER.name}

The Result Names The Worker
    [Documentation]    It tells why, by whom, from which status, and everything of the worker.
    VAR    &{worker}    id=${WORKER.id}    name=${WORKER.name}    role=action    status=-    cordoned=${False}
    VAR    &{wanted}    abandoned_by=execution_timeout_monitor    original_status=running    worker=${worker}
    ...    error=Execution abandoned because its worker became unavailable while running
    Json Should Match    ${PLAIN.result}    ${wanted}    ignore=reconciled_at, last_heartbeat, heartbeat_age_seconds, worker.status
    Should Be True    ${PLAIN.result.worker.heartbeat_age_seconds} >= int(${SERVICES.stale_after})
    Summary    execution ${PLAIN.id} was abandoned by worker ${PLAIN.result.worker.name}

An Alert Tells Of It Once
    [Documentation]    A rule on the platform's alerts matched once for the execution; the alert names it and its worker.
    ${matches}=    Wait For Enforcement Count    1    operator===    rule=${ALERTED}    status=processed
    ${enforcement}=    Get Enforcement    ${matches}[0]
    VAR    &{details}    execution_id=${PLAIN.id}    action_ref=${NAP}    worker_id=${WORKER.id}
    ...    worker_name=${WORKER.name}    worker_role=action
    VAR    &{wanted}    severity=error    category=execution_reconciliation    component_type=execution
    ...    failure_type=execution_abandoned_worker_unavailable    component_id=${PLAIN.id}    component_ref=${NAP}
    ...    worker_role=action    correlation_id=execution:${PLAIN.id}:worker_unavailable    details=${details}
    Json Should Match    ${enforcement.payload}    ${wanted}    mode=subset
    Summary    event ${enforcement.event}: ${enforcement.payload.summary}

An Alert Tells Of The Worker Once
    [Documentation]    However much it ran; it names the worker and how long it has been silent.
    ${matches}=    Wait For Enforcement Count    1    operator===    rule=${MISSED}    status=processed
    ${enforcement}=    Get Enforcement    ${matches}[0]
    VAR    &{details}    reason=stale_heartbeat    worker_id=${WORKER.id}    worker_name=${WORKER.name}    worker_role=action
    VAR    &{wanted}    severity=error    category=worker_health    failure_type=worker_stale_heartbeat
    ...    component_type=worker    component_id=${WORKER.id}    component_ref=${WORKER.name}    worker_role=action
    ...    details=${details}
    Json Should Match    ${enforcement.payload}    ${wanted}    mode=subset
    Summary    event ${enforcement.event}: ${enforcement.payload.summary}

A Workflow Fails With The Task That Was Lost
    [Documentation]    The task before it had completed, the one after it never starts, and the failure names the lost one.
    ${parent}=    Wait For Execution Status    ${PARENT}    failed
    Tasks Should Have Run    ${parent}    before:completed lost:abandoned
    Get Execution Error    ${parent}    ==    Workflow failed: 1 task(s) failed: lost
    Summary    execution ${parent.id}: ${parent.result.error}

A Workflow Can Handle The Loss
    [Documentation]    What the workflow has for a failed task runs for a lost one as well, on another worker, and the workflow
    ...    completes.
    [Tags]    needs:two-workers
    ${parent}=    Wait For Execution Status    ${HANDLED}    completed
    Tasks Should Have Run    ${parent}    lost:abandoned rescue:completed
    Summary    execution ${parent.id} completed after the loss of one task

Its Silence Is Seen
    [Documentation]    While it was gone the platform showed it as offline, with nothing left to do.
    Should Be Equal    ${SILENT.health_state}    offline
    Should Be Equal    ${SILENT.heartbeat_stale}    ${True}
    Summary    worker ${SILENT.name} was ${SILENT.health_state}, silent for ${SILENT.heartbeat_age_seconds} s

What Waited For It Runs On Another Worker
    [Documentation]    An execution that had been given to the dead worker and not begun is given to a living one.
    [Tags]    gap:queue-not-handed-over    needs:two-workers
    ${execution}=    Execution Should Have Run Elsewhere    ${WAITING}    ${WORKER}
    Summary    execution ${execution.id} ran on worker ${execution.worker}, not on ${WORKER.id}

The Queue Is Drained
    [Documentation]    Whoever ran it: what waited for the dead worker completes, and starts once.
    Execution Should Have Run Once    ${WAITING}
    Summary    execution ${WAITING.id} waited for a dead worker and ran once

New Work Goes To Another Worker
    [Documentation]    With one worker lost, what is started completes on the other without a detour.
    [Tags]    needs:two-workers
    ${execution}=    Execution Should Have Run Elsewhere    ${MEANWHILE}    ${WORKER}
    Get Execution Transitions    ${execution}    ==    ${RAN}
    Summary    execution ${execution.id} ran on worker ${execution.worker} while ${WORKER.id} was lost

The Worker Comes Back And Repeats Nothing
    [Documentation]    It takes new work; what it lost stays as it was, and none of it was started a second time.
    ${new}=    Start On    ${WORKER}    ${SAY}    completed    message=back again
    Execution Should Have Run On    ${new}    ${WORKER}
    Get Execution Result    ${PLAIN}    ==    ${PLAIN.result}
    Get Execution Transitions    ${PLAIN}    ==    ${ABANDONED}
    Execution Should Not Be Retried    ${PLAIN}
    Summary    execution ${new.id} ran on ${WORKER.name}; ${PLAIN.id} stays abandoned

A Cancelled One Ends With Its Worker
    [Documentation]    It was being cancelled when its worker was lost: it does not stay so.
    [Tags]    gap:canceling-on-lost-worker
    ${execution}=    Wait For Execution Status    ${CANCELED}    cancelled, abandoned    timeout=${SERVICES.found_within}
    Summary    execution ${execution.id} is ${execution.status}

What A Quickly Restarted Worker Lost Is Abandoned
    [Documentation]    The worker is back before anybody has noticed; what it ran is found lost all the same.
    [Tags]    gap:quick-restart
    ${execution}=    Start On    ${WORKER}    ${NAP}    duration=${120}
    Kill Worker    ${WORKER}
    Start Worker    ${WORKER}
    ${execution}=    Wait For Execution Status    ${execution}    abandoned    timeout=${SERVICES.found_within}
    Should Be Equal    ${execution.result.worker.name}    ${WORKER.name}
    Summary    execution ${execution.id} is abandoned, worker ${WORKER.name} was back at once

A Cordoned Worker Finishes Its Work
    [Documentation]    What it runs goes on to its end, and the platform shows why the worker gets nothing new.
    ${execution}=    Start On    ${WORKER}    ${NAP}    duration=${1}
    ${cordoned}=    Cordon Worker    ${WORKER}    reason=maintenance
    Should Be Equal    ${{ [$cordoned.health_state, $cordoned.cordon_reason] }}    ${{ ['cordoned', 'maintenance'] }}
    Execution Should Have Run On    ${execution}    ${WORKER}
    Get Execution Transitions    ${execution}    ==    ${RAN}
    Summary    execution ${execution.id} completed on the cordoned worker ${WORKER.name}

A Cordoned Worker Gets Nothing New
    [Documentation]    Three executions in a row go to the other worker.
    [Tags]    needs:two-workers
    Cordon Worker    ${WORKER}
    ${one}=    Run Action    ${OK}
    ${two}=    Run Action    ${OK}
    ${three}=    Run Action    ${OK}
    ${used}=    Evaluate    {one.worker for one in ($one, $two, $three)}
    Should Not Contain    ${used}    ${WORKER.id}    the cordoned worker ${WORKER.name} got new work
    Summary    executions ${one.id}, ${two.id}, ${three.id} ran on ${used}

Work Waits Until A Worker Takes It
    [Documentation]    With every worker cordoned an execution stays requested; it runs, once, when one is willing again.
    [Tags]    gap:waiting-forgotten
    Cordon Other Workers    ${WORKER}
    Cordon Worker    ${WORKER}
    ${action}=    Create Echo Action
    ${execution}=    Execute Action    ${action}
    Wait For Execution Count    1    action=${action}    status=requested
    Execution Count Should Stay    1    action=${action}    status=requested    for=500ms
    Uncordon Worker    ${WORKER}
    Execution Should Have Run Once    ${execution}
    Summary    execution ${execution.id} waited for a worker and ran once


*** Keywords ***
Lose A Worker And Get It Back
    [Documentation]    A worker is killed under an execution, two workflows' tasks and one that is being cancelled, and gets
    ...    one more; once all is abandoned, something new is started, and then the worker.
    Prepare Two Workers
    ${others}=    Cordon Other Workers    ${WORKER}
    Give The Worker Work
    Listen For Alerts
    Kill Worker    ${WORKER}
    ${waiting}=    Execute Action    ${OK}
    Wait For Execution Status    ${waiting}    scheduled
    Uncordon Workers    ${others}
    ${plain}=    Wait For Execution Status    ${PLAIN}    abandoned    timeout=${SERVICES.found_within}
    ${silent}=    Wait For Worker Status    ${WORKER}    inactive    timeout=${SERVICES.found_within}
    ${meanwhile}=    Execute Action    ${OK}
    Start Worker    ${WORKER}
    VAR    ${PLAIN}    ${plain}    scope=SUITE
    VAR    ${SILENT}    ${silent}    scope=SUITE
    VAR    ${WAITING}    ${waiting}    scope=SUITE
    VAR    ${MEANWHILE}    ${meanwhile}    scope=SUITE

Give The Worker Work
    [Documentation]    One execution alone, one that is asked to end and does not, one in a workflow, and one in a workflow that
    ...    knows what to do when it fails.
    ${stubborn}=    Create Simple Action    script=trap '' TERM; sleep 120; sleep 120
    ${fails}=    Create Workflow Of Tasks
    ...    {name: before, action: ${OK}, next: [{do: [lost]}]}
    ...    {name: lost, action: ${NAP}, input: {duration: 120}, next: [{when: "{{ succeeded() }}", do: [after]}]}
    ...    {name: after, action: ${OK}}
    ${handles}=    Create Workflow Of Tasks
    ...    {name: lost, action: ${NAP}, input: {duration: 120}, next: [{when: "{{ failed() }}", do: [rescue]}]}
    ...    {name: rescue, action: ${OK}}
    ${plain}=    Execute Action    ${NAP}    parameters=${{ {'duration': 120} }}
    ${canceled}=    Execute Action    ${stubborn}
    ${parent}=    Execute Action    ${fails}
    ${handled}=    Execute Action    ${handles}
    Wait For Execution Count    3    operator===    action=${NAP}    status=running
    Wait For Execution Status    ${canceled}    running
    ${plain}=    Get Execution    ${plain}
    Should Be Equal    ${plain.worker}    ${WORKER.id}    execution ${plain.id} was given to a cordoned worker
    Cancel Execution    ${canceled}
    VAR    ${PLAIN}    ${plain}    scope=SUITE
    VAR    ${CANCELED}    ${canceled}    scope=SUITE
    VAR    ${PARENT}    ${parent}    scope=SUITE
    VAR    ${HANDLED}    ${handled}    scope=SUITE

Listen For Alerts
    [Documentation]    One rule on the alert of the execution, one on that of its worker.
    ${alerted}=    Create Rule    core.alert    ${SAY}
    ...    criteria=event.payload.correlation_id == "execution:${PLAIN.id}:worker_unavailable"
    ...    action_params=${{ {'message': 'alerted'} }}
    ${missed}=    Create Rule    core.alert    ${SAY}
    ...    criteria=event.payload.correlation_id == "worker:${WORKER.id}:stale_heartbeat"
    ...    action_params=${{ {'message': 'missed'} }}
    VAR    ${ALERTED}    ${alerted}    scope=SUITE
    VAR    ${MISSED}    ${missed}    scope=SUITE
