*** Settings ***
Documentation       T1.5 Workflow with array iteration (with-items).
...                 One task fans out into one child execution for each element of a list; the parent waits for all.
...
...                 Success: exactly as many children as elements, each naming its parent; the elements arrive once each,
...                 their types kept; the parent is running while any child is not over and completes last; children
...                 overlap as far as their concurrency allows.

Resource            ../../resources/workflows.resource

Suite Setup         Prepare For Workflows

Test Tags           tier1    T1.5    workflow
Test Timeout        300s


*** Variables ***
&{ITEMS_OF_PAYLOAD}     items={{ event.payload.fruits }}
@{MIXED}                text    ${7}    ${2.5}    ${2.0}    ${True}    ${None}    ${OBJECT}    ${LIST}
&{OBJECT}               name=Ann    tags=${LIST}
@{LIST}                 ${1}    two    ${None}


*** Test Cases ***
A List In A Webhook's Payload Runs One Child For Each Item
    [Documentation]    Three fruits from a rule: one event, one processed enforcement, one parent, three children that print
    ...    them.
    [Tags]    S1.5-a
    ${automation}=    Create Webhook Automation    action=${EACH}    action_params=${ITEMS_OF_PAYLOAD}
    ${fired}=    Fire Webhook    ${automation.trigger}    ${{ {'fruits': $FRUITS} }}
    ${runs}=    Each Event Should Have Run Once    ${automation.rule}    ${{ [$fired] }}
    ${children}=    Each Item Should Have Run    ${runs}[0]    ${FRUITS}
    ${printed}=    Evaluate    [child.result.stdout.strip() for child in $children]
    Should Be Equal    ${printed}    ${FRUITS}
    Should Be Equal    ${{ {child.enforcement for child in $children} }}    ${{ {$runs[0].enforcement} }}
    Summary    event ${fired.event_id} -> execution ${runs}[0][id] -> ${{ [child.id for child in $children] }}: ${printed}

The Parent Runs From Before Its First Child Until After Its Last
    [Documentation]    By the platform's history: for every moment at which a child was not over, the parent was running.
    [Tags]    S1.5-a
    ${parent}=    Run Action    ${EACH}    parameters=${{ {'items': $FRUITS} }}
    Get Execution Transitions    ${parent}    ==    ${PARENT_PATH}
    ${line}=    Parent Should Enclose Its Children    ${parent}
    Should Be Equal    ${{ dict($parent.result) }}    ${{ {'succeeded': True} }}
    Summary    ${line}

An Empty List Completes Without A Child
    [Documentation]    Nothing to do is done at once: the workflow completes, and no child is ever made.
    [Tags]    S1.5-b    gap:empty-with-items
    ${parent}=    Run Action    ${EACH}    parameters=${{ {'items': []} }}    timeout=10s
    Each Item Should Have Run    ${parent}    ${{ [] }}    settle=1s
    Get Execution Transitions    ${parent}    ==    ${PARENT_PATH}
    Summary    execution ${parent.id} completed without a child

A List Of One Runs One Child
    [Documentation]    One element, one child of index 0, and the parent completes after it.
    [Tags]    S1.5-c
    ${children}=    Each Item Should Run Once    ${{ ['only'] }}
    Should Be Equal    ${children}[0][config]    ${{ {'message': 'only', 'position': 0} }}
    Should Be Equal    ${children}[0][workflow_task][task_name]    each

Ten Items Run As Ten Children
    [Documentation]    Exactly ten children, indexes 0 to 9, each with the element of its index, all of them completed.
    [Tags]    S1.5-d
    ${children}=    Each Item Should Run Once    ${{ [f'item {n}' for n in range(10)] }}
    ${positions}=    Evaluate    [child.config.position for child in $children]
    Should Be Equal    ${positions}    ${{ list(range(10)) }}

A Mixed List Reaches The Processes With Its Types
    [Documentation]    String, integer, float, boolean, null, object and array: unchanged in each child's parameters, and in
    ...    what its process read.
    [Tags]    S1.5-e
    ${pack}=    Upload Fixture Pack    test_pack
    ${workflow}=    Create With Items Workflow    ${pack.ref}.show_parameters    concurrency=3
    ${parent}=    Run Action    ${workflow}    parameters=${{ {'items': $MIXED} }}
    ${children}=    Each Item Should Have Run    ${parent}    ${MIXED}
    ${received}=    Evaluate    [child.result.data['message'] for child in $children]
    Json Should Match    ${received}    ${MIXED}
    Summary    execution ${parent.id}: ${{ len($children) }} children received ${{ json.dumps($received) }}

Lists Of One Type Keep It
    [Documentation]    The elements of each list are deeply equal in the children's parameters, types included.
    [Tags]    S1.5-e
    [Template]    Items Should Keep Their Type
    # items
    \["text", "", " spaces ", "7", "true", "null", "Grüße 日本語 🙂", "a\\nb"]
    \[0, 1, -1, 9007199254740993]
    \[0.5, 2.0, -1.25]
    \[true, false]
    \[null, null]
    \[{}, {"a": {"b": [1, null]}}, {"a": "1"}]
    \[[], [1, "two"], [[1], [2]]]

Only As Many Children Run At Once As Their Concurrency Allows
    [Documentation]    The peak of children running at the same moment, by the platform's history, is the concurrency itself.
    [Tags]    S1.5-d
    [Template]    Children Should Run At Once
    # concurrency    items    seconds each
    1    3    0.3
    2    5    0.6
    4    4    1.2

A Failing Item Fails The Workflow And Spares The Others
    [Documentation]    Wherever the bad item stands, the others run; the parent fails after all of them are over.
    [Tags]    S1.5-a    failure
    [Setup]    Create The Action That Fails For Bad Items
    [Template]    One Failing Item Should Fail The Workflow
    # items
    bad good fine
    good bad fine
    good fine bad
    bad

Two Runs Of One Workflow Keep Their Items Apart
    [Documentation]    Started together with different lists, each parent has its own children and no other's items.
    [Tags]    S1.5-a
    ${first}=    Execute Action    ${EACH}    parameters=${{ {'items': ['a1', 'a2', 'a3']} }}
    ${second}=    Execute Action    ${EACH}    parameters=${{ {'items': ['b1', 'b2']} }}
    Wait For Execution Status    ${first}    completed
    Wait For Execution Status    ${second}    completed
    ${of_first}=    Each Item Should Have Run    ${first}    ${{ ['a1', 'a2', 'a3'] }}
    ${of_second}=    Each Item Should Have Run    ${second}    ${{ ['b1', 'b2'] }}
    Should Be True    {c.id for c in $of_first}.isdisjoint({c.id for c in $of_second})
    Summary    executions ${first.id} with ${{ len($of_first) }} and ${second.id} with ${{ len($of_second) }} children


*** Keywords ***
Create The Action That Fails For Bad Items
    [Documentation]    Its exit code is 7 for the item ``bad``.
    ${action}=    Create Simple Action    script=${FAILS_FOR_BAD}
    VAR    ${FAILS_FOR_BAD_ACTION}    ${action}    scope=SUITE
