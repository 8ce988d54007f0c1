*** Settings ***
Documentation       T2.1 Nested workflow execution.
...                 A task of a workflow may be a workflow itself; the executions form a tree.
...
...                 Success: exactly the executions that the definitions name, on exactly their levels, each naming its
...                 parent; every parent runs from before its first child until after its last; results come up through
...                 each output map with their types; a failure below fails, or is handled, on the way up.

Resource            ../../resources/workflow_tasks.resource

Suite Setup         Prepare For Nested Workflows

Test Tags           tier2    T2.1    workflow
Test Timeout        300s


*** Variables ***
${EVERY_KIND}           {"text": "Grüße", "number": 7, "fraction": 2.5, "flag": true, "nothing": null, "list": [1, "2"], "object": {"a": 1}}
# A text that names these is one expression, so its value keeps its type.
&{NAMES_OF_VALUES}      text={{ task.inner.text }}    number={{ task.inner.number }}    fraction={{ task.inner.fraction }}
...                     flag={{ task.inner.flag }}    nothing={{ task.inner.nothing }}    list={{ task.inner.list }}
...                     object={{ task.inner.object }}
&{GREETING_BELOW}       greeting={{ task.leaf.stdout }}
&{GREETING_ABOVE}       greeting={{ task.inner.greeting }}
@{LEAF_COMPLETED}       requested    scheduling    scheduled    running    completed


*** Test Cases ***
A Workflow Within A Workflow Makes Three Levels
    [Documentation]    One child, two grandchildren, no more: each names its parent, and each parent is over after them.
    ${parent}=    Run Action    ${OUTER}
    ${below}=    Execution Tree Should Be    ${parent}    {middle completed: {one completed, two completed}}
    Execution Count Should Stay    1    parent=${parent}    for=500ms
    Execution Count Should Stay    2    parent=${below}[0]    for=500ms
    Should Be Equal    ${parent.get('parent')}    ${None}
    Should Be Equal    ${below}[0][action_ref]    ${MIDDLE.ref}
    Should Be Equal    ${{ [one.action_ref for one in $below[1:]] }}    ${{ [$OK, $OK] }}
    Tasks Should Be In Order    ${below}[0]    one    two
    Summary    execution ${parent.id} > ${below}[0][id] > ${below}[1][id], ${below}[2][id]

The Workflows Of Every Level Go Through Their Own Statuses
    [Documentation]    Requested, scheduling, running, completed; a workflow never has a worker, its leaves have one.
    ${parent}=    Run Action    ${OUTER}
    ${below}=    Execution Tree Should Be    ${parent}    {middle completed: {one completed, two completed}}
    Get Execution Transitions    ${parent}    ==    ${PARENT_COMPLETED}
    Get Execution Transitions    ${below}[0]    ==    ${PARENT_COMPLETED}
    Get Execution Transitions    ${below}[1]    ==    ${LEAF_COMPLETED}
    Should Be Equal    ${{ [one.worker is None for one in [$parent, *$below]] }}    ${{ [True, True, False, False] }}
    Summary    executions ${{ [one.id for one in [$parent, *$below]] }}: ${{ ' '.join($PARENT_COMPLETED) }}

Workflows Nest As Deep As They Are Defined
    [Documentation]    The chain has exactly as many levels as workflows were put into one another, and one leaf.
    [Template]    Nested Workflows Should Reach Their Leaf
    # workflows    tree
    1    {nested completed}
    2    {nested completed: {nested completed}}
    3    {nested completed: {nested completed: {nested completed}}}
    5    {nested completed: {nested completed: {nested completed: {nested completed: {nested completed}}}}}

Values Come Up Through Every Output Map With Their Types
    [Documentation]    What the leaf printed as JSON is the result of the topmost workflow, two output maps further up.
    ${inner}=    Create Workflow Of Tasks    {name: inner, action: ${SAY}, input: {message: "{{ parameters.values }}"}}
    ...    output_map=${NAMES_OF_VALUES}
    ${outer}=    Create Workflow Of Tasks
    ...    {name: inner, action: ${inner.ref}, input: {values: "{{ parameters.values }}"}}
    ...    output_map=${NAMES_OF_VALUES}
    ${values}=    Evaluate    json.loads($EVERY_KIND)
    ${parent}=    Run Action    ${outer}    parameters=${{ {'values': $values} }}
    ${below}=    Execution Tree Should Be    ${parent}    {inner completed: {inner completed}}
    Json Should Match    ${parent.result}    ${{ {'succeeded': True, **$values} }}
    Json Should Match    ${below}[0][result]    ${{ {'succeeded': True, **$values} }}
    Summary    execution ${parent.id}: ${EVERY_KIND}

