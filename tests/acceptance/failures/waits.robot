*** Settings ***
Documentation       Waits that fail: what was awaited, what came, how it went, what it cost.

Resource            ../../../resources/attune.resource

Suite Setup         Prepare
Test Timeout        60s


*** Test Cases ***
An Execution That Failed Tells Its Whole Story At Once
    [Documentation]    FAIL REGEXP: Wait For Execution Status: execution \\d+ is failed after [0-9.]+ s, wanted completed \\(timeout 30 s\\)\\.
    ...    \\s+failed is final
    ...    \\s+action \\S+failing on worker \\S+, exit code 3
    ...    \\s+stderr: boom
    ...    \\s+\\+0\\.00 requested( \\s*\\+\\d+\\.\\d\\d \\w+)+ \\s*\\+\\d+\\.\\d\\d failed
    ...    \\s+chain: asked for directly -> execution \\d+ FAILED
    ...    \\s+\\d+ looks?(, \\d+ notifications?)?; evidence: evidence/waits/execution_\\d+(-\\d+)?\\.json
    ${action}=    Create Failing Action    exit_code=3    stderr=boom
    ${execution}=    Execute Action    ${action}
    Wait For Execution Status    ${execution}    completed    timeout=30s

An Execution That Takes Too Long Is Still Running
    [Documentation]    FAIL REGEXP: Wait For Execution Status: execution \\d+ is \\w+ after [0-9.]+ s, wanted completed \\(timeout 1 s\\)\\.[\\s\\S]+
    ${action}=    Create Sleep Action    duration=60
    ${execution}=    Execute Action    ${action}
    Wait For Execution Status    ${execution}    completed    timeout=1s

A Chain Names Every Hop
    [Documentation]    FAIL REGEXP: Wait For Execution Status: execution \\d+ is completed after[\\s\\S]+ chain: trigger \\S+ -> event \\d+ -> enforcement \\d+ \\(rule \\S+\\) -> execution \\d+ completed[\\s\\S]+
    Fire Webhook    ${AUTOMATION.trigger}
    ${executions}=    Wait For Execution Count    1    rule=${AUTOMATION.rule}    status=completed
    Wait For Execution Status    ${executions[0]}    failed

Too Few Come
    [Documentation]    FAIL REGEXP: Wait For Execution Count: executions with action_ref \\S+ are 1 after 0\\.5\\d* s, wanted >= 2 \\(timeout 0\\.5 s\\)\\.\\s+id \\d+ [\\s\\S]+
    ${action}=    Create Simple Action
    Run Action    ${action}
    Wait For Execution Count    2    action=${action}    timeout=500ms

Too Many Came
    [Documentation]    FAIL REGEXP: Wait For Execution Count: executions with action_ref \\S+ are 1 after [0-9.]+ s, wanted == 0 \\(timeout 30 s\\)\\.\\s+they do not become fewer[\\s\\S]+
    ${action}=    Create Simple Action
    Run Action    ${action}
    Wait For Execution Count    0    operator===    action=${action}    timeout=30s

A Number That Does Not Stay
    [Documentation]    FAIL REGEXP: Execution Count Should Stay: executions with action_ref \\S+ are 1 after [0-9.]+ s, wanted 0 \\(timeout 35 s\\)\\.\\s+they had to stay 0 for 5 s[\\s\\S]+
    ${action}=    Create Simple Action
    Execute Action    ${action}
    Execution Count Should Stay    0    action=${action}    for=5s

Nothing Later Came To Prove Anything
    [Documentation]    FAIL REGEXP: Event Should Have Caused Nothing: the newest event of \\S+ with an enforcement is \\d+ after 0\\.5\\d* s, wanted a later one than \\d+, as a proof that later events are obeyed \\(timeout 0\\.5 s\\)\\.[\\s\\S]+
    ${event}=    Fire Webhook    ${AUTOMATION.trigger}
    Wait For Enforcement Count    1    event=${event}
    Event Should Have Caused Nothing    ${event}    timeout=500ms

Something Was Caused After All
    [Documentation]    FAIL REGEXP: Event Should Have Caused Nothing: event \\d+ led to enforcement \\d+ \\(rule \\S+, \\w+\\)
    ${event}=    Fire Webhook    ${AUTOMATION.trigger}
    ${later}=    Fire Webhook    ${AUTOMATION.trigger}
    Event Should Have Caused Nothing    ${event}

A Condition That Never Holds
    [Documentation]    FAIL REGEXP: Wait For Condition: 'Unique Ref' returned 'e2e_\\w+' after [0-9.]+ s, wanted 'x' \\(timeout 0\\.3 s\\)\\.\\s+\\d+ looks
    Wait For Condition    Unique Ref    expected=x    timeout=300ms

A Condition Whose Keyword Cannot Be Run Ends At Once
    [Documentation]    FAIL No keyword with name 'Unique Reff' found. Did you mean:\n${SPACE*4}AttuneLibrary.Unique Ref
    Wait For Condition    Unique Reff    timeout=20s


*** Keywords ***
Prepare
    Use A Pack Of My Own
    ${automation}=    Create Webhook Automation
    VAR    ${AUTOMATION}    ${automation}    scope=SUITE
