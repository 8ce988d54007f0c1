*** Settings ***
Documentation       T1.1 Interval timer automation.
...                 A rule on a repeating timer keeps producing event, enforcement and execution.
...
...                 Success: it fires on its period within 500 ms by the platform's own clock; every event has one
...                 enforcement and one completed execution whose output is captured; nothing fires that should not;
...                 the services stay healthy.

Resource            ../../resources/timers.resource

Suite Setup         Start The Interval Timers

Test Tags           tier1    T1.1    timer
Test Timeout        300s


*** Test Cases ***
Three Ticks Of Five Seconds Run The Action Three Times
    [Documentation]    One enforcement and one completed execution a tick, each printing the number of its own tick.
    [Tags]    S1.1-a
    ${ticks}=    Ticks Should Have Run Once    ${EVERY_FIVE}
    Should Be Equal As Integers    ${{ len($ticks) }}    3    ticks that fit into the window
    Summary    ${EVERY_FIVE.ref}: events ${{ [tick.id for tick in $ticks] }}, each with its enforcement and execution

Every Gap Of A Five Second Timer Is Within Half A Second
    [Documentation]    Each gap between consecutive fires, by the platform's timestamps.
    [Tags]    S1.1-a
    ${line}=    Timer Gaps Should Be    ${EVERY_FIVE}    5s    tolerance=500ms    minimum=2
    Summary    ${line}

Five Fires Of A Three Second Timer Keep Their Period
    [Documentation]    Least, mean and greatest gap are within half a second of the period, and each fire ran its action.
    [Tags]    S1.1-b
    ${line}=    Timer Gaps Should Be    ${EVERY_THREE}    3s    tolerance=500ms    minimum=4
    ${ticks}=    Ticks Should Have Run Once    ${EVERY_THREE}
    Summary    ${line}; events ${{ [tick.id for tick in $ticks] }}

A Tick Tells Its Interval And Its Number
    [Documentation]    The payloads as a whole: nothing is missing, nothing is added, the count goes up by one.
    [Tags]    S1.1-a
    ${ticks}=    Timer Events    ${EVERY_FIVE}
    Timer Payloads Should Be    ${ticks}    ${TICK_PAYLOAD}
    Summary    event ${ticks}[0][id]: ${ticks}[0][payload]

A Tick Belongs To Its Own Rule
    [Documentation]    Two timers share one trigger; the events of each name its rule and the sensor that made them.
    [Tags]    S1.1-a
    [Template]    Ticks Should Name Their Rule
    # rule
    ${EVERY_FIVE}
    ${EVERY_THREE}

A Timer Of One Minute Does Not Tick In Seconds
    [Documentation]    The unit counts: an interval of 1 minute is silent where intervals of seconds tick.
    [Template]    Timer Should Have Been Silent
    # rule    witness
    ${EVERY_MINUTE}    ${EVERY_FIVE}

A Disabled Timer Is Silent
    [Documentation]    A rule that was created disabled never ticks.
    [Template]    Timer Should Have Been Silent
    # rule    witness
    ${DISABLED}    ${EVERY_FIVE}

A Malformed Interval Is Refused
    [Documentation]    What fits no interval is refused when the rule is created, with the reason.
    [Tags]    validation
    [Template]    Timer Parameters Should Be Refused
    # trigger    parameters    part of the error
    core.intervaltimer    ${{ {} }}    "interval" is a required property
    core.intervaltimer    ${{ {'unit': 'seconds'} }}    "interval" is a required property
    core.intervaltimer    ${{ {'interval': 5} }}    "unit" is a required property
    core.intervaltimer    ${{ {'unit': 'fortnights', 'interval': 1} }}    "fortnights" is not one of
    core.intervaltimer    ${{ {'unit': 'seconds', 'interval': 'five'} }}    "five" is not of type "integer"
    core.intervaltimer    ${{ {'unit': 'seconds', 'interval': 2.5} }}    2.5 is not of type "integer"

The Services Stay Healthy
    [Documentation]    Readiness, workers and the sensor's log after all these timers; nothing has raised an alert.
    [Tags]    health
    ${line}=    Services Should Be Healthy
    Summary    ${line}


*** Keywords ***
Start The Interval Timers
    [Documentation]    All timers first, then one window for all of them: five seconds fit into it three times.
    Prepare For Timers
    Start Interval Timer    every_five    5
    Start Interval Timer    every_three    3
    Start Interval Timer    every_minute    1    unit=minutes
    Start Interval Timer    disabled    1    enabled=False
    VAR    &{TICK_PAYLOAD}    type=interval    interval_seconds=${5}    sensor_ref=core.timer_sensor    scope=SUITE
    Observe Timers    ${EVERY_FIVE}    ${EVERY_THREE}    ${EVERY_MINUTE}    ${DISABLED}    for=16s

Ticks Should Name Their Rule
    [Documentation]    Every event of the rule carries its number and ref, the timer trigger, and the sensor.
    [Arguments]    ${rule}
    ${ticks}=    Timer Events    ${rule}
    Timer Events Should Name Their Rule    ${ticks}    ${rule}
    ${count}=    Get Length    ${ticks}
    Summary    ${rule.ref}: ${count} events name rule ${rule.id}
