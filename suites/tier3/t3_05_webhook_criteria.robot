*** Settings ***
Documentation       T3.5 Webhook with rule criteria filtering.
...                 Several conditional rules on one webhook: each post runs exactly the rules whose conditions it meets.
...
...                 Success: info runs one rule, error the other, debug none; every post is an event; enforcements exist
...                 for matches alone. In the tables each row is a post with exactly the rules it runs, and none beside;
...                 a closing post that comes later proves that nothing else is to come.

Resource            ../../resources/several_rules.resource

Suite Setup         Prepare For Criteria

Test Tags           tier3    T3.5    webhook    condition
Test Timeout        300s


*** Test Cases ***
Info Runs One Rule Error The Other And Debug None
    [Documentation]    The plan's sample: three posts, three events; one enforcement and one execution of each rule.
    Rules On A Webhook    info=event.payload.level == "info"    error=event.payload.level == "error"
    ${info}=    Post Payload    ${HOOK}    {"level": "info", "text": "all is well"}
    ${error}=    Post Payload    ${HOOK}    {"level": "error", "text": "disk full"}
    ${debug}=    Post Payload    ${HOOK}    {"level": "debug", "text": "x=1"}
    ${closing}=    Post Payload    ${HOOK}    ${CLOSING}
    Event Should Have Run Exactly    ${info}    ${RULES.info}    later=${closing}
    Event Should Have Run Exactly    ${error}    ${RULES.error}    later=${closing}
    Event Should Have Run Exactly    ${debug}    ${{ [] }}    later=${closing}
    Wait For Event Count    4    operator===    trigger=${HOOK}
    Rule Counts Should Be    ${RULES.info}    1
    Rule Counts Should Be    ${RULES.error}    1
    Summary    events ${info.id} -> info, ${error.id} -> error, ${debug.id} -> nothing

Equality Tells Values Apart
    [Documentation]    Text for text and number for number; what is not there equals nothing and differs from nothing.
    [Setup]    Rules On A Webhook    info=event.payload.level == "info"    other=event.payload.level != "info"
    ...    seven=event.payload.level == 7    none=event.payload.level == null
    [Template]    Payload Should Match
    # payload    rules
    {"level": "info"}    info
    {"level": "error"}    other
    {"level": "Info"}    other
    {"level": "info "}    other
    {"level": 7}    other    seven
    {"level": 7.0}    other    seven
    {"level": "7"}    other
    {"level": null}    other    none
    {"severity": "info"}

Comparisons Are Exact At Their Borders
    [Documentation]    Below, at and above each border; a text is no number, and what is missing is no value.
    [Setup]    Rules On A Webhook    below=event.payload.n < 10    at_most=event.payload.n <= 10
    ...    at_least=event.payload.n >= 90    above=event.payload.n > 90
    [Template]    Payload Should Match
    # payload    rules
    {"n": 9}    below    at_most
    {"n": 9.999}    below    at_most
    {"n": 10}    at_most
    {"n": 10.001}
    {"n": 50}
    {"n": 90}    at_least
    {"n": 90.001}    at_least    above
    {"n": 91}    at_least    above
    {"n": -91}    below    at_most
    {"n": "9"}
    {"n": null}
    {"m": 9}

And And Or Are Judged As They Read
    [Documentation]    Both, either, neither, and how they bind.
    [Setup]    Rules On A Webhook    both=event.payload.level == "error" and event.payload.code > 500
    ...    either=event.payload.level == "error" or event.payload.code > 500
    ...    neither=not (event.payload.level == "error" or event.payload.code > 500)
    ...    bound=event.payload.level == "info" or event.payload.level == "error" and event.payload.code > 500
    [Template]    Payload Should Match
    # payload    rules
    {"level": "error", "code": 503}    both    either    bound
    {"level": "error", "code": 500}    either
    {"level": "warning", "code": 503}    either
    {"level": "warning", "code": 200}    neither
    {"level": "info", "code": 200}    neither    bound
    {"level": "info", "code": 503}    either    bound

