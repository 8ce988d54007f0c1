*** Settings ***
Documentation       T3.8 Chained webhook triggers.
...                 An action posts to another webhook of the platform, whose rule runs the next action.
...
...                 Success: the second webhook has one event with what the first action sent, types kept, and its rule runs
...                 once; a value that the action changed arrives changed; three webhooks in a row work like two; nothing
...                 goes round in circles, as exact counts after a later post prove; a step that fails ends the chain.
...                 The action finds the platform by ATTUNE_API_URL, and the webhook's key is a secret of its pack.

Resource            ../../resources/chained_webhooks.resource

Suite Setup         Prepare For Chains

Test Tags           tier3    T3.8    webhook    http
Test Timeout        300s


*** Variables ***
${ORDER}        {"id": 7, "total": 19.5, "paid": true, "note": null, "user": {"name": "Ann O'Neil", "roles": ["admin", "7"]}}


*** Test Cases ***
An Action Sets Off Another Webhook
    [Documentation]    One post, two events, each run once; the second event has the first one's payload, deeply equal.
    ${last}=    Create Webhook Automation    action=${ECHO}
    ${first}=    Link To    ${last}
    ${event}=    Post Payload    ${first.trigger}    ${ORDER}
    ${run}=    Each Event Should Have Run Once    ${first.rule}    ${event}
    ${caused}=    Only Event Of    ${last.trigger}
    Json Should Match    ${caused.payload}    ${ORDER}
    Json Should Match    ${caused}    {"source_ref": "webhook", "rule": null}    mode=subset
    Each Event Should Have Run Once    ${last.rule}    ${caused}
    Summary    event ${event.id} -> execution ${run}[0][id] -> event ${caused.id}

A Value Is Changed On Its Way
    [Documentation]    The plan's sample: 5 goes in, the action makes 20 of it, and 20 is what the next one is given.
    ${last}=    Create Webhook Automation    action=${ECHO}    action_params={'message': '{{ event.payload.value }}'}
    ${first}=    Link To    ${last}    body={"payload": {"value": $((value * 4)), "from": $value}}
    ...    params=${{ {'value': '{{ event.payload.value }}'} }}
    ${event}=    Post Payload    ${first.trigger}    {"value": 5}
    Each Event Should Have Run Once    ${first.rule}    ${event}
    ${caused}=    Only Event Of    ${last.trigger}
    Json Should Match    ${caused.payload}    {"value": 20, "from": 5}
    ${runs}=    Each Event Should Have Run Once    ${last.rule}    ${caused}    stdout=20
    Json Should Match    ${runs}[0][config]    {"message": 20}
    Summary    event ${event.id} with 5 -> event ${caused.id} with 20 -> execution ${runs}[0][id]

Three Webhooks In A Row Run Once Each
    [Documentation]    A posts to B, B to C: one event and one execution at each, the payload is the same at the end.
    ${c}=    Create Webhook Automation    action=${ECHO}
    ${b}=    Link To    ${c}
    ${a}=    Link To    ${b}
    ${event}=    Post Payload    ${a.trigger}    ${ORDER}
    ${at_b}    ${at_c}=    Chain Should Have Run    ${event}    ${a}    ${b}    ${c}
    Json Should Match    ${at_c.payload}    ${ORDER}
    Chain Counts Should Be    1    ${a}    ${b}    ${c}
    Summary    events ${event.id} -> ${at_b.id} -> ${at_c.id}

A Chain Does Not Go Round In Circles
    [Documentation]    Two posts through three webhooks: two events at each, and no more once the second has arrived.
    ${c}=    Create Webhook Automation    action=${ECHO}
    ${b}=    Link To    ${c}
    ${a}=    Link To    ${b}
    ${first}=    Post Payload    ${a.trigger}    {"n": 1}
    Chain Should Have Run    ${first}    ${a}    ${b}    ${c}
    ${second}=    Post Payload    ${a.trigger}    {"n": 2}
    Wait For Execution Count    2    operator===    rule=${c.rule}    status=completed
    Chain Counts Should Be    2    ${a}    ${b}    ${c}
    Summary    events ${first.id}, ${second.id}: 2 events, enforcements and executions at each of three webhooks