An Entry Of The Output Map That Cannot Be Had Is Left Out
    [Documentation]    The others come up all the same, at each level.
    ${inner}=    Create Workflow Of Tasks    {name: leaf, action: ${OK}}
    ...    output_map=${{ {'exit': '{{ task.leaf.exit_code }}', 'lost': '{{ task.leaf.nope }}'} }}
    ${outer}=    Create Workflow Of Tasks    {name: inner, action: ${inner.ref}}
    ...    output_map=${{ {'exit': '{{ task.inner.exit }}', 'lost': '{{ task.inner.lost }}'} }}
    ${parent}=    Run Action    ${outer}
    Json Should Match    ${parent.result}    ${{ {'succeeded': True, 'exit': 0} }}
    Summary    execution ${parent.id}: ${parent.result}

Parameters Go Down To The Leaf And Its Answer Comes Back
    [Documentation]    Each level renders its own input from the one above; the leaf's greeting reaches the top.
    ${inner}=    Create Workflow Of Tasks
    ...    {name: leaf, action: ${SAY}, input: {message: "Hello {{ parameters.name }}, {{ parameters.age }}"}}
    ...    output_map=${GREETING_BELOW}
    ${outer}=    Create Workflow Of Tasks
    ...    {name: inner, action: ${inner.ref}, input: {name: "{{ parameters.who }}", age: "{{ parameters.years + 1 }}"}}
    ...    output_map=${GREETING_ABOVE}
    ${parent}=    Run Action    ${outer}    parameters=${{ {'who': 'Ann', 'years': 41} }}
    ${below}=    Execution Tree Should Be    ${parent}    {inner completed: {leaf completed}}
    Json Should Match    ${below}[0][config]    ${{ {'name': 'Ann', 'age': 42} }}
    Json Should Match    ${below}[1][config]    ${{ {'message': 'Hello Ann, 42'} }}
    Json Should Match    ${parent.result}    ${{ {'succeeded': True, 'greeting': 'Hello Ann, 42\n'} }}
    Summary    execution ${parent.id}: ${parent.result.greeting.strip()}

A Parent Waits For The Slowest Grandchild
    [Documentation]    One branch of the inner workflow takes two seconds: every level above lasts as long.
    ${inner}=    Create Workflow Of Tasks
    ...    {name: quick, action: ${OK}}
    ...    {name: slow, action: ${NAP}, input: {duration: 2}}
    ${outer}=    Create Workflow Of Tasks
    ...    {name: inner, action: ${inner.ref}, next: [{do: [after]}]}
    ...    {name: after, action: ${OK}}
    ${parent}=    Run Action    ${outer}
    ${below}=    Execution Tree Should Be    ${parent}
    ...    {inner completed: {quick completed, slow completed}, after completed: {}}
    Execution Should Have Lasted    ${below}[0]    at_least=2s    at_most=6s
    ${seconds}=    Execution Should Have Lasted    ${parent}    at_least=2s    at_most=8s
    Tasks Should Be In Order    ${parent}    inner    after
    Summary    execution ${parent.id} ran ${seconds} s around a grandchild of 2 s

A Failure In A Grandchild Goes Up Level By Level
    [Documentation]    Each level fails, names its own task, and starts nothing after it.
    [Tags]    failure
    ${inner}=    Create Workflow Of Tasks
    ...    {name: one, action: ${OK}, next: [{when: "{{ succeeded() }}", do: [two]}]}
    ...    {name: two, action: ${BAD}, next: [{when: "{{ succeeded() }}", do: [three]}]}
    ...    {name: three, action: ${OK}}
    ${outer}=    Create Workflow Of Tasks
    ...    {name: middle, action: ${inner.ref}, next: [{when: "{{ succeeded() }}", do: [after]}]}
    ...    {name: after, action: ${OK}}
    ${parent}=    Run Action    ${outer}    expect=failed
    ${below}=    Execution Tree Should Be    ${parent}    {middle failed: {one completed, two failed}}
    Json Should Match    ${parent.result}    ${{ {'succeeded': False, 'error': 'Workflow failed: 1 task(s) failed: middle'} }}
    Json Should Match    ${below}[0][result]    ${{ {'succeeded': False, 'error': 'Workflow failed: 1 task(s) failed: two'} }}
    Get Execution Transitions    ${below}[0]    ==    ${PARENT_FAILED}
    Execution Count Should Stay    1    parent=${parent}    for=1s
    Summary    execution ${parent.id} and ${below}[0][id] failed with ${below}[2][id]

A Failure In A Grandchild May Be Handled On The Way Up
    [Documentation]    Handled inside, the inner workflow completes; handled outside, only the outer one does.
    [Tags]    failure
    [Template]    Handled Failure Should End There
    # when the inner handler runs    tree
    failed()    {middle completed: {leaf failed, handler completed}}
    succeeded()    {middle failed: {leaf failed}, handler completed: {}}

