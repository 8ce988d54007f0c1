*** Settings ***
Documentation       T3.4 Webhook with multiple rules.
...                 One post, one event, and every rule on its trigger has its own enforcement and execution of it.
...
...                 Success: exactly one event; one enforcement for each enabled rule, all of that event; one completed
...                 execution of each rule's own action; the same payload for all, deeply equal. Rules that are disabled,
...                 deleted or made later have no part in it, and a failing action is no other rule's concern.

Resource            ../../resources/several_rules.resource

Suite Setup         Prepare For Several Rules

Test Tags           tier3    T3.4    webhook
Test Timeout        300s


*** Variables ***
${ORDER}        {"id": 7, "total": 19.5, "paid": true, "note": null, "user": {"name": "Ann", "roles": ["admin", "7"]}}


*** Test Cases ***
One Post Runs Each Of Three Rules Once
    [Documentation]    The plan's sample: 1 event, 3 enforcements sharing it, 3 completed executions, one for each action.
    ${trigger}    @{rules}=    Three Rules
    ${event}=    Post Payload    ${trigger}    ${ORDER}
    ${runs}=    Event Should Have Run Exactly    ${event}    ${rules}
    Should Be Equal    ${{ [run.action_ref for run in $runs] }}    ${{ [action.ref for action in $ACTIONS] }}
    Json Should Match    ${{ [run.config for run in $runs] }}    ${{ [{'message': $event.payload}] * 3 }}
    Json Should Match    ${{ list(map(json.loads, [run.result.stdout for run in $runs])) }}    ${{ [$event.payload] * 3 }}
    Wait For Event Count    1    operator===    trigger=${trigger}
    Wait For Enforcement Count    3    operator===    trigger=${trigger}    status=processed
    Wait For Execution Count    3    operator===    trigger=${trigger}    status=completed
    Summary    event ${event.id} -> executions ${{ [run.id for run in $runs] }}, the same payload in each

Each Rule Fills In Its Own Parameters
    [Documentation]    One event, two rules of one action: each gives it what its own template names.
    ${trigger}=    Create Webhook Trigger
    ${name}=    Create Rule    ${trigger}    ${ACTIONS}[0]    action_params={'message': '{{ event.payload.user.name }}'}
    ${total}=    Create Rule    ${trigger}    ${ACTIONS}[0]    action_params={'message': '{{ event.payload.total }}'}
    ${event}=    Post Payload    ${trigger}    ${ORDER}
    ${runs}=    Event Should Have Run Exactly    ${event}    ${{ [$name, $total] }}
    Json Should Match    ${{ [run.config.message for run in $runs] }}    ["Ann", 19.5]
    Wait For Execution Count    2    operator===    trigger=${trigger}    action=${ACTIONS}[0]
    Summary    event ${event.id} -> executions ${{ [run.id for run in $runs] }} with a part of it each

Several Posts Run Every Rule Each
    [Documentation]    Five posts, two of them alike, and three rules: 5 events, 15 enforcements, 15 completed executions.
    ${trigger}    @{rules}=    Three Rules
    ${events}=    Five Posts    ${trigger}
    Every Rule Should Have Run On Each    ${rules}    ${events}
    Wait For Event Count    5    operator===    trigger=${trigger}
    Wait For Enforcement Count    15    operator===    trigger=${trigger}    status=processed
    Wait For Execution Count    15    operator===    trigger=${trigger}    status=completed
    Summary    5 events x 3 rules of ${trigger.ref}: 15 executions

Posts At The Same Time Run Every Rule Each
    [Documentation]    Eight posts at once and three rules: nothing is lost, doubled or mixed up.
    ${trigger}    @{rules}=    Three Rules
    ${fired}=    Fire Webhook At Once    ${trigger}    ${{ [{'id': n} for n in range(8)] }}
    Should Be True    len({answer.event_id for answer in $fired}) == 8
    ${last}=    Get Event    ${fired}[7]
    Json Should Match    ${last.payload}    {"id": 7}
    Every Rule Should Have Run On Each    ${rules}    ${fired}
    Wait For Enforcement Count    24    operator===    trigger=${trigger}    status=processed
    Wait For Execution Count    24    operator===    trigger=${trigger}    status=completed
    Summary    8 posts at once x 3 rules of ${trigger.ref}: 24 executions

A Disabled Rule Has No Part In It
    [Documentation]    Two of three run; enabled again, the third one runs on the next event, not on the former.
    ${trigger}    ${first}    ${second}    ${third}=    Three Rules
    Disable Rule    ${second}
    ${former}=    Post Payload    ${trigger}    ${ORDER}
    Event Should Have Run Exactly    ${former}    ${{ [$first, $third] }}
    Enable Rule    ${second}
    ${next}=    Post Payload    ${trigger}    ${ORDER}
    Event Should Have Run Exactly    ${next}    ${{ [$first, $second, $third] }}
    Event Should Have Run Exactly    ${former}    ${{ [$first, $third] }}    later=${next}
    Rule Counts Should Be    ${second}    1
    Summary    event ${former.id} -> 2 rules, event ${next.id} -> 3 rules

A Deleted Rule Has No Part In It
    [Documentation]    It ran on the former event, whose records stay; the next one runs the other two.
    ${trigger}    ${first}    ${second}    ${third}=    Three Rules
    ${former}=    Post Payload    ${trigger}    ${ORDER}
    Event Should Have Run Exactly    ${former}    ${{ [$first, $second, $third] }}
    Delete Rule    ${second}
    ${next}=    Post Payload    ${trigger}    ${ORDER}
    Event Should Have Run Exactly    ${next}    ${{ [$first, $third] }}
    Wait For Enforcement Count    3    operator===    event=${former}
    Wait For Enforcement Count    2    operator===    event=${next}
    Summary    event ${former.id} -> 3 rules, event ${next.id} -> 2 rules

