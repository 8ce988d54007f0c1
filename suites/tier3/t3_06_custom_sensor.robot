*** Settings ***
Documentation       T3.6 Sensor-generated custom event.
...                 A pack brings its own sensor: a process that watches something and makes an event when it changes.
...
...                 Success: its code is loaded with the pack and runs while a rule listens; a change becomes one event
...                 within the sensor's pause and a margin, with the sensor's data; rule and action follow; its output is
...                 in its log; a sensor that crashes or ends is started again; one that is disabled makes no events.

Resource            ../../resources/sensors.resource

Suite Setup         Start The Sensors

Test Tags           tier3    T3.6    sensor    needs:python
Test Timeout        300s


*** Test Cases ***
A Change That A Sensor Sees Runs The Action
    [Documentation]    From the change to the event in the sensor's pause and a margin, its data in the payload; one
    ...    enforcement, and one completed execution that printed what was seen.
    ${key}    ${rule}=    Have A Key Watched    watcher
    ${event}=    Change Should Be Seen Once    ${key}    ${rule}    first    boiling    1
    ${runs}=    Each Event Should Have Run Once    ${rule}    ${event}    stdout=saw {new}
    Summary    key ${key.ref} -> event ${event.id} -> execution ${runs}[0][id]

Each Change Is One Event
    [Documentation]    Three changes and a writing that changes nothing: three events, each with the value before and after.
    ${key}    ${rule}=    Have A Key Watched    watcher
    Change Should Be Seen Once    ${key}    ${rule}    first    ${1}    1
    Change Should Be Seen Once    ${key}    ${rule}    ${1}    ${{ {'level': 2, 'tags': ['a', None]} }}    2
    Update Key    ${key}    value=${{ {'level': 2, 'tags': ['a', None]} }}
    ${last}=    Change Should Be Seen Once    ${key}    ${rule}    ${{ {'level': 2, 'tags': ['a', None]} }}    done    3
    Wait For Event Count    3    operator===    rule=${rule}    settle=1s
    Summary    key ${key.ref}: three events, the last of them ${last.id}

A Sensor Is Told The Parameters Of Its Rules
    [Documentation]    The rule's parameters as a whole come back in the event, every type kept.
    VAR    ${note}    ${{ {'depth': 3, 'ratio': 0.5, 'on': True, 'none': None, 'list': [1, '1', {'a': []}]} }}
    ${key}    ${rule}=    Have A Key Watched    watcher    note=${note}
    ${event}=    Change Should Be Seen Once    ${key}    ${rule}    first    told    1
    Json Should Match    ${event.payload.note}    ${note}
    Summary    event ${event.id}: ${event.payload.note}

An Event Names Its Sensor And The Rule It Was Made For
    [Documentation]    Two rules listen to one sensor: each change is an event of that rule alone.
    ${one_key}    ${one}=    Have A Key Watched    watcher
    ${other_key}    ${other}=    Have A Key Watched    watcher
    Wait For Sensor Log    ${SENSORS}.watcher    watches ${one_key.ref} for rule ${one.id}$    count=2
    ${event}=    Change Should Be Seen Once    ${other_key}    ${other}    first    mine    1
    ${sensor}=    Get Sensor    ${SENSORS}.watcher
    Should Be Equal    ${{ ($event.source, $event.source_ref) }}    ${{ ($sensor.id, $sensor.ref) }}
    Should Be Equal    ${{ ($event.rule, $event.rule_ref) }}    ${{ ($other.id, $other.ref) }}
    ${own}=    Change Should Be Seen Once    ${one_key}    ${one}    first    mine too    1
    Each Event Should Have Run Once    ${one}    ${own}
    Each Event Should Have Run Once    ${other}    ${event}
    Summary    events ${event.id} and ${own.id}, of rules ${other.id} and ${one.id}

