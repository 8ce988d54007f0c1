*** Settings ***
Documentation       T3.7 Complex workflow orchestration.
...                 An order comes in, is held against a stored limit, is approved where it is large, is worked on in steps side
...                 by side, and leaves its result in the key store.
...
...                 Success: the stages run in order; values reach every stage that needs them; an order within the limit is
...                 never asked about; nothing moves while the question is open; the key holds what was computed; whoever
...                 listens is told of each stage.

Resource            ../../resources/orders.resource

Suite Setup         Prepare For Orders

Test Tags           tier3    T3.7    workflow    webhook    inquiry    datastore
Test Timeout        300s


*** Test Cases ***
A Large Order Goes The Whole Way
    [Documentation]    Webhook, limit, approval, two steps side by side, key; each stage is announced, and the frames are in the
    ...    order of the stages.
    [Tags]    notification
    ${stream}=    Open Notification Stream    all
    ${order}    ${parent}=    Place An Order    500
    ${inquiry}=    Wait For Inquiry    ${parent}    timeout=15s
    Should Be Equal    ${inquiry.prompt}    Spend 500?
    Order Should Be Waiting    ${parent}    ${inquiry}
    Respond To Inquiry    ${inquiry}    ${{ {'approved': True, 'discount': 20} }}
    Wait For Execution Status    ${parent}    completed
    Tasks Should Have Run    ${parent}    ${APPROVED}
    ${line}=    Tasks Should Be In Order    ${parent}    look    approve    split    book inform    store
    Stored Total Should Be    ${order}    ${960}
    Stages Should Have Been Announced    ${stream}    ${order}    ${parent}    ${inquiry}
    Summary    ${line}

A Stage Starts When The One Before It Has
    [Documentation]    The moments at which the stages started follow each other, the steps side by side share theirs.
    ${order}    ${parent}=    Place An Order    500
    Answer In Turn    ${parent}    ${{ [{'approved': True, 'discount': 0}] }}
    Wait For Execution Status    ${parent}    completed
    ${tasks}=    Tasks Should Have Run    ${parent}    ${APPROVED}
    VAR    @{before}    ${tasks.look.started_at}    ${tasks.approve.started_at}    ${tasks.split.started_at}
    VAR    @{starts}    @{before}    ${tasks.book.started_at}    ${tasks.store.started_at}
    Should Be Equal    ${starts}    ${{ sorted($starts) }}
    Should Be True    $tasks.split.started_at < $tasks.inform.started_at < $tasks.store.started_at
    ${parents}=    Evaluate    {(task.parent, task.enforcement) for task in $tasks.values()}
    Should Be Equal    ${parents}    ${{ {($parent.id, $parent.enforcement)} }}
    Summary    event ${order.event}: ${starts}

An Order Within The Limit Is Never Asked About
    [Documentation]    Up to the limit and with it: no question, the steps and the key all the same; above it, a question.
    [Template]    Order Should Pass Without A Question
    # amount    stored
    1    ${2}
    99    ${198}
    100    ${200}

The Limit In The Key Store Decides
    [Documentation]    The same order is asked about after the limit was lowered, and not before.
    ${_}    ${first}=    Place An Order    60
    Wait For Execution Status    ${first}    completed
    Tasks Should Have Run    ${first}    ${UNASKED}
    Update Key    ${LIMIT}    value=${50}
    ${after}    ${second}=    Place An Order    60
    ${inquiry}=    Wait For Inquiry    ${second}    timeout=15s
    Order Should Be Waiting    ${second}    ${inquiry}
    Answer In Turn    ${second}    ${{ [{'approved': True, 'discount': 10}] }}
    Wait For Execution Status    ${second}    completed
    Stored Total Should Be    ${after}    ${100}
    Summary    60 within 100: ${UNASKED}; above 50: inquiry ${inquiry.id}
    [Teardown]    Update Key    ${LIMIT}    value=${100}

A Refused Order Changes Nothing
    [Documentation]    It goes to the one task for refusals; no step runs, and the key is as it was.
    ${order}    ${parent}=    Place An Order    500
    Answer In Turn    ${parent}    ${{ [{'approved': False, 'reason': 'too dear'}] }}
    Wait For Execution Status    ${parent}    completed
    ${tasks}=    Tasks Should Have Run    ${parent}    look:completed approve:completed refuse:completed    settle=1s
    Json Should Match    ${tasks.refuse.config}    ${{ {'message': 'too dear'} }}
    Stored Total Should Be    ${order}    ${UNTOUCHED}
    Summary    execution ${parent.id}: ${tasks.refuse.config.message}

Values Reach Every Stage That Needs Them
    [Documentation]    The order's number from the webhook to the key, the limit from the key to the transition, the discount from
    ...    the answer to the sum; types kept.
    ${order}    ${parent}=    Place An Order    250.5
    Answer In Turn    ${parent}    ${{ [{'approved': True, 'discount': 0.5}] }}
    ${done}=    Wait For Execution Status    ${parent}    completed
    ${tasks}=    Tasks Should Have Run    ${parent}    ${APPROVED}
    Json Should Match    ${parent.config}    ${{ {'amount': 250.5, 'key': $order.key.ref} }}
    Json Should Match    ${tasks.book.config}    ${{ {'message': {'total': 500.0}} }}
    Json Should Match    ${tasks.inform.config}    ${{ {'message': {'text': 'order of 250.5'}} }}
    Stored Total Should Be    ${order}    ${500.0}
    Json Should Match    ${done.result}    ${{ {'succeeded': True, 'total': 500.0} }}    mode=subset
    Summary    execution ${parent.id}: 2 * 250.5 - 2 * 0.5 = ${done.result.total}

