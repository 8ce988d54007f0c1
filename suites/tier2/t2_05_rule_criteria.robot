*** Settings ***
Documentation       T2.5 Rule criteria evaluation.
...                 A rule fires only when its conditions hold.
...
...                 Success: every post becomes an event; only one that meets the conditions makes an enforcement and an
...                 execution, one of each; one that does not leaves nothing behind, as a later one that does proves;
...                 what cannot be judged does not hold, and does no harm to the rules beside it.

Resource            ../../resources/criteria.resource

Suite Setup         Prepare For Criteria

Test Tags           tier2    T2.5    condition
Test Timeout        300s


*** Variables ***
&{AMOUNT_MESSAGE}       message=amount {{ event.payload.amount }}
${ABOVE_STORED}         event.payload.n > keystore.threshold


*** Test Cases ***
An Expression Compares A Field With A Value
    [Documentation]    Each operator beside its border; texts compare as texts and numbers as numbers.
    [Template]    Rule Should Fire Only For
    # conditions    matching    other
    event.payload.status == "critical"    {"status": "critical"}    {"status": "Critical"}
    event.payload.status == 'critical'    {"status": "critical"}    {"status": "critical "}
    event.payload.status != "critical"    {"status": "info"}    {"status": "critical"}
    event.payload.n > 100    {"n": 101}    {"n": 100}
    event.payload.n >= 100    {"n": 100}    {"n": 99}
    event.payload.n < 100    {"n": 99.5}    {"n": 100}
    event.payload.n <= 100    {"n": 100}    {"n": 100.5}
    event.payload.n == 1    {"n": 1.0}    {"n": "1"}
    event.payload.n == -1    {"n": -1}    {"n": 1}
    event.payload.on == true    {"on": true}    {"on": false}
    event.payload.on    {"on": true}    {"on": false}
    not event.payload.on    {"on": false}    {"on": true}
    event.payload.v == null    {"v": null}    {"v": 0}
    event.payload.name < "m"    {"name": "ann"}    {"name": "zoe"}
    event.payload.city == "Zürich"    {"city": "Zürich"}    {"city": "Zurich"}
    {{ event.payload.n > 100 }}    {"n": 101}    {"n": 100}

An Expression Asks Whether A List Or A Text Has Something
    [Documentation]    Membership in a list of the rule and of the payload, and parts of a text.
    [Template]    Rule Should Fire Only For
    # conditions    matching    other
    event.payload.status in ["error", "critical"]    {"status": "critical"}    {"status": "info"}
    event.payload.n in [1, 2, 3]    {"n": 3}    {"n": 4}
    "urgent" in event.payload.tags    {"tags": ["new", "urgent"]}    {"tags": ["new", "urgently"]}
    "disk" in event.payload.text    {"text": "the disk is full"}    {"text": "all is well"}
    not (event.payload.n in [1, 2])    {"n": 3}    {"n": 2}
    contains(event.payload.tags, "urgent")    {"tags": ["urgent"]}    {"tags": []}
    starts_with(event.payload.branch, "release/")    {"branch": "release/1"}    {"branch": "main"}
    length(event.payload.items) > 1    {"items": [1, 2]}    {"items": [1]}
    lower(event.payload.level) == "high"    {"level": "HIGH"}    {"level": "LOW"}

An Expression Combines Comparisons
    [Documentation]    And, or, not, parentheses, arithmetic; and binds closer than or.
    [Template]    Rule Should Fire Only For
    # conditions    matching    other
    event.payload.a > 1 and event.payload.b == "x"    {"a": 2, "b": "x"}    {"a": 2, "b": "y"}
    event.payload.a > 1 and event.payload.b == "x"    {"a": 2, "b": "x"}    {"a": 1, "b": "x"}
    event.payload.a > 1 or event.payload.b == "x"    {"a": 1, "b": "x"}    {"a": 1, "b": "y"}
    event.payload.a > 1 or event.payload.b == "x"    {"a": 2, "b": "y"}    {"a": 0, "b": "y"}
    not (event.payload.a or event.payload.b)    {"a": false, "b": false}    {"a": false, "b": true}
    (event.payload.a or event.payload.b) and event.payload.c    {"a": true, "b": false, "c": true}    {"a": true, "b": false, "c": false}
    event.payload.a or event.payload.b and event.payload.c    {"a": true, "b": false, "c": false}    {"a": false, "b": true, "c": false}
    event.payload.price * event.payload.count >= 100    {"price": 25, "count": 4}    {"price": 33, "count": 3}
    event.payload.n % 2 == 0    {"n": 4}    {"n": 5}
    event.payload.used > event.payload.limit - 10    {"used": 95, "limit": 100}    {"used": 90, "limit": 100}

