*** Settings ***
Documentation       T2.10 Parallel execution (with-items).
...                 A task over a list runs as many of its items at once as its concurrency says.
...
...                 Success: the most that run at the same moment is the concurrency itself, or the number of items where
...                 that is less; each item runs once, in a process of its own; the whole takes as long as its rounds,
...                 not as long as its items together.

Resource            ../../resources/fan_out.resource

Suite Setup         Prepare For Fan Out

Test Tags           tier2    T2.10    workflow
Test Timeout        300s


*** Test Cases ***
As Many Items Run At Once As The Concurrency Says
    [Documentation]    The peak is exact, each item is run once, and the time is that of the rounds: 5 items of 1.5 s
    ...    side by side take 1.5 s and not 7.5.
    [Template]    Fan Out Should Take Its Rounds
    # items    concurrency    seconds each    at once    rounds
    5    5    1.5    5    1
    10    3    0.4    3    4
    3    1    0.3    1    3
    4    2    0.5    2    2
    20    10    2    10    2

A Concurrency Beyond The Number Of Items Sets No Limit
    [Documentation]    Six items and room for fifty: all six run at once.
    [Template]    Fan Out Should Take Its Rounds
    # items    concurrency    seconds each    at once    rounds
    6    50    1.5    6    1
    1    5    0.2    1    1

Without A Concurrency Items Run One After Another
    [Documentation]    The platform's default is one at a time, in the order of the list.
    ${workflow}=    Create With Items Workflow    ${WORK}
    ${parent}=    Run Action    ${workflow}    parameters=${{ {'items': [0.3, 0.2, 0.1, 0.3]} }}
    Each Item Should Have Run    ${parent}    ${{ [0.3, 0.2, 0.1, 0.3] }}
    ${line}=    Children Should Overlap    ${parent}    at_most=1    in_order=True
    Execution Should Have Lasted    ${parent}    at_least=0.9s    at_most=5s
    Summary    ${line}, in order

Items Side By Side Do Not Meet
    [Documentation]    Eight processes at once, each with a number of its own, each printing its own item at the end: nothing of
    ...    one is in another's output.
    ${action}=    Create Simple Action    script=echo "$$ $message"; sleep 0.7; echo "$$ $message"
    ${workflow}=    Create With Items Workflow    ${action}    concurrency=8
    VAR    ${items}    ${{ [f'item {n}' for n in range(8)] }}
    ${parent}=    Run Action    ${workflow}    parameters=${{ {'items': $items} }}
    ${children}=    Each Item Should Have Run    ${parent}    ${items}
    ${lines}=    Evaluate    [child.result.stdout.splitlines() for child in $children]
    Should Be Equal    ${{ [line.partition(' ')[2] for pair in $lines for line in pair] }}
    ...    ${{ [line for n in range(8) for line in [f'item {n}'] * 2] }}
    Should Be Equal As Integers    ${{ len({line.partition(' ')[0] for pair in $lines for line in pair}) }}    8
    Children Should Overlap    ${parent}    at_least=8    at_most=8
    Summary    execution ${parent.id}: 8 processes of their own

What Follows A Fan Out Waits For All Of Its Items
    [Documentation]    The next task is not asked for before the slowest item has ended, wherever in the list it stands.
    [Template]    Task After Items Should Wait
    # seconds of each item
    \[1.2, 0.1, 0.1]
    \[0.1, 1.2, 0.1]
    \[0.1, 0.1, 1.2]

Two Fan Outs Side By Side Have Each Their Own Limit
    [Documentation]    Concurrency 1 and 3 in one workflow: each task keeps to its own.
    ${workflow}=    Create Workflow Of Tasks
    ...    {name: narrow, action: ${WORK}, with_items: "{{ [0.5, 0.5, 0.5] }}", input: {message: "{{ item }}"}}
    ...    {name: wide, action: ${WORK}, with_items: "{{ [1, 1, 1] }}", concurrency: 3, input: {message: "{{ item }}"}}
    ${parent}=    Run Action    ${workflow}
    Tasks Should Have Run    ${parent}    narrow:completed,completed,completed wide:completed,completed,completed
    Children Should Overlap    ${parent}    task=narrow    at_most=1
    Children Should Overlap    ${parent}    task=wide    at_least=3    at_most=3
    ${line}=    Children Should Overlap    ${parent}    at_least=4    at_most=4
    Summary    ${line}

A Failing Item Makes Room For The Next
    [Documentation]    With a concurrency of 2 the first item fails at once: the others run all the same, never three at a time,
    ...    and the parent fails after them.
    [Tags]    failure
    ${action}=    Create Simple Action    script=[ "$message" != 0 ] || { echo refused >&2; exit 5; }; sleep "$message"
    ${workflow}=    Create With Items Workflow    ${action}    concurrency=2
    VAR    ${items}    ${{ [0, 0.6, 0.6, 0.6] }}
    ${parent}=    Run Action    ${workflow}    parameters=${{ {'items': $items} }}
    ...    expect=failed    error=Workflow failed: 1 task(s) failed: each
    ${children}=    Each Item Should Have Run    ${parent}    ${items}    expect=${{ ['failed'] + ['completed'] * 3 }}
    Failure Should Be Recorded    ${children}[0]    5    stderr=refused\n
    Children Should Overlap    ${parent}    at_least=2    at_most=2
    ${line}=    Parent Should Enclose Its Children    ${parent}
    Summary    ${line}

A List That A Task Printed Is Worked Through
    [Documentation]    The items come from an earlier task's output: as many children as it printed elements, none before it.
    ${workflow}=    Create Workflow Of Tasks
    ...    {name: plan, action: ${SAY}, input: {message: {jobs: [0.1, 0.2, 0.3, 0.4]}}, next: [{do: [each]}]}
    ...    {name: each, action: ${WORK}, with_items: "{{ task.plan.jobs }}", concurrency: 4, input: {message: "{{ item }}"}}
    ${parent}=    Run Action    ${workflow}
    Tasks Should Have Run    ${parent}    plan:completed each:completed,completed,completed,completed
    ${line}=    Tasks Should Be In Order    ${parent}    plan    each
    Summary    ${line}
