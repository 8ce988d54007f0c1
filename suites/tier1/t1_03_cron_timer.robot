*** Settings ***
Documentation       T1.3 Cron timer.
...                 Six-field cron expressions, seconds first, fire on the stated marks and only there.
...
...                 Success: every fire lies on a second of the expression, none is missing, none is elsewhere, over a
...                 window that holds every second of the minute; expressions are parsed, and refused where they cannot
...                 be; the time zone counts.

Resource            ../../resources/timers.resource

Suite Setup         Start The Cron Timers

Test Tags           tier1    T1.3    timer    slow
Test Timeout        300s


*** Test Cases ***
A Timer Fires On The Seconds It Lists
    [Documentation]    Quarters of the minute, and the four marks of the test plan.
    [Tags]    S1.3-a
    [Template]    Cron Timer Should Hit Its Seconds
    # rule    seconds of the minute
    ${QUARTERS}    0,15,30,45
    ${PLANNED}    0,3,6,12

A Timer Of Every Five Seconds Fires Twelve Times A Minute
    [Documentation]    On each multiple of five and nowhere else; the gaps are five seconds by the platform's clock.
    [Tags]    S1.3-b
    Cron Timer Should Hit Its Seconds    ${EVERY_FIVE}    0,5,10,15,20,25,30,35,40,45,50,55
    ${line}=    Timer Gaps Should Be    ${EVERY_FIVE}    5s    tolerance=1s    minimum=11
    Summary    ${line}

The Top Of The Minute Fires Once A Minute
    [Documentation]    At second 0 and at no other.
    [Tags]    S1.3-c
    [Template]    Cron Timer Should Hit Its Seconds
    # rule    seconds of the minute
    ${TOP}    0

Lists Ranges And Steps Fire On Every Second They Name
    [Documentation]    One row an expression.
    [Tags]    S1.3-d
    [Template]    Cron Timer Should Hit Its Seconds
    # rule    seconds of the minute
    ${TENS}    0,10,20,30
    ${RANGE}    7,8,9,10
    ${STEPPED_RANGE}    40,43,46,49,52
    ${MIXED}    1,20,21,22,45,50,55

A Fire Tells Its Expression Its Number And A Mark To Come
    [Documentation]    The payloads as a whole; the mark that each announces is one at which the timer did fire.
    [Tags]    S1.3-a
    ${fires}=    Timer Events    ${QUARTERS}
    Timer Payloads Should Be    ${fires}    ${CRON_PAYLOAD}    ignore=fired_at, scheduled_at, next_fire_at
    ${line}=    Announced Marks Should Be Real    ${fires}
    Summary    ${line}

An Hour And A Minute That Are Not Now Do Not Fire
    [Documentation]    The fields behind the seconds count as well.
    [Tags]    S1.3-d
    [Template]    Timer Should Have Been Silent
    # rule    witness
    ${OTHER_HOUR}    ${THIS_HOUR}
    ${OTHER_MINUTE}    ${THIS_HOUR}

The Present Hour And Minute Of UTC Fire
    [Documentation]    An expression that names them, with UTC named as its time zone.
    [Tags]    S1.3-d    timezone
    [Template]    Cron Timer Should Hit Its Seconds
    # rule    seconds of the minute
    ${THIS_HOUR}    0,20,40

The Present Hour And Minute Of A Time Zone Fire
    [Documentation]    The same seconds in every time zone, the hours and minutes of its own clock.
    [Tags]    timezone    gap:cron-timezone
    [Template]    Cron Timer Should Hit Its Seconds
    # rule    seconds of the minute
    ${IN_TOKYO}    0,20,40
    ${IN_KOLKATA}    0,20,40
    ${IN_NEW_YORK}    0,20,40

The Present Hour Of UTC Is Not That Of Tokyo
    [Documentation]    An expression that fires now in UTC is silent in a time zone nine hours ahead.
    [Tags]    timezone    gap:cron-timezone
    Timer Should Have Been Silent    ${UTC_HOUR_IN_TOKYO}    ${THIS_HOUR}

