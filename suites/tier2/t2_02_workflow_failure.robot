*** Settings ***
Documentation       T2.2 Workflow with failure handling.
...                 What happens downstream when one task of a workflow fails.
...
...                 Success: a transition on success is not followed after a failure, one on failure is; what is independent
...                 of the failure runs on to its end; exactly the tasks that had to run did; the parent has completed
...                 where every failure was handled and failed where one was not, and names it.

Resource            ../../resources/workflow_tasks.resource

Suite Setup         Prepare For Tasks

Test Tags           tier2    T2.2    workflow    failure
Test Timeout        300s


*** Test Cases ***
A Transition Is Followed On The Outcome It Names
    [Documentation]    Each condition after a success and after a failure: whether its task runs, and how the parent ends.
    [Template]    Transition Should Lead To
    # condition    exit code    tasks    parent
    when: "{{ succeeded() }}",    0    first:completed second:completed    completed
    when: "{{ succeeded() }}",    3    first:failed    failed
    when: "{{ failed() }}",    0    first:completed    completed
    when: "{{ failed() }}",    3    first:failed second:completed    completed
    ${EMPTY}    0    first:completed second:completed    completed
    ${EMPTY}    3    first:failed second:completed    completed
    when: "{{ result().exit_code == 3 }}",    0    first:completed    completed
    when: "{{ result().exit_code == 3 }}",    3    first:failed second:completed    completed
    when: "{{ result().exit_code != 3 }}",    3    first:failed    failed
    when: "{{ timed_out() }}",    3    first:failed    failed

Of Two Transitions Only The One That Fits Is Followed
    [Documentation]    A task for success and a task for failure after one task: exactly one of them runs, always with the
    ...    third, which asks for nothing.
    [Template]    Branches After A Task Should Be
    # exit code    tasks
    0    first:completed always:completed good:completed
    3    first:failed always:completed bad:completed

A Failure That Nothing Handles Stops What Depends On It
    [Documentation]    The policy ``abort``: the first succeeds, the second fails, the third never starts; the parent fails,
    ...    naming the second alone, and nothing follows in the next second.
    ${workflow}=    Create Workflow Of Tasks
    ...    {name: first, action: ${OK}, next: [{when: "{{ succeeded() }}", do: [second]}]}
    ...    {name: second, action: ${BAD}, next: [{when: "{{ succeeded() }}", do: [third]}]}
    ...    {name: third, action: ${OK}, next: [{do: [fourth]}]}
    ...    {name: fourth, action: ${OK}}
    ${parent}=    Run Action    ${workflow}    expect=failed
    ${tasks}=    Tasks Should Have Run    ${parent}    first:completed second:failed    settle=1s
    Json Should Match    ${parent.result}    ${{ {'succeeded': False, 'error': 'Workflow failed: 1 task(s) failed: second'} }}
    Failure Should Be Recorded    ${tasks.second}    3    stderr=broken on purpose\n
    Get Execution Transitions    ${parent}    ==    ${PARENT_FAILED}
    Tasks Should Be In Order    ${parent}    first    second
    Summary    execution ${parent.id}: '${parent.result.error}', third never started

A Failure That Is Followed Lets The Workflow Complete
    [Documentation]    The policy ``continue``: the third runs although the second failed; the parent has completed, and the
    ...    failure stays visible in the second.
    ${workflow}=    Create Workflow Of Tasks
    ...    {name: first, action: ${OK}, next: [{do: [second]}]}
    ...    {name: second, action: ${BAD}, next: [{do: [third]}]}
    ...    {name: third, action: ${OK}}
    ${parent}=    Run Action    ${workflow}
    ${tasks}=    Tasks Should Have Run    ${parent}    first:completed second:failed third:completed
    Failure Should Be Recorded    ${tasks.second}    3    stderr=broken on purpose\n
    Json Should Match    ${parent.result}    ${{ {'succeeded': True} }}
    Get Execution Transitions    ${parent}    ==    ${PARENT_COMPLETED}
    ${line}=    Tasks Should Be In Order    ${parent}    first    second    third
    Summary    ${line}

A Failure That Is Tried Again May Still Succeed
    [Documentation]    The policy ``retry``: the second fails once and succeeds then; the third runs once, after that.
    ${flaky}=    Create An Action That Succeeds At Attempt    2
    ${workflow}=    Create Workflow Of Tasks
    ...    {name: first, action: ${OK}, next: [{do: [second]}]}
    ...    {name: second, action: ${flaky.ref}, retry: {count: 3, delay: 0}, next: [{when: "{{ succeeded() }}", do: [third]}]}
    ...    {name: third, action: ${OK}}
    ${parent}=    Run Action    ${workflow}
    Tasks Should Have Run    ${parent}    first:completed second:failed,completed third:completed
    ${attempts}=    Task Should Have Been Tried    ${parent}    second    failed completed
    ${line}=    Tasks Should Be In Order    ${parent}    first    second    third
    Summary    ${line}: second was executions ${{ [one.id for one in $attempts] }}

