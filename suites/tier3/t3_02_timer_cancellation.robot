*** Settings ***
Documentation       T3.2 Timer cancellation.
...                 Disabling or deleting a rule stops its timer, enabling resumes it.
...
...                 Success: no event later than the change and half a second of grace, watched for three periods; what
...                 was under way is finished; an enabled rule ticks again, once a period; a deleted one is silent for
...                 good; the timers of other rules notice nothing.

Resource            ../../resources/timers.resource

Suite Setup         Start And Cancel Timers

Test Tags           tier3    T3.2    timer
Test Timeout        300s


*** Test Cases ***
A Disabled Timer Stops At Once
    [Documentation]    Whatever its kind and however it was disabled; and each tick until then ran its action once.
    [Template]    Timer Should Stop And Each Tick Have Run Once
    # rule    since
    ${STOPPED}    ${STOPPED_STOPPED}
    ${EVERY_SECOND_MARK}    ${EVERY_SECOND_MARK_STOPPED}
    ${UPDATED}    ${UPDATED_STOPPED}

A Date Timer That Is Disabled Before Its Instant Does Not Fire
    [Documentation]    Its instant passes while others fire, and nothing comes of it.
    Timer Should Have Stopped    ${DATE}    ${DATE_STOPPED}    minimum=0    for=5s
    Timer Should Have Been Silent    ${DATE}    ${WITNESS}

What Is Under Way Completes Although Its Rule Is Disabled
    [Documentation]    Executions of three seconds, one begun every second: those that ran when the rule was disabled go on
    ...    to their end, and print all they had to.
    ${line}=    Timer Should Have Stopped    ${SLOW}    ${SLOW_STOPPED}    for=3.5s
    ${ticks}=    Timer Events    ${SLOW}
    Each Event Should Have Run Once    ${SLOW}    ${ticks}[:2]    stdout=slept 3
    ${asked}=    List Executions    rule=${SLOW}
    ${runs}=    Wait For Execution Count    ${{ len($asked) }}    operator===    rule=${SLOW}    status=completed
    ${under_way}=    Evaluate    [run.id for run in $runs if run.created < '${SLOW_STOPPED}' < run.updated]
    Should Not Be Empty    ${under_way}    no execution was under way when the rule was disabled
    Summary    ${line}; under way then and completed since: executions ${under_way}

A Disabled Timer Resumes When Its Rule Is Enabled
    [Documentation]    Silent from disabling to enabling, then a tick within a period and others a second apart.
    Timer Should Have Stopped    ${RESUMED}    ${RESUMED_STOPPED}    until=${RESUMED_ENABLED}
    ${line}=    Timer Should Have Resumed    ${RESUMED}    ${RESUMED_ENABLED}    within=2.5s    fires=2
    ${ticks}=    Timer Events    ${RESUMED}
    Each Event Should Have Run Once    ${RESUMED}    ${ticks}[-2:]    settle=0
    Summary    ${line}

Enabling An Enabled Rule Starts No Second Timer
    [Documentation]    It was enabled twice while it ran: three ticks in three seconds, as before.
    ${line}=    Timer Should Have Fired    ${TWICE}    3
    Summary    ${line}

Disabling A Disabled Rule Is No Error
    [Documentation]    It answers with the rule as it is, and stays silent.
    ${again}=    Disable Rule    ${STOPPED}
    Should Be Equal    ${again.enabled}    ${False}
    ${line}=    Timer Should Have Stopped    ${STOPPED}    ${STOPPED_STOPPED}    for=4s
    Summary    ${line}, disabled twice

A Timer Changes Its Pace With Its Rule
    [Documentation]    An interval of a second was changed to one of an hour: the ticks of a second are over.
    ${line}=    Timer Should Have Stopped    ${SLOWED}    ${SLOWED_AT}    for=3.5s
    ${rule}=    Get Rule    ${SLOWED}
    Json Should Match    ${rule.trigger_params}    ${{ {'unit': 'hours', 'interval': 1} }}
    Summary    ${line}

A Deleted Timer Stops At Once
    [Documentation]    Its rule was disabled and deleted: 404, and no tick any more, under its own name or none.
    ${line}=    Timer Should Have Stopped    ${DELETED}    ${DELETED_AT}    for=3.5s
    Request Should Be Refused    404    Get Rule    ${DELETED.ref}
    Summary    ${line}

A Rule That Is Deleted While It Ticks Is Silent
    [Documentation]    Deleted without being disabled before: nothing goes on firing for a rule that is gone.
    [Tags]    gap:deleted-rule-ticks
    ${line}=    Deleted Timer Should Be Silent    ${DROPPED}    ${DROPPED_AT}    for=3.5s
    Summary    ${line}

