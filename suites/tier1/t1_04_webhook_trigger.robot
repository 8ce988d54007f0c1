*** Settings ***
Documentation       T1.4 Webhook trigger with payload.
...                 An HTTP POST becomes an event whose payload reaches the action.
...
...                 Success: the event exists at once and its payload equals what was posted, nesting and types kept;
...                 one enforcement and one execution each, whose action can read single fields; every trigger has a
...                 key of its own; the receiver asks for no login.

Resource            ../../resources/webhooks.resource
Library             RequestsLibrary

Suite Setup         Prepare For Webhooks

Test Tags           tier1    T1.4    webhook
Test Timeout        300s


*** Test Cases ***
A Post Becomes An Event And Runs The Action Once
    [Documentation]    The plan's sample: event, enforcement and execution, one of each, and the action prints two fields.
    [Tags]    S1.4-a
    ${automation}=    Create Webhook Automation    action=${ECHO}    action_params=${SIGN_UP_MESSAGE}
    ${fired}=    Fire Webhook    ${automation.trigger}    ${SIGN_UP}
    ${event}=    Get Event    ${fired}
    Json Should Match    ${event.payload}    ${SIGN_UP}
    ${runs}=    Each Event Should Have Run Once    ${automation.rule}    ${fired}
    ...    stdout=user {user_id} came from {metadata[source]}
    Wait For Event Count    1    operator===    trigger=${automation.trigger}
    Summary    event ${event.id} -> execution ${runs}[0][id]: sent, run once, fields printed

The Event Exists When The Post Is Answered
    [Documentation]    No waiting: the answer names the event, which can be read at once and was made within a second.
    [Tags]    S1.4-a
    ${trigger}=    Create Webhook Trigger
    ${before}=    Timestamp Now
    ${fired}=    Fire Webhook    ${trigger}    ${SIGN_UP}
    ${event}=    Get Event    ${fired}
    Json Should Match    ${event}    ${{ {'id': $fired.event_id, 'trigger': $trigger.id, **$MADE_BY_WEBHOOK} }}    mode=subset
    Should Be Equal    ${fired.trigger_ref}    ${trigger.ref}
    Timestamps Should Be Near    ${fired.received_at}    ${before}    tolerance=1s
    ${seconds}=    Timestamps Should Be Near    ${event.created}    ${before}    tolerance=1s
    Summary    event ${event.id} of ${event.trigger_ref}, made ${seconds} s after the post began

Each Of Several Posts Runs On Its Own
    [Documentation]    Three posts, two of them the same: three events, three enforcements, three executions, no mix-up.
    [Tags]    S1.4-b
    ${automation}=    Create Webhook Automation    action=${ECHO}    action_params=${ORDER_MESSAGE}
    ${first}=    Fire Webhook    ${automation.trigger}    ${{ {'order': 1} }}
    ${second}=    Fire Webhook    ${automation.trigger}    ${{ {'order': 2} }}
    ${repeated}=    Fire Webhook    ${automation.trigger}    ${{ {'order': 2} }}
    ${runs}=    Each Event Should Have Run Once    ${automation.rule}    ${{ [$first, $second, $repeated] }}
    ...    stdout=order {order}
    Wait For Event Count    3    operator===    trigger=${automation.trigger}
    Wait For Enforcement Count    3    operator===    rule=${automation.rule}
    Wait For Execution Count    3    operator===    rule=${automation.rule}    status=completed
    Summary    events ${first.event_id}, ${second.event_id}, ${repeated.event_id}: executions ${{ [run.id for run in $runs] }}

Every Shape Of Payload Arrives Unchanged
    [Documentation]    Deep equality with what was posted; types, order of lists, odd names and foreign letters are kept.
    [Tags]    S1.4-c
    [Template]    Payload Should Arrive Unchanged
    # payload
    {"level1": {"level2": {"level3": {"level4": {"value": "deep", "list": [1, [2, [3]]]}}}}}
    {"user": {"id": 12345, "roles": ["admin", "author"], "address": {"city": "Zürich", "geo": [47.37, 8.54]}}}
    {"integer": 7, "negative": -7, "float": 1.5, "whole": 2.0, "yes": true, "no": false, "nothing": null}
    {"text_of_a_number": "7", "text_of_a_boolean": "true", "empty": "", "list": [], "object": {}}
    {"large": 9007199254740993, "small": 1e-7}
    {"with space": 1, "with.dot": 2, "with-dash": 3, "": 4, "{{ event.id }}": "{{ event.payload }}"}
    {"text": "Grüße, 日本語, 🙂, \\"quoted\\", tab\\tand\\nnewline"}
    \[1, "two", {"three": 3}, null]
    "only a text"
    42
    false

Nested Fields Reach The Action
    [Documentation]    A path in the rule's template names one field of the payload, however deep.
    [Tags]    S1.4-c    template
    [Template]    Template Should Give
    # payload    template    parameter    printed
    {"user": {"name": "Ann"}}    {{ event.payload.user.name }}    "Ann"    Ann
    {"a": {"b": {"c": {"d": {"e": "deep"}}}}}    {{ event.payload.a.b.c.d.e }}    "deep"    deep
    {"tags": ["red", "green"]}    {{ event.payload.tags.1 }}    "green"    green
    {"users": [{"id": 7}, {"id": 8}]}    {{ event.payload.users.1.id }}    8    8
    {"user": {"name": "Ann", "id": 7}}    {{ event.payload.user.name }} is {{ event.payload.user.id }}    "Ann is 7"    Ann is 7