Two Failures In A Row May Both Be Handled
    [Documentation]    The handler of the first failure fails too, and has a handler of its own: the workflow completes.
    ${workflow}=    Create Workflow Of Tasks
    ...    {name: first, action: ${BAD}, next: [{when: "{{ failed() }}", do: [second]}]}
    ...    {name: second, action: ${BAD}, next: [{when: "{{ failed() }}", do: [third]}]}
    ...    {name: third, action: ${OK}}
    ${parent}=    Run Action    ${workflow}
    Tasks Should Have Run    ${parent}    first:failed second:failed third:completed
    ${line}=    Tasks Should Be In Order    ${parent}    first    second    third
    Summary    ${line}

A Handler That Fails Fails The Workflow
    [Documentation]    The error names the handler, since the first failure was handled.
    ${workflow}=    Create Workflow Of Tasks
    ...    {name: first, action: ${BAD}, next: [{when: "{{ failed() }}", do: [handler]}]}
    ...    {name: handler, action: ${BAD}}
    ${parent}=    Run Action    ${workflow}    expect=failed
    Tasks Should Have Run    ${parent}    first:failed handler:failed
    Should Be Equal    ${parent.result.error}    Workflow failed: 1 task(s) failed: handler
    Summary    execution ${parent.id}: ${parent.result.error}

A Branch Beside The Failure Runs To Its End
    [Documentation]    An independent chain of two tasks goes on after the other branch has failed; only then the parent fails.
    ${workflow}=    Create Workflow Of Tasks
    ...    {name: bad, action: ${BAD}, next: [{when: "{{ succeeded() }}", do: [never]}]}
    ...    {name: never, action: ${OK}}
    ...    {name: slow, action: ${NAP}, input: {duration: 1}, next: [{do: [after]}]}
    ...    {name: after, action: ${OK}}
    ${parent}=    Run Action    ${workflow}    expect=failed    error=Workflow failed: 1 task(s) failed: bad
    ${tasks}=    Tasks Should Have Run    ${parent}    bad:failed slow:completed after:completed
    Tasks Should Be In Order    ${parent}    bad    after
    Tasks Should Be In Order    ${parent}    slow    after
    ${line}=    Parent Should Enclose Its Children    ${parent}
    Summary    ${line}; failed: ${tasks.bad.id}

Every Unhandled Failure Is Named
    [Documentation]    Of three tasks side by side two fail: the parent's error has both names and their number.
    ${workflow}=    Create Workflow Of Tasks
    ...    {name: red, action: ${BAD}}
    ...    {name: green, action: ${OK}}
    ...    {name: blue, action: ${BAD}}
    ${parent}=    Run Action    ${workflow}    expect=failed    error=Workflow failed: 2 task(s) failed:
    Tasks Should Have Run    ${parent}    red:failed green:completed blue:failed
    Should Be Equal    ${{ sorted($parent.result.error.rpartition(': ')[2].split(', ')) }}    ${{ ['blue', 'red'] }}
    Summary    execution ${parent.id}: ${parent.result.error}

A Handler Is Told What Failed And Why
    [Documentation]    Exit code, error text and what was printed reach the handler, through the task's result and through what
    ...    the transition publishes.
    ${failing}=    Create Failing Action    exit_code=42    stderr=no space left    stdout=half done
    ${workflow}=    Create Workflow Of Tasks
    ...    {name: work, action: ${failing.ref}, next: [{when: "{{ failed() }}", publish: [why: "{{ result().error }}"], do: [tell]}]}
    ...    {name: tell, action: ${SAY}, input: {message: ["{{ task.work.exit_code }}", "{{ task.work.stdout }}", "{{ workflow.why }}"]}}
    ${parent}=    Run Action    ${workflow}
    ${tasks}=    Tasks Should Have Run    ${parent}    work:failed tell:completed
    Json Should Match    ${tasks.tell.config.message}    ${{ [42, 'half done\n', 'no space left\n'] }}
    Summary    execution ${parent.id}: the handler got ${tasks.tell.config.message}

A Task Out Of Time Counts As Failed
    [Documentation]    Its handler for failures runs, the task for success does not.
    ${workflow}=    Create Workflow Of Tasks
    ...    {name: slow, action: ${NAP}, input: {duration: 30}, timeout: 1, next: [${ON_SUCCESS}, ${ON_FAILURE}]}
    ...    {name: good, action: ${OK}}
    ...    {name: bad, action: ${OK}}
    ${parent}=    Run Action    ${workflow}
    ${tasks}=    Tasks Should Have Run    ${parent}    slow:failed bad:completed
    Should Be Equal    ${tasks.slow.result.error}    Execution timed out after 1 seconds
    Summary    execution ${parent.id}: ${tasks.slow.result.error}, handled by ${tasks.bad.id}

A Task Whose Input Names Something Missing Fails Its Workflow
    [Documentation]    The task before it has run; the error names the task and the expression, and nothing hangs.
    [Tags]    gap:missing-input-hangs
    ${workflow}=    Create Workflow Of Tasks
    ...    {name: first, action: ${OK}, next: [{do: [second]}]}
    ...    {name: second, action: ${SAY}, input: {message: "{{ task.first.no_such_field }}"}}
    ${parent}=    Run Action    ${workflow}    expect=failed    timeout=10s
    Tasks Should Have Run    ${parent}    first:completed
    Should Contain    ${parent.result.error}    second
    Should Contain    ${parent.result.error}    no_such_field
    Summary    execution ${parent.id}: ${parent.result.error}
