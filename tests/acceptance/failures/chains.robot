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
    [Documentation]    FAIL REGEXP: Chain Should Complete: event \\d+ has 0 enforcements, 0 executions after [0-9.]+ s, wanted 1 processed, 1 completed \\(timeout 0\\.5 s\\)\\.
    ...    \\s+chain: trigger \\S+ -> event \\d+
    ...    \\s+no enforcement was made: the conditions of \\S+ are false for the payload, or cannot be evaluated
    ...    \\s+\\d+ looks(, \\d+ notifications?)?; evidence: evidence/chains/event_\\d+(-\\d+)?\\.json
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

A Workflow's Tasks Are No Executions Of Its Rule
    ${echo}=    Create Echo Action
    ${workflow}=    Create With Items Workflow    ${echo}
    VAR    &{parameters}    items={{ event.payload.items }}
    ${automation}=    Create Webhook Automation    action=${workflow}    action_params=${parameters}
    ${event}=    Fire Webhook    ${automation.trigger}    {"items": [1, 2, 3]}
    ${chain}=    Chain Should Complete    event=${event}
    Length Should Be    ${chain.executions}    1
    Length Should Be    ${chain.execution.children}    3

The Chain Of A Wait That Failed Is Kept
    ${action}=    Create Failing Action    stderr=no way
    ${automation}=    Create Webhook Automation    action=${action}
    ${event}=    Fire Webhook    ${automation.trigger}    {"n": 1}
    ${error}=    Run Keyword And Expect Error    *    Chain Should Complete    event=${event}
    ${path}=    Evaluate    $error.rpartition('evidence: ')[2]
    ${kept}=    Evaluate    json.loads((pathlib.Path($OUTPUT_DIR) / $path).read_text())    modules=json, pathlib
    Should Be Equal    ${kept}[chain][events][0][id]    ${event.event_id}
    Should Be Equal    ${kept}[chain][executions][0][status]    failed
    Should Contain    ${kept}[failure]    stderr: no way

A Failed Workflow Names The Task That Failed
    [Documentation]    FAIL REGEXP: Chain Should Complete: [\\s\\S]+task each: execution \\d+ failed, action \\S+ on worker \\S+, exit code 3; stderr: no way[\\s\\S]+
    ${action}=    Create Failing Action    exit_code=3    stderr=no way
    ${workflow}=    Create With Items Workflow    ${action}
    VAR    &{parameters}    items={{ event.payload.items }}
    ${automation}=    Create Webhook Automation    action=${workflow}    action_params=${parameters}
    ${event}=    Fire Webhook    ${automation.trigger}    {"items": [1]}
    Chain Should Complete    event=${event}
