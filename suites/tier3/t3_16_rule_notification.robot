*** Settings ***
Documentation       T3.16 Rule trigger notification.
...                 Who listens learns that a rule fired, and for which event.
...
...                 Success: a rule that wants it announces itself whenever it fires, with its event, once, to those who may see
...                 it, and stays silent otherwise; every rule's enforcement is announced in any case; a burst is announced in
...                 full and in order, and floods nobody who did not ask.

Resource            ../../resources/rule_notifications.resource

Suite Setup         Run Keywords    Prepare For Notifications    AND    Prepare For Two People

Test Tags           tier3    T3.16    notification    webhook
Test Timeout        300s


*** Test Cases ***
A Rule That Fires Is Announced By Its Enforcement
    [Documentation]    Which rule, which event, which trigger, and its way from created to processed; each once.
    ${stream}=    Open Notification Stream    entity_type:enforcement
    ${own}=    Create Webhook Automation    action=${OK}
    ${fired}=    Fire Webhook    ${own.trigger}    ${{ {'n': 1} }}
    ${made}=    Stream Should Receive    ${stream}    rule_ref=${own.rule.ref}    timeout=10s
    Json Should Match    ${made.payload}    ${{ $FIRST_FACTS }}    mode=subset
    VAR    @{told}    ${made.payload.rule}    ${made.payload.event}    ${made.payload.trigger_ref}
    Json Should Match    ${told}    ${{ [$own.rule.id, $fired.event_id, $own.trigger.ref] }}
    Status Changes Should Be Announced
    ...    ${stream}
    ...    ${made.entity_id}
    ...    created processed
    ...    entity_type=enforcement
    ...    timeout=10s
    ${seconds}=    Notifications Should Be Timely    ${stream}    rule_ref=${own.rule.ref}
    Summary    rule ${own.rule.id}, event ${fired.event_id}: enforcement ${made.entity_id}, told after ${seconds} s

An Event That No Rule Lets Through Is Announced Alone
    [Documentation]    The event is told, and of the rule nothing; a later event that does match proves that the rule lives.
    ${stream}=    Open Notification Stream    all
    ${own}=    Create Webhook Automation    action=${OK}    criteria=event.payload.level == "high"
    ${low}=    Fire Webhook    ${own.trigger}    {"level": "low"}
    ${high}=    Fire Webhook    ${own.trigger}    {"level": "high"}
    Stream Should Receive    ${stream}    entity_type=event    entity_id=${low.event_id}    timeout=10s
    ${proof}=    Stream Should Receive    ${stream}    entity_type=enforcement    event=${high.event_id}    timeout=10s
    Stream Should Not Receive    ${stream}    before=${proof}    entity_type=enforcement    event=${low.event_id}
    Stream Should Not Receive    ${stream}    before=${proof}    rule_ref=${own.rule.ref}
    Summary    event ${low.event_id} alone, event ${high.event_id} with enforcement ${proof.entity_id}

Every Rule Of A Trigger Is Announced
    [Documentation]    Three rules on one webhook: an enforcement each, of one event.
    ${stream}=    Open Notification Stream    notification_type:enforcement_created
    ${own}=    Create Webhook Automation    action=${OK}
    ${second}=    Create Rule    ${own.trigger}    ${OK}
    ${third}=    Create Rule    ${own.trigger}    ${OK}
    ${fired}=    Fire Webhook    ${own.trigger}
    ${made}=    Stream Should Receive    ${stream}    count=3    event=${fired.event_id}    timeout=10s
    ${rules}=    Evaluate    sorted(frame.payload.rule for frame in $made)
    Should Be Equal    ${rules}    ${{ sorted([$own.rule.id, $second.id, $third.id]) }}
    Summary    event ${fired.event_id}: rules ${rules}

A Disabled Rule Is Not Announced
    [Documentation]    Beside it an enabled one is; enabled again, it is as well.
    ${stream}=    Open Notification Stream    notification_type:enforcement_created
    ${own}=    Create Webhook Automation    action=${OK}
    ${other}=    Create Rule    ${own.trigger}    ${OK}
    Disable Rule    ${own.rule}
    ${first}=    Fire Webhook    ${own.trigger}
    Stream Should Receive    ${stream}    event=${first.event_id}    rule_ref=${other.ref}    timeout=10s
    Enable Rule    ${own.rule}
    ${second}=    Fire Webhook    ${own.trigger}
    ${proof}=    Stream Should Receive    ${stream}    event=${second.event_id}    rule_ref=${own.rule.ref}    timeout=10s
    Stream Should Not Receive    ${stream}    before=${proof}    event=${first.event_id}    rule_ref=${own.rule.ref}
    Summary    event ${first.event_id} without rule ${own.rule.id}, event ${second.event_id} with it