A Rule Made Later Runs From The Next Event On
    [Documentation]    What has happened before a rule was made does not concern it.
    ${trigger}    ${first}    ${second}    ${third}=    Three Rules
    ${former}=    Post Payload    ${trigger}    ${ORDER}
    Event Should Have Run Exactly    ${former}    ${{ [$first, $second, $third] }}
    ${later}=    Create Rule    ${trigger}    ${ACTIONS}[0]    action_params=${WHOLE_PAYLOAD}
    ${next}=    Post Payload    ${trigger}    ${ORDER}
    Event Should Have Run Exactly    ${next}    ${{ [$first, $second, $third, $later] }}
    Event Should Have Run Exactly    ${former}    ${{ [$first, $second, $third] }}    later=${next}
    Summary    event ${former.id} -> 3 rules, event ${next.id} -> 4 rules

A Failing Action Is No Other Rule's Concern
    [Documentation]    Of three rules the middle one's action fails: its execution has failed, the others have completed.
    [Tags]    failure
    ${trigger}    ${first}    ${second}    ${third}=    Three Rules
    ${failing}=    Create Failing Action    exit_code=3    stderr=boom
    Update Rule    ${second}    action=${failing}
    ${event}=    Post Payload    ${trigger}    ${ORDER}
    Each Event Should Have Run Once    ${first}    ${event}
    Each Event Should Have Run Once    ${third}    ${event}
    ${chain}=    Chain Should Complete    event=${event}    rule=${second}    status=failed
    Should Be Equal As Integers    ${chain.execution.result.exit_code}    3
    Wait For Enforcement Count    3    operator===    event=${event}    status=processed
    Summary    event ${event.id}: two executions completed, ${chain.execution.id} failed

A Rule Of Another Pack Listens As Well
    [Documentation]    Whose pack a rule is in makes no difference to whom the event reaches.
    ${trigger}    @{rules}=    Three Rules
    ${pack}=    Create Pack
    ${foreign}=    Create Rule    ${trigger}    ${ACTIONS}[0]    pack=${pack}    action_params=${WHOLE_PAYLOAD}
    ${event}=    Post Payload    ${trigger}    ${ORDER}
    ${runs}=    Event Should Have Run Exactly    ${event}    ${{ [*$rules, $foreign] }}
    Summary    event ${event.id} -> executions ${{ [run.id for run in $runs] }}, one of pack ${pack.ref}

Rules Of Another Webhook Hear Nothing
    [Documentation]    Two webhooks with three rules each of the same actions: a post to one runs its own rules alone.
    ${trigger}    @{rules}=    Three Rules
    ${other}    @{others}=    Three Rules
    ${event}=    Post Payload    ${trigger}    ${ORDER}
    ${second}=    Post Payload    ${other}    {"id": 8}
    Event Should Have Run Exactly    ${event}    ${rules}
    Event Should Have Run Exactly    ${second}    ${others}
    Wait For Enforcement Count    3    operator===    trigger=${trigger}
    Wait For Enforcement Count    3    operator===    trigger=${other}
    Summary    event ${event.id} -> 3 rules, event ${second.id} -> 3 others


*** Keywords ***
Prepare For Several Rules
    [Documentation]    A pack and three actions of the suite's own, which print their message.
    Use A Pack Of My Own
    ${one}=    Create Echo Action
    ${two}=    Create Echo Action
    ${three}=    Create Echo Action
    VAR    @{ACTIONS}    ${one}    ${two}    ${three}    scope=SUITE

Three Rules
    [Documentation]    Returns a fresh webhook and three rules on it, each with an action of its own and the whole payload.
    ${trigger}=    Create Webhook Trigger
    ${first}=    Create Rule    ${trigger}    ${ACTIONS}[0]    action_params=${WHOLE_PAYLOAD}
    ${second}=    Create Rule    ${trigger}    ${ACTIONS}[1]    action_params=${WHOLE_PAYLOAD}
    ${third}=    Create Rule    ${trigger}    ${ACTIONS}[2]    action_params=${WHOLE_PAYLOAD}
    RETURN    ${trigger}    ${first}    ${second}    ${third}

Five Posts
    [Documentation]    Posts five payloads one after another, the last one like the one before; returns the events.
    [Arguments]    ${trigger}
    ${one}=    Post Payload    ${trigger}    {"id": 1}
    ${two}=    Post Payload    ${trigger}    {"id": 2}
    ${three}=    Post Payload    ${trigger}    {"id": 3}
    ${four}=    Post Payload    ${trigger}    {"id": 4}
    ${again}=    Post Payload    ${trigger}    {"id": 4}
    RETURN    ${{ [$one, $two, $three, $four, $again] }}

Every Rule Should Have Run On Each
    [Documentation]    Each of three rules has one enforcement and one completed execution of each event, with its payload.
    [Arguments]    ${rules}    ${events}
    Each Event Should Have Run Once    ${rules}[0]    ${events}    stdout={{"id":{id}}}    settle=0
    Each Event Should Have Run Once    ${rules}[1]    ${events}    stdout={{"id":{id}}}    settle=0
    Each Event Should Have Run Once    ${rules}[2]    ${events}    stdout={{"id":{id}}}    settle=0