Every Post Goes Through The Chain On Its Own
    [Documentation]    Five posts at once: five events with the same payloads at the end, none lost, none twice.
    ${last}=    Create Webhook Automation    action=${ECHO}
    ${first}=    Link To    ${last}
    Fire Webhook At Once    ${first.trigger}    ${{ [{'n': n} for n in range(5)] }}
    ${runs}=    Wait For Execution Count    5    operator===    rule=${last.rule}    status=completed    timeout=60s
    ${printed}=    Outputs Of    ${runs}
    Should Be Equal    ${{ sorted($printed) }}    ${{ ['{"n":0}', '{"n":1}', '{"n":2}', '{"n":3}', '{"n":4}'] }}
    Chain Counts Should Be    5    ${first}    ${last}
    Summary    5 posts at once -> executions ${{ [run.id for run in $runs] }}

A Failing Step Ends The Chain
    [Documentation]    B fails before it posts: C has no event, as a later post to B that gets through proves.
    [Tags]    failure
    ${c}=    Create Webhook Automation    action=${ECHO}
    ${b}=    Link To    ${c}    first=[ "$fail" != true ] || { echo 'broken on purpose' >&2; exit 3; }
    ...    params=${{ {**$WHOLE, 'fail': '{{ event.payload.fail }}'} }}
    ${a}=    Link To    ${b}
    ${broken}=    Payload Should Run    ${a}    {"n": 1, "fail": true}
    ${at_b}=    Only Event Of    ${b.trigger}
    ${chain}=    Chain Should Complete    event=${at_b}    status=failed
    Json Should Match    ${chain.execution.result}    {"exit_code": 3, "error": "broken on purpose\\n"}    mode=subset
    ${whole}=    Payload Should Run    ${b}    {"n": 2, "fail": false}
    ${at_c}=    Only Event Of    ${c.trigger}
    Json Should Match    ${at_c.payload}    {"n": 2, "fail": false}
    Summary    event ${broken.id} ended at execution ${chain.execution.id}; event ${whole.id} -> event ${at_c.id}

A Refused Post Ends The Chain
    [Documentation]    B's webhook is disabled: A's action fails with the platform's 404, and B has no event.
    [Tags]    failure
    ${b}=    Create Webhook Automation    action=${ECHO}
    ${a}=    Link To    ${b}
    Disable Webhook    ${b.trigger}
    ${event}=    Post Payload    ${a.trigger}    {"n": 1}
    ${chain}=    Chain Should Complete    event=${event}    status=failed
    Should Contain    ${chain.execution.result.error}    404
    Wait For Event Count    0    operator===    trigger=${b.trigger}
    Summary    event ${event.id}: execution ${chain.execution.id} failed, ${chain.execution.result.error}

A Workflow Sets Off Another Webhook
    [Documentation]    The posting action is the second task of a workflow; what the first task printed is what arrives.
    [Tags]    workflow
    ${last}=    Create Webhook Automation    action=${ECHO}
    ${post}=    Posting Action    ${last}
    ${workflow}=    Create Workflow Of Tasks
    ...    {name: ask, action: ${ECHO.ref}, input: {message: "{{ parameters.name }}"}, next: [{do: [tell]}]}
    ...    {name: tell, action: ${post.ref}, input: {payload: {said: "{{ task.ask.stdout }}", n: "{{ parameters.n }}"}}}
    ${execution}=    Run Action    ${workflow}    parameters={"name": "Ann", "n": 7}
    Tasks Should Have Run    ${execution}    ask:completed tell:completed
    ${caused}=    Only Event Of    ${last.trigger}
    Json Should Match    ${caused.payload}    {"said": "Ann\\n", "n": 7}
    Each Event Should Have Run Once    ${last.rule}    ${caused}
    Summary    execution ${execution.id} -> event ${caused.id}