Two Sensors Of A Pack Run Side By Side
    [Documentation]    Each in a process of its own, for its own trigger: what one sees is no event of the other's.
    ${key}    ${rule}=    Have A Key Watched    watcher
    ${second_key}    ${second_rule}=    Have A Key Watched    second
    ${event}=    Change Should Be Seen Once    ${key}    ${rule}    first    by one    1
    ${second}=    Change Should Be Seen Once    ${second_key}    ${second_rule}    first    by the other    1
    Should Be Equal    ${event.trigger_ref}    ${SENSORS}.watcher_saw
    Should Be Equal    ${second.trigger_ref}    ${SENSORS}.second_saw
    Should Not Be Equal    ${event.payload.pid}    ${second.payload.pid}
    Summary    processes ${event.payload.pid} and ${second.payload.pid}

A Sensor Is Silent For A Disabled Rule
    [Documentation]    A change while the rule is disabled is no event; what changes after it is enabled again is.
    ${key}    ${rule}=    Have A Key Watched    watcher
    ${witness_key}    ${witness}=    Have A Key Watched    second
    Disable Rule    ${rule}
    Update Key    ${key}    value=unseen
    Change Should Be Seen Once    ${witness_key}    ${witness}    first    seen    1
    Wait For Event Count    0    operator===    rule=${rule}    settle=1s
    Enable Rule    ${rule}
    Wait For Sensor Log    ${SENSORS}.watcher    watches ${key.ref} for rule ${rule.id}$    count=2    timeout=60s
    ${event}=    Change Should Be Seen Once    ${key}    ${rule}    unseen    seen again    1
    Summary    rule ${rule.ref}: nothing while disabled, event ${event.id} afterwards

A Disabled Sensor Makes No Events
    [Documentation]    Disabled while a rule listens: a change is no event, while another sensor sees its own. Enabled
    ...    again, it goes on.
    [Tags]    gap:sensor-switch
    ${key}    ${rule}=    Have A Key Watched    watcher
    ${witness_key}    ${witness}=    Have A Key Watched    second
    ${sensor}=    Disable Sensor    ${SENSORS}.watcher
    Should Be Equal    ${sensor.enabled}    ${False}
    Update Key    ${key}    value=unseen
    Change Should Be Seen Once    ${witness_key}    ${witness}    first    seen    1
    Wait For Event Count    0    operator===    rule=${rule}    settle=1s
    Enable Sensor    ${SENSORS}.watcher
    Wait For Sensor Log    ${SENSORS}.watcher    watches ${key.ref} for rule ${rule.id}$    count=2    timeout=20s
    ${event}=    Change Should Be Seen Once    ${key}    ${rule}    unseen    seen again    1
    Summary    sensor ${sensor.ref}: nothing while disabled, event ${event.id} afterwards
    [Teardown]    Enable Sensor    ${SENSORS}.watcher

A Sensor That Is Disabled In Its Pack Does Not Run
    [Documentation]    A rule listens to it, and its key changes: no process, no log, no event.
    ${witness_key}    ${witness}=    Have A Key Watched    second
    ${key}=    Create Key    value=first
    ${rule}=    Create Rule    ${SENSORS}.sleeper_saw    ${ECHO}    trigger_params=${{ {'key': $key.ref} }}
    Change Should Be Seen Once    ${witness_key}    ${witness}    first    one    1
    Update Key    ${key}    value=unseen
    Change Should Be Seen Once    ${witness_key}    ${witness}    one    two    2
    Wait For Event Count    0    operator===    rule=${rule}    settle=1s
    ${log}=    Get Sensor Log    ${SENSORS}.sleeper    stdout
    Should Be Empty    ${log}
    Summary    rule ${rule.ref}: no event while ${witness.ref} has two

A Sensor That Crashes Or Ends Is Started Again
    [Documentation]    In another process that sees the next change; what it wrote before is in its log, and the others run on.
    [Template]    Sensor Should Have Come Back
    # sensor    key    rule    last word
    crasher    ${CRASHER_KEY}    ${CRASHER_RULE}    about to crash
    quitter    ${QUITTER_KEY}    ${QUITTER_RULE}    about to quit

