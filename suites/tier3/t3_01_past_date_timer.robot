*** Settings ***
Documentation       T3.1 Date timer with a past date.
...                 An instant that is over is never lost silently: the timer fires once, at once, however old it is.
...
...                 Success: an hour, two seconds and a year ago are treated alike; each fires exactly once, as soon as its
...                 rule is made or enabled, and says how late it is; what can never fire is refused.

Resource            ../../resources/timers.resource

Suite Setup         Start The Past Date Timers

Test Tags           tier3    T3.1    timer
Test Timeout        300s


*** Test Cases ***
A Past Date Fires Once And At Once Whatever Its Age
    [Documentation]    One event within two seconds of the rule's creation, and that event ran the action once.
    [Tags]    gap:past-date
    [Template]    Past Date Should Have Fired At Once
    # rule    moment
    ${HOUR}    ${HOUR.created}
    ${MOMENT}    ${MOMENT.created}
    ${YEAR}    ${YEAR.created}

A Past Date Is Past In Every Time Zone
    [Documentation]    Two hours ago, on clocks that show a later and an earlier hour than that of UTC.
    [Tags]    timezone    gap:past-date
    [Template]    Past Date Should Have Fired At Once
    # rule    moment
    ${IN_KOLKATA}    ${IN_KOLKATA.created}
    ${IN_LOS_ANGELES}    ${IN_LOS_ANGELES.created}

A Late Fire Says How Late It Is
    [Documentation]    The payload as a whole: the instant asked for, and the delay from it in milliseconds.
    [Tags]    gap:past-date
    [Template]    Late Fire Should Tell Its Delay
    # rule
    ${HOUR}
    ${MOMENT}
    ${YEAR}

A Rule That Is Enabled After Its Date Fires At Once
    [Documentation]    It was made disabled and its date went by: it fires when it is enabled, and not before.
    [Tags]    gap:past-date
    ${line}=    Timer Should Have Fired Once    ${ENABLED_LATE}    ${ENABLED_AT}    tolerance=2s
    ${fires}=    Timer Events    ${ENABLED_LATE}
    Each Event Should Have Run Once    ${ENABLED_LATE}    ${fires}    stdout=due at {fire_at}    settle=0
    Summary    ${line}

A Rule That Is Moved To A Past Date Fires At Once
    [Documentation]    It waited for the next hour, until its date was changed to the last one.
    [Tags]    gap:past-date
    ${line}=    Timer Should Have Fired Once    ${MOVED}    ${MOVED_AT}    tolerance=2s
    ${fires}=    Timer Events    ${MOVED}
    Each Event Should Have Run Once    ${MOVED}    ${fires}    stdout=due at {fire_at}    settle=0
    Summary    ${line}

All Ages Are Treated Alike
    [Documentation]    Whatever the platform does with a past date, it does it with each of them.
    ${of_hour}=    Timer Events    ${HOUR}
    ${of_moment}=    Timer Events    ${MOMENT}
    ${of_year}=    Timer Events    ${YEAR}
    Should Be Equal    ${{ (len($of_moment), len($of_year)) }}    ${{ (len($of_hour), len($of_hour)) }}    events of ages
    Summary    an hour, two seconds and a year ago: ${{ len($of_hour) }} events each

A Disabled Rule With A Past Date Is Silent
    [Documentation]    Overdue or not, a disabled rule does not fire while others do.
    Timer Should Have Been Silent    ${DISABLED}    ${WITNESS}

A Past Date Disturbs No Other Timer
    [Documentation]    Their rules stay as they were made, and the timers made before and after them fire when they are due.
    [Template]    Date Timer Should Fire At Its Instant
    # rule
    ${BEFORE}
    ${WITNESS}

What The Platform Did With A Past Date Is In The Sensor's Log
    [Documentation]    Whether it fires or not, the log names the rule: nothing is lost without a word.
    [Template]    Sensor's Log Should Name Rule
    # rule
    ${HOUR}
    ${MOMENT}
    ${YEAR}

A Timer That Can Never Fire Is Refused
    [Documentation]    The caller is told at once instead of waiting for what never comes.
    [Tags]    validation    gap:timer-invalid
    [Template]    Timer Parameters Should Be Refused
    # trigger    parameters    part of the error
    core.datetimetimer    ${{ {'fire_at': 'yesterday'} }}    yesterday
    core.datetimetimer    ${{ {'fire_at': ''} }}    fire_at
    core.datetimetimer    ${{ {'fire_at': '2026-02-30T10:00:00Z'} }}    2026-02-30
    core.datetimetimer    ${{ {'fire_at': '2020-01-01T00:00:00'} }}    2020-01-01T00:00:00
    core.intervaltimer    ${{ {'unit': 'seconds', 'interval': 0} }}    greater than 0
    core.intervaltimer    ${{ {'unit': 'seconds', 'interval': -5} }}    greater than 0

The Services Stay Healthy
    [Documentation]    Readiness, workers and the sensor's log after all these timers; nothing has raised an alert.
    [Tags]    health
    ${line}=    Services Should Be Healthy
    Summary    ${line}


*** Keywords ***
Start The Past Date Timers
    [Documentation]    All timers first, then one window for all of them. The changes come before it, so that what they
    ...    set off falls into it.
    Prepare For Timers
    ${soon}=    Timestamp Future    7s    whole_second=True
    Start Date Timer    before    ${soon}
    Start Timers Of The Past
    Start Timers That Change
    Start Date Timer    witness    ${soon}
    Observe Timers    ${BEFORE}    ${ENABLED_LATE}    ${MOVED}    ${DISABLED}    ${HOUR}    ${MOMENT}    ${YEAR}
    ...    ${IN_KOLKATA}    ${IN_LOS_ANGELES}    ${WITNESS}    for=8s

Start Timers Of The Past
    [Documentation]    Three ages, and two ways of writing one instant.
    ${an_hour_ago}=    Timestamp Future    - 1 hour
    ${just_now}=    Timestamp Future    - 2s
    ${a_year_ago}=    Timestamp Future    - 365 days
    ${ago_there}=    Timestamp Future    - 2 hours    offset=+05:30
    ${ago_elsewhere}=    Timestamp Future    - 2 hours    offset=-08:00
    Start Date Timer    hour    ${an_hour_ago}
    Start Date Timer    moment    ${just_now}
    Start Date Timer    year    ${a_year_ago}
    Start Date Timer    in_kolkata    ${ago_there}
    Start Date Timer    in_los_angeles    ${ago_elsewhere}

Start Timers That Change
    [Documentation]    One stays disabled, one is enabled when its date is over, one is moved from the future to the past.
    ${an_hour_ago}=    Timestamp Future    - 1 hour
    ${in_an_hour}=    Timestamp Future    1 hour
    Start Date Timer    disabled    ${an_hour_ago}    enabled=False
    Start Date Timer    enabled_late    ${an_hour_ago}    enabled=False
    Start Date Timer    moved    ${in_an_hour}
    ${enabled}=    Enable Rule    ${ENABLED_LATE}
    ${later}=    Update Rule    ${MOVED}    trigger_params=${{ {'fire_at': $an_hour_ago} }}
    VAR    ${ENABLED_AT}    ${enabled.updated}    scope=SUITE
    VAR    ${MOVED_AT}    ${later.updated}    scope=SUITE