An Expression Reaches Any Depth Of A Payload
    [Documentation]    Fields of fields, places of lists.
    [Template]    Rule Should Fire Only For
    # conditions    matching    other
    event.payload.user.address.country == "CH"    {"user": {"address": {"country": "CH"}}}    {"user": {"address": {"country": "DE"}}}
    event.payload.a.b.c.d.e > 1    {"a": {"b": {"c": {"d": {"e": 2}}}}}    {"a": {"b": {"c": {"d": {"e": 1}}}}}
    event.payload.items[1].id == 8    {"items": [{"id": 7}, {"id": 8}]}    {"items": [{"id": 8}, {"id": 7}]}

A List Of Conditions Holds When All Of Them Do
    [Documentation]    equals, not_equals and contains; the value has to be of the same type.
    [Template]    Rule Should Fire Only For
    # conditions    matching    other
    \[{"field": "status", "operator": "equals", "value": "critical"}]    {"status": "critical"}    {"status": "info"}
    \[{"field": "n", "operator": "equals", "value": 1}]    {"n": 1}    {"n": "1"}
    \[{"field": "v", "operator": "equals", "value": {"a": [1]}}]    {"v": {"a": [1]}}    {"v": {"a": [1, 2]}}
    \[{"field": "status", "operator": "not_equals", "value": "ok"}]    {"status": "down"}    {"status": "ok"}
    \[{"field": "text", "operator": "contains", "value": "disk"}]    {"text": "the disk is full"}    {"text": "Disk"}
    \[{"field": "user.name", "operator": "equals", "value": "Ann"}]    {"user": {"name": "Ann"}}    {"user": {"name": "Bob"}}
    \[{"field": "a", "operator": "equals", "value": 1}, {"field": "b", "operator": "equals", "value": 2}]
    ...    {"a": 1, "b": 2}    {"a": 1, "b": 3}
    \[{"field": "a", "operator": "equals", "value": 1}, {"field": "b", "operator": "contains", "value": "x"}]
    ...    {"a": 1, "b": "xy"}    {"a": 2, "b": "xy"}

No Condition Lets Every Event Through
    [Documentation]    Nothing to hold is held by any payload; the enforcement has the conditions as they were written.
    [Template]    Rule Should Fire For
    # conditions    payload
    {}    {"n": 1}
    \[]    {"n": 1}
    {}    {}
    {"expression": "true"}    {"n": 1}
    {"expression": "event.payload.n > 0"}    {"n": 1}
    \[{"field": "n", "operator": "equals", "value": 1}]    {"n": 1, "other": true}

A Missing Field Does Not Hold
    [Documentation]    Whatever it is compared with: nothing fires, and the next event that has the field does.
    [Template]    Rule Should Fire Only For
    # conditions    matching    other
    event.payload.n > 100    {"n": 101}    {"m": 101}
    event.payload.n != 1    {"n": 2}    {}
    event.payload.n == null    {"n": null}    {}
    event.payload.user.name == "Ann"    {"user": {"name": "Ann"}}    {"user": {}}
    event.payload.user.name == "Ann"    {"user": {"name": "Ann"}}    {"user": "Ann"}
    \[{"field": "a", "operator": "not_equals", "value": 1}]    {"a": 2}    {"b": 2}
    \[{"field": "a.b", "operator": "equals", "value": 1}]    {"a": {"b": 1}}    {"a": 1}

A Value Of Another Type Does Not Hold
    [Documentation]    A text is no number, however it looks; a list or an object has no order.
    [Template]    Rule Should Fire Only For
    # conditions    matching    other
    event.payload.n > 100    {"n": 101}    {"n": "101"}
    event.payload.n > 100    {"n": 101}    {"n": [101]}
    event.payload.n > 100    {"n": 101}    {"n": null}
    event.payload.n + 1 > 100    {"n": 100}    {"n": {"n": 100}}
    lower(event.payload.v) == "x"    {"v": "X"}    {"v": 7}