A Burst Is Announced In Full
    [Documentation]    Forty events at once: each with one enforcement and one execution, none lost, none twice, all
    ...    within a second of their change.
    ${stream}=    Open Notification Stream    all
    ${own}=    Create Webhook Automation    action=${OK}
    ${fired}=    Fire Webhook At Once    ${own.trigger}    ${{ [{'n': n} for n in range(40)] }}
    ${made}=    Stream Should Receive
    ...    ${stream}
    ...    count=40
    ...    rule_ref=${own.rule.ref}
    ...    notification_type=enforcement_created
    ...    timeout=90s
    Should Be Equal    ${{ sorted(one.payload.event for one in $made) }}    ${{ sorted(one.event_id for one in $fired) }}
    ${done}=    Stream Should Receive    ${stream}    count=40    rule_ref=${own.rule.ref}    status=completed    timeout=150s
    Stream Should Receive    ${stream}    count=40    trigger_ref=${own.trigger.ref}    entity_type=event
    ${ran}=    Evaluate    [one.entity_id for one in $done]
    Status Changes Should Be Announced    ${stream}    ${ran}    ${RUN_PATH}    settle=0
    ${seconds}=    Notifications Should Be Timely    ${stream}    rule_ref=${own.rule.ref}
    Summary    40 events, ${{ len($ran) }} executions, the slowest notification after ${seconds} s

A Burst Floods Nobody Who Did Not Ask
    [Documentation]    Who follows one execution gets its frames and not one of forty events beside it.
    ${own}=    Create Webhook Automation    action=${OK}
    ${run}=    Execute Action    ${NAP}    parameters=${{ {'duration': 2} }}
    ${stream}=    Open Notification Stream    entity:execution:${run.id}
    Fire Webhook At Once    ${own.trigger}    ${{ [{'n': n} for n in range(40)] }}
    ${proof}=    Stream Should Receive    ${stream}    entity_id=${run}    status=completed    timeout=90s
    ${frames}=    Get Stream Frames    ${stream}    before=${proof}
    Should Be Equal    ${{ {frame.entity_id for frame in $frames} - {$run.id} }}    ${{ set() }}
    Wait For Execution Count    40    operator===    rule=${own.rule}    status=completed    timeout=150s
    Summary    execution ${run.id}: ${{ len($frames) + 1 }} frames while 40 events came

Nobody Hears Of Another's Rules
    [Documentation]    When Bob has heard of his own rule, which fired later, he has heard nothing of Ann's.
    [Tags]    isolation    gap:notifications-unscoped
    ${ann}    ${bob}    ${_}=    Listen As Two People
    ${hers}=    Create Webhook Automation    action=${HERS}    pack=${{ $HERS.partition('.')[0] }}    session=ann
    ${his}=    Create Webhook Automation    action=${HIS}    pack=${{ $HIS.partition('.')[0] }}    session=bob
    ${first}=    Fire Webhook    ${hers.trigger}
    Stream Should Receive    ${ann}    entity_type=enforcement    event=${first.event_id}    status=processed    timeout=10s
    ${second}=    Fire Webhook    ${his.trigger}
    ${proof}=    Stream Should Receive    ${bob}    entity_type=enforcement    event=${second.event_id}    timeout=10s
    Stream Should Not Receive    ${bob}    before=${proof}    trigger_ref=${hers.trigger.ref}
    Summary    rule ${hers.rule.id} of ann is not told to bob, rule ${his.rule.id} is

A Rule That Wants It Announces Itself
    [Documentation]    Once for each firing, with the event that set it off and the enforcement it became.
    [Tags]    gap:notify-on-trigger
    ${stream}=    Open Notification Stream    notification_type:rule_triggered
    ${own}=    Create Automation That Tells
    ${first}=    Fire Webhook    ${own.trigger}    ${{ {'n': 1} }}
    ${second}=    Fire Webhook    ${own.trigger}    ${{ {'n': 2} }}
    ${told}=    Stream Should Receive    ${stream}    count=2    entity_type=rule    entity_id=${own.rule}    timeout=5s
    Should Be Equal    ${{ [one.payload.event for one in $told] }}    ${{ [$first.event_id, $second.event_id] }}
    ${made}=    Wait For Enforcement Count    2    operator===    rule=${own.rule}
    Should Be Equal    ${{ [one.payload.enforcement for one in $told] }}    ${{ [one.id for one in $made] }}
    VAR    @{names}    ${told}[0][payload][ref]    ${told}[0][payload][trigger_ref]
    Should Be Equal    ${names}    ${{ [$own.rule.ref, $own.trigger.ref] }}
    Summary    rule ${own.rule.id}: events ${first.event_id} and ${second.event_id}