Other Timers Go On
    [Documentation]    The witness ticked before, during and after all these changes, and each tick ran once.
    ${line}=    Timer Should Have Resumed    ${WITNESS}    ${DROPPED_AT}    within=2.5s    fires=2
    ${ticks}=    Timer Events    ${WITNESS}
    Each Event Should Have Run Once    ${WITNESS}    ${ticks}    settle=0
    Summary    ${line}

Other Timers Keep Their Phase And Their Count
    [Documentation]    Through every change of another rule, the witness ticked a second apart and counted on.
    [Tags]    gap:timer-restart
    ${ticks}=    Timer Events    ${WITNESS}
    VAR    &{payload}    type=interval    interval_seconds=${1}    sensor_ref=core.timer_sensor
    Timer Payloads Should Be    ${ticks}    ${payload}
    ${line}=    Timer Gaps Should Be    ${WITNESS}    1s    tolerance=500ms    minimum=5
    Summary    ${line}

The Services Stay Healthy
    [Documentation]    Readiness, workers and the sensor's log after all these timers; nothing has raised an alert.
    [Tags]    health
    ${line}=    Services Should Be Healthy
    Summary    ${line}


*** Keywords ***
Start And Cancel Timers
    [Documentation]    All timers first; then all changes, once each has ticked; then one quiet window for all of them.
    Prepare For Timers
    Start The Timers
    Each Timer Should Have Ticked
    Change The Timers
    Wait For Event Count    1    rule=${WITNESS}
    Drop The Last Timer
    Observe Timers    ${TWICE}    for=3s    warm_up=0
    ${enabled}=    Enable Rule    ${RESUMED}
    VAR    ${RESUMED_ENABLED}    ${enabled.updated}    scope=SUITE

Start The Timers
    [Documentation]    One for each way to end, and a witness that is left alone.
    ${nap}=    Create Sleep Action    duration=3
    Start Interval Timer    witness    1
    Start Interval Timer    stopped    1
    Start Cron Timer    every_second_mark    * * * * * *
    Start Interval Timer    updated    1
    Start Interval Timer    slow    1    action=${nap}    action_params=${NONE}
    Start Interval Timer    resumed    1
    Start Interval Timer    twice    1
    Start Interval Timer    slowed    1
    Start Interval Timer    deleted    1
    Start Interval Timer    dropped    1

Each Timer Should Have Ticked
    [Documentation]    Twice, and its action was begun twice: a timer that never ticked would be silent for no reason.
    Wait For Execution Count    2    rule=${STOPPED}
    Wait For Execution Count    2    rule=${EVERY_SECOND_MARK}
    Wait For Execution Count    2    rule=${UPDATED}
    Wait For Execution Count    2    rule=${SLOW}
    Wait For Execution Count    2    rule=${RESUMED}
    Wait For Execution Count    2    rule=${SLOWED}
    Wait For Execution Count    2    rule=${DELETED}
    Wait For Execution Count    2    rule=${DROPPED}

Change The Timers
    [Documentation]    Each by its own way, and when.
    ${at}=    Timestamp Future    3s    whole_second=True
    Start Date Timer    date    ${at}
    Disable Timer    STOPPED
    Disable Timer    EVERY_SECOND_MARK
    Disable Timer    DATE
    Disable Timer    SLOW
    Disable Timer    RESUMED
    ${after}=    Update Rule    ${UPDATED}    enabled=False
    VAR    ${UPDATED_STOPPED}    ${after.updated}    scope=SUITE
    Enable Rule    ${TWICE}
    Enable Rule    ${TWICE}
    ${after}=    Update Rule    ${SLOWED}    trigger_params=${{ {'unit': 'hours', 'interval': 1} }}
    VAR    ${SLOWED_AT}    ${after.updated}    scope=SUITE
    ${at}=    Timestamp Now
    Delete Rule    ${DELETED}
    VAR    ${DELETED_AT}    ${at}    scope=SUITE

Drop The Last Timer
    [Documentation]    Last of all, and once it ticks again: on a platform that restarts its timers with every change, the
    ...    next change would end what is to be seen here.
    ${last}=    Timestamp Now
    Timer Should Have Resumed    ${DROPPED}    ${last}    within=10s    fires=1
    ${at}=    Timestamp Now
    Send Request    DELETE    /api/v1/rules/${DROPPED.ref}
    VAR    ${DROPPED_AT}    ${at}    scope=SUITE