A Malformed Expression Is Refused
    [Documentation]    The caller is told at once, with the expression, instead of waiting for what never comes.
    [Tags]    validation    gap:cron-invalid
    [Template]    Cron Expression Should Be Refused
    # expression
    every tuesday
    61 * * * * *
    0 60 * * * *
    0 0 24 * * *
    0 0 0 32 * *
    0 0 0 1 13 *
    */0 * * * * *
    a * * * * *
    * * *

A Missing Expression Is Refused
    [Documentation]    What is no text at all is refused when the rule is created, with the reason.
    [Tags]    validation
    [Template]    Timer Parameters Should Be Refused
    # trigger    parameters    part of the error
    core.crontimer    ${{ {} }}    "expression" is a required property
    core.crontimer    ${{ {'expression': 5} }}    5 is not of type "string"
    core.crontimer    ${{ {'expression': ['0']} }}    is not of type "string"

The Services Stay Healthy
    [Documentation]    Readiness, workers and the sensor's log after all these timers; nothing has raised an alert.
    [Tags]    health
    ${line}=    Services Should Be Healthy
    Summary    ${line}


*** Keywords ***
Start The Cron Timers
    [Documentation]    All timers first, then one window for all of them: 61 seconds hold every second of the minute.
    Prepare For Timers
    Start Cron Timer    quarters    0,15,30,45 * * * * *
    Start Cron Timer    planned    0,3,6,12 * * * * *
    Start Cron Timer    every_five    */5 * * * * *
    Start Cron Timer    top    0 * * * * *
    Start Cron Timer    tens    0,10,20,30 * * * * *
    Start Cron Timer    range    7-10 * * * * *
    Start Cron Timer    stepped_range    40-52/3 * * * * *
    Start Cron Timer    mixed    1,20-22,45-59/5 * * * * *
    Start The Cron Timers Of An Hour
    VAR    &{CRON_PAYLOAD}    type=cron    expression=0,15,30,45 * * * * *    timezone=UTC
    ...    sensor_ref=core.timer_sensor    scope=SUITE
    Observe Timers    ${QUARTERS}    ${PLANNED}    ${EVERY_FIVE}    ${TOP}    ${TENS}    ${RANGE}    ${STEPPED_RANGE}
    ...    ${MIXED}    ${THIS_HOUR}    ${OTHER_HOUR}    ${OTHER_MINUTE}    ${IN_TOKYO}    ${IN_KOLKATA}
    ...    ${IN_NEW_YORK}    ${UTC_HOUR_IN_TOKYO}    for=61s

Start The Cron Timers Of An Hour
    [Documentation]    Expressions that name the present hour and minute of a time zone, and others that do not.
    ${utc}=    Cron Expression Around Now    UTC    seconds=*/20
    ${other_hour}=    Cron Expression Around Now    UTC    seconds=*/20    shift=5 hours
    ${other_minute}=    Cron Expression Around Now    UTC    seconds=*/20    shift=20 minutes
    ${tokyo}=    Cron Expression Around Now    Asia/Tokyo    seconds=*/20
    ${kolkata}=    Cron Expression Around Now    Asia/Kolkata    seconds=*/20
    ${new_york}=    Cron Expression Around Now    America/New_York    seconds=*/20
    Start Cron Timer    this_hour    ${utc}    timezone=UTC
    Start Cron Timer    other_hour    ${other_hour}    timezone=UTC
    Start Cron Timer    other_minute    ${other_minute}    timezone=UTC
    Start Cron Timer    in_tokyo    ${tokyo}    timezone=Asia/Tokyo
    Start Cron Timer    in_kolkata    ${kolkata}    timezone=Asia/Kolkata
    Start Cron Timer    in_new_york    ${new_york}    timezone=America/New_York
    Start Cron Timer    utc_hour_in_tokyo    ${utc}    timezone=Asia/Tokyo