Whatever A Sensor Writes It Goes On
    [Documentation]    A null byte, half of an object, a line of 100 kB, one without an end: the log
    ...    has the lines that can be read, and the next change is an event as before.
    ${key}    ${rule}=    Have A Key Watched    babbler
    ${event}=    Change Should Be Seen Once    ${key}    ${rule}    first    babble    1
    ${next}=    Change Should Be Seen Once    ${key}    ${rule}    babble    fine    2
    Should Be Equal    ${next.payload.pid}    ${event.payload.pid}
    Wait For Sensor Log    ${SENSORS}.babbler    "half": $    stream=stdout
    Wait For Sensor Log    ${SENSORS}.babbler    event ${next.id} for rule ${rule.id}$    stream=stdout
    Summary    process ${next.payload.pid} made events ${event.id} and ${next.id}

A Sensor That Writes Bytes That Are No Text Goes On
    [Documentation]    The same process makes the events of this change and of the next, and says so in its log.
    [Tags]    gap:sensor-garbled-output
    ${key}    ${rule}=    Have A Key Watched    second
    ${event}=    Change Should Be Seen Once    ${key}    ${rule}    first    garble    1
    ${next}=    Change Should Be Seen Once    ${key}    ${rule}    garble    fine    2
    Should Be Equal    ${next.payload.pid}    ${event.payload.pid}
    Wait For Sensor Log    ${SENSORS}.second    event ${next.id} for rule ${rule.id}$    stream=stdout
    Summary    process ${next.payload.pid} made events ${event.id} and ${next.id}

A Sensor's Output Is In Its Log
    [Documentation]    Both streams, listed with their artifacts; the last lines alone; other streams are refused.
    ${key}    ${rule}=    Have A Key Watched    watcher
    ${event}=    Change Should Be Seen Once    ${key}    ${rule}    first    logged    1
    Wait For Sensor Log    ${SENSORS}.watcher    event ${event.id} for rule ${rule.id}$    stream=stdout
    ${listed}=    Send Request    GET    /api/v1/sensors/${SENSORS}.watcher/logs
    Should Be Equal    ${listed.body}[sensor_ref]    ${SENSORS}.watcher
    Should Be Equal    ${{ sorted(log['stream'] for log in $listed.body['logs']) }}    ${{ ['stderr', 'stdout'] }}
    ${tail}=    Get Sensor Log    ${SENSORS}.watcher    stdout    tail=1
    Length Should Be    ${tail.splitlines()}    1
    Request Should Be Refused    422    Get Sensor Log    ${SENSORS}.watcher    stdin
    Summary    ${tail.strip()}

The Services Stay Healthy
    [Documentation]    Readiness and workers after all these sensors; a sensor that failed once has raised no alert.
    [Tags]    health
    ${line}=    Services Should Be Healthy
    Summary    ${line}


*** Keywords ***
Start The Sensors
    [Documentation]    The two that are to fail do so at once, since starting them again takes its time.
    Prepare For Sensors
    ${crasher_key}    ${crasher_rule}=    Have A Key Watched    crasher
    ${quitter_key}    ${quitter_rule}=    Have A Key Watched    quitter
    Update Key    ${crasher_key}    value=crash
    Update Key    ${quitter_key}    value=quit
    VAR    ${CRASHER_KEY}    ${crasher_key}    scope=SUITE
    VAR    ${CRASHER_RULE}    ${crasher_rule}    scope=SUITE
    VAR    ${QUITTER_KEY}    ${quitter_key}    scope=SUITE
    VAR    ${QUITTER_RULE}    ${quitter_rule}    scope=SUITE

Sensor Should Have Come Back
    [Documentation]    It watches its key for the second time, said its ``last_word`` before, and sees the next change.
    [Arguments]    ${name}    ${key}    ${rule}    ${last_word}
    ${starts}=    Wait For Sensor Log
    ...    ${SENSORS}.${name}
    ...    watches ${key.ref} for rule ${rule.id}$
    ...    count=2
    ...    timeout=90s
    Wait For Sensor Log    ${SENSORS}.${name}    ${last_word}    stream=stderr
    ${old}=    Get Key Value    ${key}
    ${event}=    Change Should Be Seen Once    ${key}    ${rule}    ${old}    back    1
    Should Be True    ${{ str($event.payload.pid) in $starts[-1] and str($event.payload.pid) not in $starts[0] }}
    Summary    ${name}: ${{ [line.strip() for line in $starts] }}
