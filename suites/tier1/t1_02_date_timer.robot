*** Settings ***
Documentation       T1.2 Date timer (one shot).
...                 A rule fires exactly once at a given instant.
...
...                 Success: it fires at the scheduled time within a second; exactly one event, one enforcement and one
...                 execution; none more in the ten seconds that follow; a past date fires at once; a date far ahead
...                 waits.

Resource            ../../resources/timers.resource

Suite Setup         Start The Date Timers

Test Tags           tier1    T1.2    timer
Test Timeout        300s


*** Test Cases ***
A Date Timer Fires Once At Its Instant
    [Documentation]    Within one second of the instant in the rule, by the platform's clock, and the action ran once.
    [Tags]    S1.2-a
    Date Timer Should Fire At Its Instant    ${DUE}

Ten Quiet Seconds Follow The Only Fire
    [Documentation]    Exactly one event, enforcement and execution still, ten seconds after the fire.
    [Tags]    S1.2-a
    ${line}=    Timer Should Have Been Quiet    ${DUE}    10s
    Wait For Event Count    1    operator===    rule=${DUE}
    Wait For Enforcement Count    1    operator===    rule=${DUE}
    Wait For Execution Count    1    operator===    rule=${DUE}    status=completed
    Summary    ${line}

A Fire Tells When It Was Due And How Late It Was
    [Documentation]    The payload as a whole: the kind, the instant asked for, and a delay that is less than a second.
    [Tags]    S1.2-a
    ${fires}=    Timer Events    ${DUE}
    VAR    ${payload}    ${fires}[0][payload]
    Timer Payloads Should Be    ${fires}    ${FIRE_PAYLOAD}    ignore=fire_at, fired_at, delay_ms    numbered=False
    Timestamps Should Be Near    ${payload.fire_at}    ${DUE.trigger_params.fire_at}    tolerance=1ms
    Should Be True    0 <= $payload.delay_ms <= 1000    delay_ms is ${payload.delay_ms}, wanted 0 to 1000
    Summary    ${DUE.ref}: due ${payload.fire_at}, fired ${payload.fired_at}, delay_ms ${payload.delay_ms}

An Instant Is The Same However It Is Written
    [Documentation]    Offsets move the clock's face, not the instant; an extra time zone does not move it again.
    [Tags]    timezone
    [Template]    Date Timer Should Fire At Its Instant
    # rule
    ${IN_KOLKATA}
    ${IN_LOS_ANGELES}
    ${WITH_TIMEZONE}

A Past Date Fires Once At Once
    [Documentation]    An instant an hour ago is overdue: it fires when the rule is made, and never again.
    [Tags]    S1.2-b    gap:past-date
    ${line}=    Timer Should Have Fired Once    ${PAST}    ${PAST.created}    tolerance=2s
    ${fires}=    Timer Events    ${PAST}
    Each Event Should Have Run Once    ${PAST}    ${fires}    stdout=due at {fire_at}
    Summary    ${line}

A Past Date Breaks Nothing
    [Documentation]    The rule is accepted and stays as it was made, fires no more than once, and the timer made just after
    ...    it fires on time.
    [Tags]    S1.2-b
    ${rule}=    Get Rule    ${PAST}
    Json Should Match    ${rule}    ${PAST}
    Wait For Event Count    1    operator=<=    rule=${PAST}
    Wait For Execution Count    1    operator=<=    rule=${PAST}
    ${line}=    Timer Should Have Fired Once    ${AFTER_PAST}    tolerance=1s
    Summary    rule ${rule.id} is unchanged; ${line}

A Date One Hour Ahead Does Not Fire Early
    [Documentation]    Nothing comes of it while others fire, and its rule goes on waiting, enabled.
    [Tags]    S1.2-c
    Timer Should Have Been Silent    ${FAR}    ${DUE}
    ${rule}=    Get Rule    ${FAR}
    Should Be True    ${rule.enabled}

A Timer That Has Fired Is Spent
    [Documentation]    Disabling and enabling its rule does not fire it again, while a timer made afterwards does fire.
    [Tags]    S1.2-a
    Timer Should Have Fired Once    ${SPENT}
    Disable Rule    ${SPENT}
    Enable Rule    ${SPENT}
    ${at}=    Timestamp Future    3s
    ${later}=    Create Date Timer    ${at}    action=${ECHO}
    Wait For Event Count    1    rule=${later}    timeout=15s
    Wait For Event Count    1    operator===    rule=${SPENT}
    Wait For Execution Count    1    operator===    rule=${SPENT}
    Summary    ${SPENT.ref}: 1 event, although enabled anew and ${later.ref} has fired since

A Date That Is None Is Refused
    [Documentation]    What cannot be an instant is refused when the rule is created, with the reason.
    [Tags]    validation
    [Template]    Timer Parameters Should Be Refused
    # trigger    parameters    part of the error
    core.datetimetimer    ${{ {} }}    "fire_at" is a required property
    core.datetimetimer    ${{ {'fire_at': 1769509800} }}    1769509800 is not of type "string"
    core.datetimetimer    ${{ {'fire_at': None} }}    null is not of type "string"

The Services Stay Healthy
    [Documentation]    Readiness, workers and the sensor's log after all these timers; nothing has raised an alert.
    [Tags]    health
    ${line}=    Services Should Be Healthy
    Summary    ${line}


*** Keywords ***
Start The Date Timers
    [Documentation]    All timers first, then one window: it ends more than ten seconds after the last of them is due.
    ...    They are due at a whole second, as dates are written.
    Prepare For Timers
    ${soon}=    Timestamp Future    5s    whole_second=True
    ${soon_there}=    Timestamp Future    5s    whole_second=True    offset=+05:30
    ${soon_elsewhere}=    Timestamp Future    5s    whole_second=True    offset=-08:00
    ${an_hour_ago}=    Timestamp Future    - 1 hour
    ${in_an_hour}=    Timestamp Future    1 hour
    Start Date Timer    past    ${an_hour_ago}
    Start Date Timer    after_past    ${soon}
    Start Date Timer    due    ${soon}
    Start Date Timer    in_kolkata    ${soon_there}
    Start Date Timer    in_los_angeles    ${soon_elsewhere}
    Start Date Timer    with_timezone    ${soon}    timezone=America/New_York
    Start Date Timer    far    ${in_an_hour}
    Start Date Timer    spent    ${soon}
    VAR    &{FIRE_PAYLOAD}    type=one_shot    timezone=UTC    sensor_ref=core.timer_sensor    scope=SUITE
    Observe Timers    ${PAST}    ${AFTER_PAST}    ${DUE}    ${IN_KOLKATA}    ${IN_LOS_ANGELES}    ${WITH_TIMEZONE}
    ...    ${FAR}    ${SPENT}    for=18s
