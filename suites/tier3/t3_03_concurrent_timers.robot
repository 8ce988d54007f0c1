*** Settings ***
Documentation       T3.3 Multiple concurrent timers.
...                 Timers with schedules of their own run side by side: none delays, doubles or loses another's ticks.
...
...                 Success: in 21 seconds 3, 5 and 7 seconds fire 7, 4 to 5 and 3 times, not once less or more; every gap
...                 and the sum of all gaps stay within half a second by the platform's clock; every tick belongs to its
...                 own rule and runs that rule's action once.

Resource            ../../resources/timers.resource

Suite Setup         Start The Concurrent Timers

Test Tags           tier3    T3.3    timer
Test Timeout        300s


*** Test Cases ***
Each Timer Fires As Often As Its Period Fits
    [Documentation]    The counts of 21 seconds, upper bounds included, the gaps, and what adds up over them.
    [Template]    Timer Should Keep Its Pace
    # rule    period    fires in 21 s    gaps at least
    ${THREE}    3s    7    ${6}
    ${FIVE}    5s    4-5    ${3}
    ${SEVEN}    7s    3    ${2}

Five Timers Of Two Seconds Fire Five Times As Often
    [Documentation]    Equal schedules are still five: 10 or 11 fires each, none doubled, none skipped.
    [Template]    Timer Should Keep Its Pace
    # rule    period    fires in 21 s    gaps at least
    ${TWO_A}    2s    10-11    ${9}
    ${TWO_B}    2s    10-11    ${9}
    ${TWO_C}    2s    10-11    ${9}
    ${TWO_D}    2s    10-11    ${9}
    ${TWO_E}    2s    10-11    ${9}

Every Tick Runs Its Own Rule's Action Once
    [Documentation]    One enforcement of its own rule, and one completed execution that printed the rule's word and the
    ...    tick's number: no two timers' ticks are mixed up.
    [Template]    Ticks Should Have Run As
    # rule    word
    ${THREE}    three
    ${FIVE}    five
    ${SEVEN}    seven
    ${TWO_A}    a
    ${TWO_E}    e

Each Timer Counts Its Own Ticks
    [Documentation]    From one on, each with its own interval, under its own rule.
    [Template]    Ticks Should Be Counted
    # rule    seconds
    ${THREE}    ${3}
    ${FIVE}    ${5}
    ${SEVEN}    ${7}
    ${TWO_C}    ${2}

A Cron Timer Beside Them Hits Its Marks
    [Documentation]    Each fourth second and nowhere else, while the interval timers tick.
    ${line}=    Cron Should Have Fired Exactly    ${MARKS}    */4    minimum=5
    Summary    ${line}

A Date Timer Beside Them Fires When It Is Due
    [Documentation]    Within a second of an instant at which others fire as well.
    Date Timer Should Fire At Its Instant    ${ONCE}

The Services Stay Healthy
    [Documentation]    Readiness, workers and the sensor's log after all these timers; nothing has raised an alert.
    [Tags]    health
    ${line}=    Services Should Be Healthy
    Summary    ${line}


*** Keywords ***
Start The Concurrent Timers
    [Documentation]    All timers first, then one window for all of them.
    Prepare For Timers
    ${at}=    Timestamp Future    12s    whole_second=True
    Start Worded Timer    three    3
    Start Worded Timer    five    5
    Start Worded Timer    seven    7
    Start Worded Timer    two_a    2    word=a
    Start Worded Timer    two_b    2    word=b
    Start Worded Timer    two_c    2    word=c
    Start Worded Timer    two_d    2    word=d
    Start Worded Timer    two_e    2    word=e
    Start Cron Timer    marks    */4 * * * * *
    Start Date Timer    once    ${at}
    Observe Timers    ${THREE}    ${FIVE}    ${SEVEN}    ${TWO_A}    ${TWO_B}    ${TWO_C}    ${TWO_D}    ${TWO_E}
    ...    ${MARKS}    ${ONCE}    for=21s

Start Worded Timer
    [Documentation]    An interval timer whose ticks print ``word``, by default its name, and their number.
    [Arguments]    ${name}    ${interval}    ${word}=${name}
    VAR    &{params}    message=${word} {{ event.payload.execution_count }}
    Start Interval Timer    ${name}    ${interval}    action_params=${params}

Ticks Should Have Run As
    [Documentation]    Each tick of the window has one completed execution that printed ``word`` and its number.
    [Arguments]    ${rule}    ${word}
    ${ticks}=    Timer Events    ${rule}
    Timer Events Should Name Their Rule    ${ticks}    ${rule}
    ${runs}=    Each Event Should Have Run Once    ${rule}    ${ticks}    stdout=${word} {execution_count}    settle=0
    Summary    ${rule.ref}: executions ${{ [run.id for run in $runs] }}

Ticks Should Be Counted
    [Documentation]    The payloads as a whole: the kind, the interval, and a count from 1 that skips nothing.
    [Arguments]    ${rule}    ${seconds}
    ${ticks}=    Timer Events    ${rule}
    VAR    &{payload}    type=interval    interval_seconds=${seconds}    sensor_ref=core.timer_sensor
    Timer Payloads Should Be    ${ticks}    ${payload}
    Summary    ${rule.ref}: 1 to ${{ len($ticks) }}
