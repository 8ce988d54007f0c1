*** Settings ***
Documentation       T2.11 Sequential workflow with dependencies.
...                 Tasks run in the order of their transitions, and a join waits for the branches it joins.
...
...                 Success: no task is asked for before the one it depends on has ended; each sees the results of those
...                 before it; a join runs once, after all of its branches; the total time is the sum along a chain and the
...                 longest branch of a diamond; what depends on a failure never starts, and the parent fails.

Resource            ../../resources/workflow_tasks.resource

Suite Setup         Prepare For Tasks

Test Tags           tier2    T2.11    workflow
Test Timeout        300s


*** Test Cases ***
Three Tasks Run One After Another
    [Documentation]    Half a second each: none is asked for before the one before it has ended, and the whole takes their sum.
    ${workflow}=    Create Workflow Of Tasks
    ...    {name: a, action: ${NAP}, input: {duration: 0.5}, next: [{when: "{{ succeeded() }}", do: [b]}]}
    ...    {name: b, action: ${NAP}, input: {duration: 0.5}, next: [{when: "{{ succeeded() }}", do: [c]}]}
    ...    {name: c, action: ${NAP}, input: {duration: 0.5}}
    ${parent}=    Run Action    ${workflow}
    Tasks Should Have Run    ${parent}    a:completed b:completed c:completed
    ${line}=    Tasks Should Be In Order    ${parent}    a    b    c
    Children Should Overlap    ${parent}    at_most=1
    Execution Should Have Lasted    ${parent}    at_least=1.5s    at_most=4.5s
    Parent Should Enclose Its Children    ${parent}
    Get Execution Transitions    ${parent}    ==    ${PARENT_COMPLETED}
    Summary    ${line}

The Order Is That Of The Transitions
    [Documentation]    However the definition lists the tasks, they run from a to d.
    [Template]    Listed Tasks Should Run From A To D
    # listed as
    a b c d
    d c b a
    c a d b

Each Task Names The One That Led To It
    [Documentation]    The first has none before it; the others name their predecessor, and all of them one workflow.
    ${workflow}=    Create Workflow Of Tasks
    ...    {name: a, action: ${OK}, next: [{do: [b]}]}
    ...    {name: b, action: ${OK}, next: [{do: [c]}]}
    ...    {name: c, action: ${OK}}
    ${parent}=    Run Action    ${workflow}
    ${tasks}=    Tasks Should Have Run    ${parent}    a:completed b:completed c:completed
    ${led}=    Evaluate    {name: task.workflow_task.get('triggered_by') for name, task in $tasks.items()}
    Json Should Match    ${led}    ${{ {'a': None, 'b': 'a', 'c': 'b'} }}
    Should Be True    len({task.workflow_task.workflow_execution for task in $tasks.values()}) == 1
    Summary    execution ${parent.id}: ${led}

Every Task Sees The Results Of All Before It
    [Documentation]    The third gets what the first printed and what the second made of it, through results and publishing.
    ${workflow}=    Create Workflow Of Tasks
    ...    {name: a, action: ${SAY}, input: {message: {n: 20, word: alpha}}, next: [{publish: [base: "{{ result().n }}"], do: [b]}]}
    ...    {name: b, action: ${SAY}, input: {message: {n: "{{ base + 1 }}"}}, next: [{publish: [more: "{{ result().n }}"], do: [c]}]}
    ...    {name: c, action: ${SAY}, input: {message: ["{{ task.a.word }}", "{{ task.b.n }}", "{{ workflow.base * workflow.more }}"]}}
    ...    output_map=${{ {'product': '{{ workflow.base * workflow.more }}', 'printed': '{{ task.c.stdout }}'} }}
    ${parent}=    Run Action    ${workflow}
    ${tasks}=    Tasks Should Have Run    ${parent}    a:completed b:completed c:completed
    Json Should Match    ${tasks.c.config}    ${{ {'message': ['alpha', 21, 420]} }}
    Json Should Match    ${{ json.loads($tasks.c.result.stdout) }}    ${{ ['alpha', 21, 420] }}
    Json Should Match    ${parent.result}    ${{ {'succeeded': True, 'product': 420, 'printed': $tasks.c.result.stdout} }}
    Summary    execution ${parent.id}: ${tasks.c.result.stdout.strip()}

Published Values Keep Their Types On The Way
    [Documentation]    From the parameters through a published variable into the next task: deeply equal.
    [Template]    Published Value Should Arrive Unchanged
    # value
    "text with \\"quotes\\" and Grüße"
    7
    2.5
    true
    null
    \[]
    \[1, "1", null, {"a": []}]
    {"nested": {"list": [1.0, 1], "flag": false}}

A Join Waits For Both Branches Whichever Is Slower
    [Documentation]    A diamond: the branches overlap, the last task runs once, after both; the whole takes the longer one.
    [Template]    Diamond Should Close After Both
    # seconds of the left branch    of the right one
    0.2    1.2
    1.2    0.2
    0.8    0.8