Orders Side By Side Keep Apart
    [Documentation]    One waits for its answer while another, which came later, completes; each leaves its own total.
    ${large}    ${waiting}=    Place An Order    300
    ${inquiry}=    Wait For Inquiry    ${waiting}    timeout=15s
    ${small}    ${quick}=    Place An Order    30
    Wait For Execution Status    ${quick}    completed
    Order Should Be Waiting    ${waiting}    ${inquiry}
    Stored Total Should Be    ${small}    ${60}
    Stored Total Should Be    ${large}    ${UNTOUCHED}
    Answer In Turn    ${waiting}    ${{ [{'approved': True, 'discount': 0}] }}
    Wait For Execution Status    ${waiting}    completed
    Stored Total Should Be    ${large}    ${600}
    Summary    execution ${quick.id} completed while ${waiting.id} waited

One Branch Runs And It Is The Right One
    [Documentation]    Three branches of one task, by the size of the order: just that task, and what it leads to.
    [Template]    Branch Should Be
    # amount    branch
    5    small
    50    middle
    500    large

Values Published Side By Side All Arrive
    [Documentation]    Four quick steps publish a value each; what joins them is given all four.
    [Tags]    gap:parallel-publish
    VAR    ${all}    ["{{ workflow.va }}", "{{ workflow.vb }}", "{{ workflow.vc }}", "{{ workflow.vd }}"]
    ${workflow}=    Create Workflow Of Tasks
    ...    {name: split, action: ${OK}, next: [{do: [a, b, c, d]}]}
    ...    {name: a, action: ${SAY}, input: {message: {n: 1}}, next: [{publish: [va: "{{ result().n }}"], do: [end]}]}
    ...    {name: b, action: ${SAY}, input: {message: {n: 2}}, next: [{publish: [vb: "{{ result().n }}"], do: [end]}]}
    ...    {name: c, action: ${SAY}, input: {message: {n: 3}}, next: [{publish: [vc: "{{ result().n }}"], do: [end]}]}
    ...    {name: d, action: ${SAY}, input: {message: {n: 4}}, next: [{publish: [vd: "{{ result().n }}"], do: [end]}]}
    ...    {name: end, action: ${SAY}, join: 4, input: {message: ${all}}}
    ...    variables=${{ {'va': 0, 'vb': 0, 'vc': 0, 'vd': 0} }}
    ${parent}=    Run Action    ${workflow}
    ${tasks}=    Tasks Should Have Run    ${parent}    split:completed a:completed b:completed c:completed d:completed end:completed
    Json Should Match    ${tasks.end.config}    ${{ {'message': [1, 2, 3, 4]} }}
    Summary    execution ${parent.id}: ${tasks.end.config.message}

A Step That Fails Ends The Order
    [Documentation]    Of two steps that are joined one fails: the workflow fails, and nothing is stored.
    [Tags]    failure    gap:join-after-failure
    ${key}=    Create Key    value=${UNTOUCHED}
    ${workflow}=    Create Workflow Of Tasks
    ...    {name: split, action: ${OK}, next: [{do: [book, inform]}]}
    ...    {name: book, action: ${BAD}, next: [{do: [store]}]}
    ...    {name: inform, action: ${NAP}, input: {duration: 1}, next: [{do: [store]}]}
    ...    {name: store, action: ${WRITER}, join: 2, input: {requests: [{do: update, ref: ${key.ref}, value: 1}]}}
    ${parent}=    Run Action    ${workflow}    expect=failed    timeout=10s
    Tasks Should Have Run    ${parent}    split:completed book:failed inform:completed
    Get Key Value    ${key}    ==    ${UNTOUCHED}
    Summary    execution ${parent.id}: ${parent.result.error}

A Failed Step Can Be Made Good
    [Documentation]    What handles it runs instead, the stages behind it follow, and the order is stored.
    ${key}=    Create Key    value=${UNTOUCHED}
    ${workflow}=    Create Workflow Of Tasks
    ...    {name: book, action: ${BAD}, next: [{when: "{{ failed() }}", do: [repair]}]}
    ...    {name: repair, action: ${SAY}, input: {message: {total: 7}}, next: [{do: [store]}]}
    ...    {name: store, action: ${WRITER}, input: {requests: [{do: update, ref: ${key.ref}, value: "{{ task.repair.total }}"}]}}
    ${parent}=    Run Action    ${workflow}
    Tasks Should Have Run    ${parent}    book:failed repair:completed store:completed
    Tasks Should Be In Order    ${parent}    book    repair    store
    Get Key Value    ${key}    ==    ${7}
    Summary    execution ${parent.id}: repaired, ${key.ref} is 7