Membership Is Judged In Lists Of Rule And Payload
    [Documentation]    A value in the rule's list, a value in the payload's, a part of a text.
    [Setup]    Rules On A Webhook    serious=event.payload.level in ["error", "critical"]
    ...    odd=event.payload.code in [1, 3, 5]    urgent="urgent" in event.payload.tags
    [Template]    Payload Should Match
    # payload    rules
    {"level": "error", "code": 2, "tags": []}    serious
    {"level": "critical", "code": 3, "tags": ["new", "urgent"]}    serious    odd    urgent
    {"level": "err", "code": 5, "tags": ["urgently"]}    odd
    {"level": "Error", "code": "1", "tags": ["URGENT"]}
    {"level": "info", "code": 4, "tags": "an urgent text"}    urgent
    {"tags": ["urgent"]}    urgent

Fields Are Found At Any Depth
    [Documentation]    Members of members, places of lists; a path that ends early meets nothing.
    [Setup]    Rules On A Webhook    swiss=event.payload.user.address.country == "CH"
    ...    second=event.payload.items[1].id == 8    deep=event.payload.a.b.c.d == true
    [Template]    Payload Should Match
    # payload    rules
    {"user": {"address": {"country": "CH"}}}    swiss
    {"user": {"address": {"country": "DE"}}, "a": {"b": {"c": {"d": true}}}}    deep
    {"items": [{"id": 8}, {"id": 7}]}
    {"items": [{"id": 7}, {"id": 8}], "user": {"address": "CH"}}    second
    {"user": {"country": "CH"}, "a": {"b": {"c": true}}}
    {"user": null, "items": [], "a": {}}

Patterns And Functions Are Judged On Texts
    [Documentation]    Beginnings, endings, regular expressions, letters of either case, lengths.
    [Setup]    Rules On A Webhook    release=starts_with(event.payload.branch, "release/")
    ...    fixed=ends_with(event.payload.branch, "-fix")    numbered=match("^release/[0-9]+([.][0-9]+)*$", event.payload.branch)
    ...    main=lower(event.payload.branch) == "main"    long=length(event.payload.branch) > 12
    [Template]    Payload Should Match
    # payload    rules
    {"branch": "release/1.20"}    release    numbered
    {"branch": "release/1.20-fix"}    release    fixed    long
    {"branch": "pre/release/1"}    long
    {"branch": "MAIN"}    main
    {"branch": "disk-fix"}    fixed
    {"branch": ""}
    {"branch": 7}

A List Of Conditions Is Judged Beside Expressions
    [Documentation]    The platform's own form: all of a list have to hold, strictly by type; unlike an expression, 7 is not 7.0.
    [Setup]    Rules On A Webhook    info=\[{"field": "level", "operator": "equals", "value": "info"}]
    ...    seven=\[{"field": "n", "operator": "equals", "value": 7}]
    ...    disk=\[{"field": "level", "operator": "not_equals", "value": "info"}, {"field": "text", "operator": "contains", "value": "disk"}]
    ...    inner=\[{"field": "user.name", "operator": "equals", "value": "Ann"}]
    [Template]    Payload Should Match
    # payload    rules
    {"level": "info", "text": "disk is fine"}    info
    {"level": "error", "text": "disk full"}    disk
    {"level": "error", "text": "memory full"}
    {"text": "disk full"}
    {"level": "info", "n": 7, "user": {"name": "Ann"}}    info    seven    inner
    {"n": 7.0, "user": {"name": "Bob"}}
    {"n": "7", "user": "Ann"}

A Rule Without Conditions Takes What Others Leave
    [Documentation]    It runs on every post, the closing one too, beside whichever rule matches.
    Rules On A Webhook    error=event.payload.level == "error"
    ${every}=    Create Rule    ${HOOK}    ${ECHO}    action_params=${WHOLE_PAYLOAD}
    ${error}=    Post Payload    ${HOOK}    {"level": "error"}
    ${info}=    Post Payload    ${HOOK}    {"level": "info"}
    ${closing}=    Post Payload    ${HOOK}    ${CLOSING}
    Event Should Have Run Exactly    ${error}    ${{ [$RULES['error'], $every] }}    later=${closing}
    Event Should Have Run Exactly    ${info}    ${every}    later=${closing}
    Event Should Have Run Exactly    ${closing}    ${{ [$every, $RULES['closing']] }}
    Rule Counts Should Be    ${every}    3
    Summary    events ${error.id}, ${info.id}, ${closing.id}: ${every.ref} ran on each