A Join Sees The Results Of All Its Branches
    [Documentation]    Three branches print a word each; the task that joins them gets all three, and runs once.
    ${workflow}=    Create Workflow Of Tasks
    ...    {name: split, action: ${OK}, next: [{do: [red, green, blue]}]}
    ...    {name: red, action: ${SAY}, input: {message: {word: rot}}, next: [{do: [paint]}]}
    ...    {name: green, action: ${SAY}, input: {message: {word: grün}}, next: [{do: [paint]}]}
    ...    {name: blue, action: ${SAY}, input: {message: {word: blau}}, next: [{do: [paint]}]}
    ...    {name: paint, action: ${SAY}, join: 3, input: {message: "{{ task.red.word }} {{ task.green.word }} {{ task.blue.word }}"}}
    ${parent}=    Run Action    ${workflow}
    ${tasks}=    Tasks Should Have Run    ${parent}
    ...    split:completed red:completed green:completed blue:completed paint:completed
    Should Be Equal    ${tasks.paint.result.stdout}    rot grün blau\n
    ${line}=    Tasks Should Be In Order    ${parent}    split    red green blue    paint
    Summary    ${line}

A Join Of One Runs With The First Branch
    [Documentation]    It does not wait for the slow branch, and the slow one does not start it again.
    ${workflow}=    Create Workflow Of Tasks
    ...    {name: quick, action: ${OK}, next: [{do: [after]}]}
    ...    {name: slow, action: ${NAP}, input: {duration: 1.5}, next: [{do: [after]}]}
    ...    {name: after, action: ${OK}, join: 1}
    ${parent}=    Run Action    ${workflow}
    ${tasks}=    Tasks Should Have Run    ${parent}    quick:completed slow:completed after:completed
    Tasks Should Be In Order    ${parent}    quick    after
    Should Be True    $tasks.after.updated < $tasks.slow.updated
    Summary    execution ${parent.id}: ${tasks.after.id} was over before ${tasks.slow.id}

Without A Join A Task Runs Once With The First That Reaches It
    [Documentation]    Two branches lead to it: one execution, after the quicker of them.
    ${workflow}=    Create Workflow Of Tasks
    ...    {name: quick, action: ${OK}, next: [{do: [after]}]}
    ...    {name: slow, action: ${NAP}, input: {duration: 1}, next: [{do: [after]}]}
    ...    {name: after, action: ${OK}}
    ${parent}=    Run Action    ${workflow}
    ${tasks}=    Tasks Should Have Run    ${parent}    quick:completed slow:completed after:completed    settle=1s
    Should Be Equal    ${{ $tasks.after.workflow_task.get('triggered_by') }}    quick
    Summary    execution ${parent.id}: after ran once, as ${tasks.after.id}

What Depends On A Failure Never Starts
    [Documentation]    Wherever in the chain it fails: those before it have completed, those after it never start, and the
    ...    parent fails naming it.
    [Tags]    failure
    [Template]    Chain Should Break At
    # failing task    tasks
    a    a:failed
    b    a:completed b:failed
    c    a:completed b:completed c:failed

A Join Without One Of Its Branches Fails The Workflow
    [Documentation]    One branch fails, so the two that are to be joined can never both complete: the workflow fails and
    ...    names the task that cannot start.
    [Tags]    failure    gap:join-after-failure
    ${workflow}=    Create Workflow Of Tasks
    ...    {name: good, action: ${OK}, next: [{do: [after]}]}
    ...    {name: bad, action: ${BAD}, next: [{do: [after]}]}
    ...    {name: after, action: ${OK}, join: 2}
    ${parent}=    Run Action    ${workflow}    expect=failed    timeout=10s
    Tasks Should Have Run    ${parent}    good:completed bad:failed    settle=1s
    Should Contain    ${parent.result.error}    'after' cannot start
    Summary    execution ${parent.id}: ${parent.result.error}

Two Runs Of One Chain Keep Their Results Apart
    [Documentation]    Started together with different words, each chain passes on its own.
    ${workflow}=    Create Workflow Of Tasks
    ...    {name: a, action: ${SAY}, input: {message: "{{ parameters.word }}"}, next: [{publish: [word: "{{ result().stdout }}"], do: [b]}]}
    ...    {name: b, action: ${SAY}, input: {message: "again {{ workflow.word }}"}}
    ${first}=    Execute Action    ${workflow}    parameters=${{ {'word': 'one'} }}
    ${second}=    Execute Action    ${workflow}    parameters=${{ {'word': 'two'} }}
    Wait For Execution Status    ${first}    completed
    Wait For Execution Status    ${second}    completed
    ${of_first}=    Tasks Should Have Run    ${first}    a:completed b:completed
    ${of_second}=    Tasks Should Have Run    ${second}    a:completed b:completed
    Should Be Equal    ${of_first.b.config.message}    again one\n
    Should Be Equal    ${of_second.b.config.message}    again two\n
    Summary    executions ${first.id} and ${second.id}