Templates Keep The Types Of A Payload
    [Documentation]    A template alone in its text gives the value as it is; inside a text it becomes text.
    [Tags]    S1.4-c    template
    [Template]    Template Should Give
    # payload    template    parameter    printed
    {"v": 42}    {{ event.payload.v }}    42    42
    {"v": 1.5}    {{ event.payload.v }}    1.5    1.5
    {"v": true}    {{ event.payload.v }}    true    true
    {"v": "42"}    {{ event.payload.v }}    "42"    42
    {"v": [1, "two", 3]}    {{ event.payload.v }}    [1, "two", 3]    [1,"two",3]
    {"v": {"k": {"deep": [true]}}}    {{ event.payload.v }}    {"k": {"deep": [true]}}    {"k":{"deep":[true]}}
    {"v": 42}    n is {{ event.payload.v }}!    "n is 42!"    n is 42!
    {"v": {"k": 1}}    got {{ event.payload.v }}    "got {\\"k\\":1}"    got {"k":1}

An Empty Payload Runs The Action
    [Documentation]    An empty object is a payload: the event has it, and the rule's action runs.
    [Tags]    S1.4-d
    ${automation}=    Create Webhook Automation    action=${ECHO}    action_params=${{ {'message': 'ran'} }}
    ${fired}=    Fire Webhook    ${automation.trigger}    ${{ {} }}
    ${event}=    Get Event    ${fired}
    Json Should Match    ${event.payload}    {}
    ${runs}=    Each Event Should Have Run Once    ${automation.rule}    ${fired}    stdout=ran
    Summary    event ${event.id} with {} -> execution ${runs}[0][id]

A Body Without A Wrapped Payload Is Refused
    [Documentation]    Nothing at all, a provider's own format, broken JSON: 400, and no event is left.
    [Tags]    S1.4-d    validation
    [Template]    Body Should Be Refused
    # body
    ${EMPTY}
    {}
    {"event_type": "user.signup", "user_id": 12345}
    {"payload":
    \[{"payload": 1}]
    "payload"
    payload=1

The Receiver Asks For No Login
    [Documentation]    A plain HTTP client without any token is served, and one with a token that is none is as well.
    [Tags]    S1.4-a    security
    ${trigger}=    Create Webhook Trigger
    Share Session With RequestsLibrary    sender    webhook=${trigger}    anonymous=True
    ${response}=    POST On Session    sender    ${EMPTY}    json=${{ {'payload': {'n': 1}} }}    expected_status=200
    Should Not Contain    ${response.request.headers}    Authorization
    Fire Webhook    ${trigger}    ${{ {'n': 2} }}    headers=${{ {'Authorization': 'Bearer nonsense'} }}
    ${events}=    Wait For Event Count    2    operator===    trigger=${trigger}
    Summary    events ${{ [event.id for event in $events] }} without a login

Each Trigger Has A Key Of Its Own
    [Documentation]    Keys are long and differ; a post to one trigger makes no event of another.
    [Tags]    S1.4-a    security
    ${one}=    Create Webhook Trigger
    ${other}=    Create Webhook Trigger
    ${third}=    Create Webhook Trigger
    Webhook Keys Should Differ    ${one}    ${other}    ${third}
    ${fired}=    Fire Webhook    ${other}    ${{ {'for': 'other'} }}
    Wait For Event Count    1    operator===    trigger=${other}
    Wait For Event Count    0    operator===    trigger=${one}    settle=0
    Wait For Event Count    0    operator===    trigger=${third}    settle=0
    Summary    3 keys differ; event ${fired.event_id} belongs to ${other.ref} alone

A Disabled Webhook Takes Nothing
    [Documentation]    Its key is unknown from then on, and nothing is recorded; enabled anew it takes posts again.
    [Tags]    security
    ${trigger}=    Create Webhook Trigger
    Disable Webhook    ${trigger}
    ${refusal}=    Request Should Be Refused    404    Fire Webhook    ${trigger}    ${SIGN_UP}    error=Invalid webhook key
    ${again}=    Enable Webhook    ${trigger}
    ${fired}=    Fire Webhook    ${again}    ${SIGN_UP}
    ${events}=    Wait For Event Count    1    operator===    trigger=${trigger}
    Should Be Equal    ${events}[0][id]    ${fired.event_id}
    Summary    refused with ${refusal.status} while disabled; event ${fired.event_id} afterwards

A Regenerated Key Replaces The Old One
    [Documentation]    The old key is refused, the new one works; enabling a webhook that is enabled changes no key.
    [Tags]    security
    ${trigger}=    Create Webhook Trigger
    ${same}=    Enable Webhook    ${trigger}
    Fire Webhook    ${trigger}    ${{ {'n': 1} }}
    ${renewed}=    Regenerate Webhook Key    ${trigger}
    Webhook Keys Should Differ    ${same}    ${renewed}
    Request Should Be Refused    404    Fire Webhook    ${trigger}    ${{ {'n': 2} }}    error=Invalid webhook key
    Fire Webhook    ${renewed}    ${{ {'n': 3} }}
    ${events}=    Wait For Event Count    2    operator===    trigger=${trigger}
    Summary    events ${{ [event.id for event in $events] }}: none with the old key


*** Keywords ***
Prepare For Webhooks
    [Documentation]    A pack and an echo action of the suite's own.
    Use A Pack Of My Own
    ${echo}=    Create Echo Action
    VAR    ${ECHO}    ${echo}    scope=SUITE
    VAR    &{SIGN_UP_MESSAGE}
    ...    message=user {{ event.payload.user_id }} came from {{ event.payload.metadata.source }}
    ...    scope=SUITE
    VAR    &{ORDER_MESSAGE}    message=order {{ event.payload.order }}    scope=SUITE
    VAR    &{MADE_BY_WEBHOOK}    source_ref=webhook    rule=${None}    config=${{ {'source': 'webhook'} }}    scope=SUITE