Two Tasks May Run One Workflow
    [Documentation]    Each has a subtree of its own; the second begins after the whole of the first, with its result.
    ${inner}=    Create Workflow Of Tasks    {name: leaf, action: ${SAY}, input: {message: "{{ parameters.word }}"}}
    ...    output_map=${GREETING_BELOW}
    ${outer}=    Create Workflow Of Tasks
    ...    {name: first, action: ${inner.ref}, input: {word: alpha}, next: [{do: [second]}]}
    ...    {name: second, action: ${inner.ref}, input: {word: "{{ task.first.greeting }}beta"}}
    ${parent}=    Run Action    ${outer}
    ${below}=    Execution Tree Should Be    ${parent}
    ...    {first completed: {leaf completed}, second completed: {leaf completed}}
    Tasks Should Be In Order    ${parent}    first    second
    Should Be Equal    ${{ [one.config['message'] for one in $below if 'message' in one.config] }}
    ...    ${{ ['alpha', 'alpha\nbeta'] }}
    Summary    execution ${parent.id}: ${{ [one.id for one in $below] }}

A List Runs One Workflow For Each Item
    [Documentation]    Three items, three workflows with a leaf each, which printed its own item.
    ${inner}=    Create Workflow Of Tasks    {name: leaf, action: ${SAY}, input: {message: "{{ parameters.message }}"}}
    ${outer}=    Create With Items Workflow    ${inner}    concurrency=3
    ${parent}=    Run Action    ${outer}    parameters=${{ {'items': ['a', 2, None]} }}
    ${below}=    Execution Tree Should Be    ${parent}
    ...    {'each[0] completed': {leaf completed}, 'each[1] completed': {leaf completed}, 'each[2] completed': {leaf completed}}
    Json Should Match    ${{ [one.config for one in $below[1::2]] }}
    ...    ${{ [{'message': 'a'}, {'message': 2}, {'message': None}] }}
    Summary    execution ${parent.id}: ${{ [one.id for one in $below] }}

A Workflow That Calls Itself Ends Where Its Condition Says
    [Documentation]    It calls itself with one less, and at 0 no more: three workflows, of which the top completes last.
    ${ref}=    Unique Ref    countdown
    ${workflow}=    Create Workflow Of Tasks
    ...    {name: count, action: ${SAY}, input: {message: "{{ parameters.n }}"}, next: [{when: "{{ parameters.n > 0 }}", do: [again]}]}
    ...    {name: again, action: ${PACK_REF}.${ref}, input: {n: "{{ parameters.n - 1 }}"}}
    ...    ref=${ref}
    ${parent}=    Run Action    ${workflow}    parameters=${{ {'n': 2} }}
    ${below}=    Execution Tree Should Be    ${parent}
    ...    {count completed: {}, again completed: {count completed: {}, again completed: {count completed: {}}}}
    Should Be Equal    ${{ [one.config['message'] for one in $below if 'message' in one.config] }}    ${{ [2, 1, 0] }}
    Summary    execution ${parent.id} called itself twice: ${{ [one.id for one in $below] }}

A Rule's Enforcement Is That Of The Whole Tree
    [Documentation]    A webhook runs the outer workflow: everything below names the same enforcement, and it runs once.
    [Tags]    webhook
    ${automation}=    Create Webhook Automation    action=${OUTER}    action_params=${{ {'n': '{{ event.payload.n }}'} }}
    ${fired}=    Fire Webhook    ${automation.trigger}    ${{ {'n': 1} }}
    ${runs}=    Each Event Should Have Run Once    ${automation.rule}    ${{ [$fired] }}
    ${below}=    Execution Tree Should Be    ${runs}[0]    {middle completed: {one completed, two completed}}
    Wait For Execution Count    4    operator===    enforcement=${runs}[0][enforcement]
    Should Be Equal    ${{ {one.enforcement for one in $below} }}    ${{ {$runs[0].enforcement} }}
    Summary    event ${fired.event_id} -> execution ${runs}[0][id] -> ${{ [one.id for one in $below] }}

Two Runs Of Nested Workflows Keep Apart
    [Documentation]    Started together, each has a complete tree of its own.
    ${first}=    Execute Action    ${OUTER}
    ${second}=    Execute Action    ${OUTER}
    Wait For Execution Status    ${first}    completed
    Wait For Execution Status    ${second}    completed
    ${of_first}=    Execution Tree Should Be    ${first}    {middle completed: {one completed, two completed}}
    ${of_second}=    Execution Tree Should Be    ${second}    {middle completed: {one completed, two completed}}
    Should Be True    {one.id for one in $of_first}.isdisjoint({one.id for one in $of_second})
    Summary    executions ${first.id} and ${second.id} with three below each


*** Keywords ***
Prepare For Nested Workflows
    [Documentation]    The actions, the workflow ``${MIDDLE}`` of two tasks in a row, and ``${OUTER}`` with it as its one task.
    Prepare For Tasks
    ${middle}=    Create Workflow Of Tasks
    ...    {name: one, action: ${OK}, next: [{when: "{{ succeeded() }}", do: [two]}]}
    ...    {name: two, action: ${OK}}
    VAR    ${MIDDLE}    ${middle}    scope=SUITE
    ${outer}=    Create Workflow Of Tasks    {name: middle, action: ${MIDDLE.ref}}
    VAR    ${OUTER}    ${outer}    scope=SUITE