A Broken Condition Never Holds
    [Documentation]    Broken syntax, unknown names, unknown operators and forms: the rule beside it runs all the same.
    [Template]    Rule Should Never Fire
    # conditions    payload
    event.payload.n >    {"n": 1}
    event.payload.n == (1    {"n": 1}
    event.payload.n === 1    {"n": 1}
    no_such_function(event.payload.n)    {"n": 1}
    no_such_name == 1    {"n": 1}
    payload.n == 1    {"n": 1}
    "unclosed    {"n": 1}
    {"expression": ""}    {"n": 1}
    {"expression": 1}    {"n": 1}
    {"all": [{"field": "n", "operator": "equals", "value": 1}]}    {"n": 1}
    {"n": 1}    {"n": 1}
    \[{"field": "n", "operator": "no_such_operator", "value": 1}]    {"n": 1}
    \[{"field": "n"}]    {"n": 1}
    \[{"operator": "equals", "value": 1}]    {"n": 1}
    \["event.payload.n == 1"]    {"n": 1}

Only The Amounts Above A Hundred Run The Action
    [Documentation]    Five posts in a row, two at or below the border: three executions, each printing its own amount.
    ${automation}=    Create Webhook Automation    action=${ECHO}    criteria=event.payload.amount > 100
    ...    action_params=${AMOUNT_MESSAGE}
    ${large}=    Post Payload    ${automation.trigger}    {"amount": 500}
    ${border}=    Post Payload    ${automation.trigger}    {"amount": 100}
    ${fraction}=    Post Payload    ${automation.trigger}    {"amount": 100.5}
    ${negative}=    Post Payload    ${automation.trigger}    {"amount": -500}
    ${last}=    Post Payload    ${automation.trigger}    {"amount": 101}
    ${runs}=    Each Event Should Have Run Once    ${automation.rule}    ${{ [$large, $fraction, $last] }}
    ...    stdout=amount {amount}
    Event Should Have Caused Nothing    ${border}
    Event Should Have Caused Nothing    ${negative}
    Counts Of A Rule Should Be    ${automation}    events=5    runs=3
    Summary    5 events -> executions ${{ [run.id for run in $runs] }}

A Changed Threshold Counts From The Next Event On
    [Documentation]    The same payload is let through, held back and let through again as the rule's threshold moves.
    ${automation}=    Create Webhook Automation    action=${ECHO}    criteria=event.payload.n > 10
    ${low}=    Payload Should Run    ${automation}    {"n": 15}
    Update Rule    ${automation.rule}    criteria=event.payload.n > 20
    ${held}=    Post Payload    ${automation.trigger}    {"n": 15}
    ${above}=    Payload Should Run    ${automation}    {"n": 21}
    Event Should Have Caused Nothing    ${held}
    Update Rule    ${automation.rule}    criteria=event.payload.n > 10
    ${again}=    Payload Should Run    ${automation}    {"n": 15}
    Counts Of A Rule Should Be    ${automation}    events=4    runs=3
    Summary    events ${low.id}, ${above.id}, ${again.id} ran; ${held.id} did not

A Stored Threshold Decides
    [Documentation]    The threshold is a key of the rule's pack, and a new value of it counts for the next event.
    [Tags]    gap:keystore-in-templates    datastore
    ${key}=    Create Key    value=${10}    name=threshold
    ${automation}=    Create Webhook Automation    action=${ECHO}    criteria=${ABOVE_STORED}
    ${held}=    Post Payload    ${automation.trigger}    {"n": 10}
    ${above}=    Payload Should Run    ${automation}    {"n": 15}
    Event Should Have Caused Nothing    ${held}
    Update Key    ${key}    value=${20}
    ${below}=    Post Payload    ${automation.trigger}    {"n": 15}
    ${high}=    Payload Should Run    ${automation}    {"n": 21}
    Event Should Have Caused Nothing    ${below}
    Counts Of A Rule Should Be    ${automation}    events=4    runs=2
    Summary    ${key.ref}: 10 let event ${above.id} through, 20 event ${high.id} alone

Rules On One Trigger Are Judged Each On Its Own
    [Documentation]    Two conditional rules and a broken one: each post runs exactly the rule whose condition it meets.
    ${error}=    Create Webhook Automation    action=${ECHO}    criteria=event.payload.level == "error"
    ${info}=    Create Rule    ${error.trigger}    ${ECHO}    criteria=event.payload.level == "info"    action_params=${FIRED}
    ${broken}=    Create Rule    ${error.trigger}    ${ECHO}    criteria=event.payload.level ==    action_params=${FIRED}
    ${debug}=    Post Payload    ${error.trigger}    {"level": "debug"}
    ${informing}=    Post Payload    ${error.trigger}    {"level": "info"}
    ${failing}=    Payload Should Run    ${error}    {"level": "error"}
    Each Event Should Have Run Once    ${info}    ${informing}    settle=0
    Event Should Have Caused Nothing    ${debug}
    Counts Of A Rule Should Be    ${error}    events=3    runs=1
    Counts Of A Rule Should Be    ${{ {'trigger': $error.trigger, 'rule': $info} }}    events=3    runs=1
    Counts Of A Rule Should Be    ${{ {'trigger': $error.trigger, 'rule': $broken} }}    events=3    runs=0
    Summary    events ${debug.id}, ${informing.id}, ${failing.id}: none, info, error
