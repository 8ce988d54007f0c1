*** Settings ***
Documentation       T3.28 Execution audit trail.
...                 Who did what to an execution, and when.
...
...                 Success: every step is there, with its time and who caused it; the times are right; events can be found by
...                 execution, by request and by every filter; nothing of it can be changed; only administrators read it.

Resource            ../../resources/audit.resource

Suite Setup         Prepare An Audited Execution

Test Tags           tier3    T3.28    audit
Test Timeout        300s


*** Test Cases ***
Every Step Of An Execution Is Recorded
    [Documentation]    Once each, as done by the person it runs for, at the time that the history has too.
    [Template]    Step Should Be Recorded
    # event    status in the history
    execution.requested    requested
    execution.status_changed    scheduling
    execution.scheduled    scheduled
    execution.started    running
    execution.completed    completed

The Steps Stand Newest First
    [Documentation]    Found by the execution's id, in the order of what happened, and no step more.
    ${events}=    Wait For Audit Events    5    resource_type=execution    resource_id=${RUN.id}    operator===
    VAR    @{steps}    completed    started    scheduled    status_changed    requested
    Should Be Equal    ${{ [event.event_type for event in $events] }}    ${{ [f'execution.{step}' for step in $steps] }}
    ${times}=    Evaluate    [event.created for event in $events]
    Should Be Equal    ${{ sorted($times, key=lambda time: time.rstrip('Z').ljust(26, '0'), reverse=True) }}    ${times}
    Summary    execution ${RUN.id}: ${{ ', '.join($steps) }}

Who Asked For An Execution Is Recorded
    [Documentation]    The event names the person with login and kind of token, and the execution.
    ${events}=    Wait For Audit Events    1    resource_type=executions    resource_id=${RUN.id}    operator===
    ${event}=    Get Audit Event    ${events}[0]
    VAR    &{wanted}
    ...    category=execution
    ...    event_type=execution.requested
    ...    outcome=success
    ...    actor_identity=${ANN.id}
    ...    actor_login=${ANN.login}
    ...    actor_token_type=access
    ...    resource_id=${RUN.id}
    ...    resource_ref=${ACTION.ref}
    Json Should Match    ${event}    ${wanted}    mode=subset
    Timestamps Should Be Near    ${event.created}    ${RUN.created}    tolerance=2s
    Summary    execution ${RUN.id} was asked for by ${event.actor_login} at ${event.created}

A Request Is Recorded With All That Was Asked
    [Documentation]    Method, path, status, time taken and where from; by its id it is found again.
    VAR    &{wanted}
    ...    category=api
    ...    event_type=api.post.success
    ...    outcome=success
    ...    actor_identity=${ANN.id}
    ...    actor_login=${ANN.login}
    ...    http_method=POST
    ...    http_path=/api/v1/executions/execute
    ...    http_status=${201}
    Json Should Match    ${REQUEST}    ${wanted}    mode=subset
    Should Be True    isinstance($REQUEST.duration_ms, int) and 0 <= $REQUEST.duration_ms < 60000
    Should Match Regexp    ${REQUEST.request_id}    ^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$
    ${events}=    List Audit Events Of Request    ${REQUEST.request_id}
    Should Contain    ${{ [event.id for event in $events] }}    ${REQUEST.id}
    Summary    request ${REQUEST.request_id} took ${REQUEST.duration_ms} ms

Other Ends Are Recorded As Well
    [Documentation]    One event for a failure and one for a cancellation, with the outcome that it was.
    ${failing}=    Create Failing Action    pack=${ACTION.pack_ref}    session=ann
    ${sleeping}=    Create Sleep Action    duration=60    pack=${ACTION.pack_ref}    session=ann
    ${slept}=    Execute Action    ${sleeping}    session=ann
    ${failed}=    Run Action    ${failing}    expect=failed    session=ann
    Wait For Execution Status    ${slept}    running    session=ann
    Cancel Execution    ${slept}    session=ann
    ${cancelled}=    Wait For Execution Status    ${slept}    cancelled    session=ann
    ${first}=    End Should Be Recorded    ${failed}    execution.failed    failure
    ${second}=    End Should Be Recorded    ${cancelled}    execution.cancelled    success
    Summary    ${first}; ${second}

A Refused Attempt Is Recorded
    [Documentation]    Who has no grants tries to run an action: the missing grant, and the request with its 403.
    ${newcomer}=    Get Current User    session=newcomer
    Request Should Be Refused    403    Execute Action    core.noop    session=newcomer
    VAR    ${who}    ${newcomer.login}
    ${denied}=    Wait For Audit Events    1    actor_login=${who}    event_type=rbac.denied    operator===
    ${requests}=    Wait For Audit Events    1    actor_login=${who}    http_status=403    operator===
    Should Be Equal    ${{ ($denied[0].category, $denied[0].outcome) }}    ${{ ('rbac', 'denied') }}
    ${event}=    Get Audit Event    ${denied}[0]
    Json Should Match    ${event.details}    {"resource": "actions", "action": "execute"}    mode=subset
    Should Be Equal    ${requests}[0][event_type]    api.post.denied
    Summary    event ${event.id}: ${event.details.resource}:${event.details.action} was denied to ${who}