Only A Rule That Wants It Announces Itself
    [Documentation]    Beside it on one trigger one that does not say, and one that says no.
    [Tags]    gap:notify-on-trigger
    ${stream}=    Open Notification Stream    notification_type:rule_triggered
    ${own}=    Create Webhook Automation    action=${OK}
    ${quiet}=    Create Rule    ${own.trigger}    ${OK}    notify_on_trigger=${False}
    ${loud}=    Create Rule    ${own.trigger}    ${OK}    notify_on_trigger=${True}
    Fire Webhook    ${own.trigger}
    Wait For Execution Count    1    operator===    rule=${quiet}    status=completed
    ${fired}=    Fire Webhook    ${own.trigger}
    ${proof}=    Stream Should Receive    ${stream}    entity_id=${loud}    event=${fired.event_id}    timeout=5s
    Stream Should Not Receive    ${stream}    before=${proof}    entity_id=${own.rule}
    Stream Should Not Receive    ${stream}    before=${proof}    entity_id=${quiet}
    Summary    rule ${loud.id} told of event ${fired.event_id}, rules ${own.rule.id} and ${quiet.id} of nothing

A Rule That Wants It Is Silent For What Does Not Match
    [Documentation]    Its condition decides, and so does its being enabled.
    [Tags]    gap:notify-on-trigger
    ${stream}=    Open Notification Stream    notification_type:rule_triggered
    ${own}=    Create Automation That Tells    event.payload.level == "high"
    ${low}=    Fire Webhook    ${own.trigger}    {"level": "low"}
    Disable Rule    ${own.rule}
    ${unheard}=    Fire Webhook    ${own.trigger}    {"level": "high"}
    Enable Rule    ${own.rule}
    ${high}=    Fire Webhook    ${own.trigger}    {"level": "high"}
    ${proof}=    Stream Should Receive    ${stream}    event=${high.event_id}    timeout=5s
    Stream Should Not Receive    ${stream}    before=${proof}    event=${low.event_id}
    Stream Should Not Receive    ${stream}    before=${proof}    event=${unheard.event_id}
    Summary    events ${low.event_id} and ${unheard.event_id} silent, ${high.event_id} told

A Rule Can Be Made To Tell And Not To
    [Documentation]    The switch is shown, and counts from the next firing on.
    [Tags]    gap:notify-on-trigger
    ${stream}=    Open Notification Stream    notification_type:rule_triggered
    ${own}=    Create Webhook Automation    action=${OK}
    ${silent}=    Fire Webhook    ${own.trigger}
    Wait For Enforcement Count    1    operator===    event=${silent.event_id}    status=processed
    Update Rule    ${own.rule}    notify_on_trigger=${True}
    ${told}=    Fire Webhook    ${own.trigger}
    ${proof}=    Stream Should Receive    ${stream}    entity_id=${own.rule}    event=${told.event_id}    timeout=5s
    Stream Should Not Receive    ${stream}    before=${proof}    event=${silent.event_id}
    ${rule}=    Get Rule    ${own.rule}
    Should Be Equal    ${rule.notify_on_trigger}    ${True}
    Summary    rule ${rule.id}: event ${silent.event_id} silent, ${told.event_id} told

A Burst Of A Rule That Wants It Is Told In Full
    [Documentation]    Forty firings are forty notices, one for each event.
    [Tags]    gap:notify-on-trigger
    ${stream}=    Open Notification Stream    notification_type:rule_triggered
    ${own}=    Create Automation That Tells
    ${fired}=    Fire Webhook At Once    ${own.trigger}    ${{ [{'n': n} for n in range(40)] }}
    ${told}=    Stream Should Receive    ${stream}    count=40    entity_id=${own.rule}    timeout=20s
    Should Be Equal    ${{ sorted(one.payload.event for one in $told) }}    ${{ sorted(one.event_id for one in $fired) }}
    Summary    rule ${own.rule.id}: ${{ len($told) }} notices of 40 events

A Rule's Own Notice Is Told To Nobody Else
    [Documentation]    Ann's rule tells Ann and the administrator, and not Bob, who hears of his own later.
    [Tags]    isolation    gap:notify-on-trigger
    ${ann}    ${bob}    ${admin}=    Listen As Two People    notification_type:rule_triggered
    ${hers}=    Create Automation That Tells    action=${HERS}    session=ann
    ${his}=    Create Automation That Tells    action=${HIS}    session=bob
    Fire Webhook    ${hers.trigger}
    Stream Should Receive    ${ann}    entity_id=${hers.rule}    timeout=5s
    Fire Webhook    ${his.trigger}
    ${proof}=    Stream Should Receive    ${bob}    entity_id=${his.rule}    timeout=5s
    Stream Should Not Receive    ${bob}    before=${proof}    entity_id=${hers.rule}
    Stream Should Receive    ${admin}    entity_id=${hers.rule}    timeout=5s
    Summary    rule ${hers.rule.id} told to ann and the administrator, not to bob
