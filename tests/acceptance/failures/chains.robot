*** Settings ***
Documentation       The chain from trigger to execution: complete, or told up to the hop that was reached, with the reason.

Resource            ../../../resources/attune.resource

Suite Setup         Use A Pack Of My Own
Test Timeout        60s


*** Test Cases ***
A Complete Chain Is Returned
    ${automation}=    Create Webhook Automation
    ${event}=    Fire Webhook    ${automation.trigger}    {"message": "hello"}
    ${chain}=    Chain Should Complete    event=${event}    rule=${automation.rule}
    Should Be Equal    ${chain.event.id}    ${event.event_id}
    Should Be Equal    ${chain.enforcement.event}    ${event.event_id}
    Should Be Equal    ${chain.execution.enforcement}    ${chain.enforcement.id}
    Should Be Equal    ${{ [step.status for step in $chain.execution.transitions][-1] }}    completed
    ${same}=    Get Chain    execution=${chain.execution}
    Should Be Equal    ${same.events[0].id}    ${event.event_id}

False Conditions Are Named
    [Documentation]    FAIL REGEXP: Chain Should Complete: event \\d+ has 0 enforcements, 0 executions after 0\\.5\\d* s, wanted 1 processed, 1 completed \\(timeout 0\\.5 s\\)\\.
    ...    \\s+chain: trigger \\S+ -> event \\d+
    ...    \\s+no enforcement was made: the conditions of \\S+ are false for the payload, or cannot be evaluated
    ...    \\s+\\d+ looks
    ${automation}=    Create Webhook Automation    criteria=event.payload.n > 3
    ${event}=    Fire Webhook    ${automation.trigger}    {"n": 1}
    Chain Should Complete    event=${event}    timeout=500ms

A Trigger Without A Rule Is Named
    [Documentation]    FAIL REGEXP: [\\s\\S]+no enforcement was made: trigger \\S+ has no enabled rule[\\s\\S]+
    ${trigger}=    Create Webhook Trigger
    ${event}=    Fire Webhook    ${trigger}
    Chain Should Complete    event=${event}    timeout=300ms

A Disabled Rule Is Named
    [Documentation]    FAIL REGEXP: Chain Should Complete: rule \\S+ has 0 enforcements[\\s\\S]+no enforcement was made: rule \\S+ is disabled[\\s\\S]+
    ${automation}=    Create Webhook Automation
    Disable Rule    ${automation.rule}
    Fire Webhook    ${automation.trigger}
    Chain Should Complete    rule=${automation.rule}    timeout=300ms

A Failing Action Ends The Wait With Its Last Words
    [Documentation]    FAIL REGEXP: Chain Should Complete: event \\d+ has 1 enforcements, 1 executions \\(failed\\) after [\\s\\S]+execution \\d+ ended as failed[\\s\\S]+exit code 4[\\s\\S]+stderr: no way[\\s\\S]+
    ${action}=    Create Failing Action    exit_code=4    stderr=no way
    ${automation}=    Create Webhook Automation    action=${action}
    ${event}=    Fire Webhook    ${automation.trigger}
    Chain Should Complete    event=${event}

One More Than Wanted Ends The Wait
    [Documentation]    FAIL REGEXP: Chain Should Complete: rule \\S+ has 2 enforcements[\\s\\S]+there are 2 enforcements, and they do not become fewer[\\s\\S]+
    ${automation}=    Create Webhook Automation
    Fire Webhook    ${automation.trigger}
    Fire Webhook    ${automation.trigger}
    Wait For Enforcement Count    2    rule=${automation.rule}
    Chain Should Complete    rule=${automation.rule}

A Chain Needs A Beginning
    [Documentation]    FAIL give event, rule or both
    Chain Should Complete

A Chain Has One Beginning
    [Documentation]    FAIL give exactly one of event, execution and rule
    Get Chain    event=1    rule=x