A Failed Login Is Recorded Without The Password
    [Documentation]    Who tried is there, what was typed is nowhere.
    ${login}=    Unique Ref    intruder
    ${password}=    Fresh Secret
    Request Should Be Refused    401    Login    ${login}    ${password}
    ${events}=    Wait For Audit Events    1    event_type=auth.login.failure    actor_login=${login}    operator===
    ${event}=    Get Audit Event    ${events}[0]
    Should Be Equal    ${{ ($event.category, $event.outcome) }}    ${{ ('auth', 'failure') }}
    Texts Should Not Show    ${password}    ${{ [str($event)] }}
    Summary    event ${event.id}: ${event.event_type} of ${event.actor_login}

Every Filter Selects
    [Documentation]    With the value that Ann's request has it finds that request, and nothing with another value.
    [Template]    Filter Should Select
    # filter    other filters
    category    actor_login=${ANN.login}
    event_type    actor_login=${ANN.login}
    outcome    actor_login=${ANN.login}
    actor_identity    event_type=api.post.success
    actor_login    category=api
    request_id
    http_status    actor_login=${ANN.login}
    http_method    actor_login=${ANN.login}
    http_path    actor_login=${ANN.login}
    created_after    actor_login=${ANN.login}
    created_before    actor_login=${ANN.login}

What Fits No Event Finds None
    [Documentation]    An empty list for a value that nothing has; a value that cannot be is 400.
    ${nothing}=    List Audit Events    resource_type=execution    resource_id=999999999
    ${later}=    Timestamp Future    1h
    ${future}=    List Audit Events    created_after=${later}
    Should Be Equal    ${{ ($nothing, $future) }}    ${{ ([], []) }}
    Request Should Be Refused    400    List Audit Events    category=gossip
    Request Should Be Refused    400    List Audit Events    created_after=soon
    Request Should Be Refused    400    List Audit Events Of Request    nonsense
    Request Should Be Refused    404    Get Audit Event    ${999999999}
    Summary    no events for execution 999999999, none after ${later}

Nothing Of It Can Be Changed
    [Documentation]    There is no method that makes, changes or deletes an event: 405 for the administrator too.
    [Template]    Method Should Be Refused
    # method    path
    PUT    ${EVENTS}/${REQUEST.id}
    PATCH    ${EVENTS}/${REQUEST.id}
    DELETE    ${EVENTS}/${REQUEST.id}
    POST    ${EVENTS}/${REQUEST.id}
    POST    ${EVENTS}
    PUT    ${EVENTS}
    DELETE    ${EVENTS}
    DELETE    ${EVENTS}/by-request/${REQUEST.request_id}

Only Administrators Read It
    [Documentation]    403 that names the missing grant, for all others.
    [Template]    Reading Should Be Refused
    # permission sets
    core.viewer
    core.executor
    core.editor
    core.viewer    core.executor    core.editor

Reading It Is Recorded Too
    [Documentation]    Who looked into the log, and for what.
    ${marker}=    Unique Ref    looked_for
    List Audit Events    actor_login=${marker}
    ${me}=    Get Current User
    ${events}=    Wait For Audit Events    1    event_type=audit_log.read    actor_identity=${me.id}
    ${event}=    Get Audit Event    ${events}[0]
    Should Be Equal    ${{ ($event.category, $event.resource_type) }}    ${{ ('admin', 'audit_log') }}
    Summary    event ${event.id} tells that ${me.login} read the log

A Request That Was Named Is Found By Its Name
    [Documentation]    The id is chosen beforehand and sent along: the request and the execution that it asked for carry it.
    [Tags]    gap:request-id
    ${name}=    Evaluate    str(uuid.uuid4())
    ${answer}=    Send Request
    ...    POST
    ...    /api/v1/executions/execute
    ...    json={"action_ref": "core.noop"}
    ...    headers=${{ {'X-Request-Id': $name} }}
    ${found}=    Wait For Audit Events    2    request_id=${name}    timeout=5s    operator===
    ${events}=    List Audit Events Of Request    ${name}
    Should Be Equal    ${{ sorted(event.event_type for event in $events) }}
    ...    ${{ ['api.post.success', 'execution.requested'] }}
    Should Be Equal    ${{ [event.resource_id for event in $events if event.resource_id] }}    ${{ [$answer.body.data.id] }}
    Summary    request ${name} asked for execution ${answer.body.data.id}: ${{ len($found) }} events
