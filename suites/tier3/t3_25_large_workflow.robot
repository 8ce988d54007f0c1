*** Settings ***
Documentation       T3.25 Large workflow (100 tasks and more).
...                 A workflow of a hundred tasks runs like one of three, and so do fifty workflows at once.
...
...                 Success: exactly the tasks of the definition, each once, in order, each with its own number; the tree
...                 is right; 25, 50 and 100 tasks take time in proportion; nothing is lost where much runs at once.

Resource            ../../resources/workflow_tasks.resource

Suite Setup         Start The Chains

Test Tags           tier3    T3.25    workflow    load
Test Timeout        300s


*** Variables ***
${NUMBER}               "{{ parameters.message }}"
# Prints its number, and fails at one.
${FAILS_AT_TWELVE}      [ "$message" != 12 ] || exit 3; echo "$message"


*** Test Cases ***
A Hundred Tasks Run One After Another
    [Documentation]    Exactly one hundred children, each asked for after the one before it had ended, numbered 1 to 100.
    ${parent}=    Wait For Execution Status    ${HUNDRED}    completed    timeout=240s
    ${line}=    Chain Of Tasks Should Have Run    ${parent}    100    settle=1s
    Get Execution Transitions    ${parent}    ==    ${PARENT_COMPLETED}
    Summary    ${line}

Fewer Tasks Run One After Another
    [Documentation]    The same for 25 and 50 tasks, while the hundred run as well.
    [Template]    Chain Should Have Run
    # execution    tasks
    ${TWENTY_FIVE}    25
    ${FIFTY}    50

A Hundred Tasks Hang Below Their Workflow
    [Documentation]    The tree is one level of a hundred; every child names its parent and ran while that ran.
    Wait For Execution Status    ${HUNDRED}    completed    timeout=240s
    ${tree}=    Evaluate    {'task_%03d completed' % number: None for number in range(1, 101)}
    ${below}=    Execution Tree Should Be    ${HUNDRED}    ${tree}
    Summary    execution ${HUNDRED.id}: ${{ len($below) }} children, ${below}[0][id] to ${below}[-1][id]

The Time Grows In Proportion To The Tasks
    [Documentation]    The last tasks of a hundred follow each other as fast as the first, and a task of a hundred takes no
    ...    longer than one of 25, within a factor that leaves room for what else the machine does.
    Wait For Execution Status    ${HUNDRED}    completed    timeout=240s
    Wait For Execution Status    ${TWENTY_FIVE}    completed    timeout=240s
    ${line}=    Chain Should Keep Its Pace    ${HUNDRED}    factor=4
    ${long}=    Execution Should Have Lasted    ${HUNDRED}
    ${short}=    Execution Should Have Lasted    ${TWENTY_FIVE}
    Record Metric    sequential tasks per second    ${{ 100 / $long }}
    Should Be True    ${long} / 100 <= 4 * ${short} / 25 + 0.3    ${long} s for 100 tasks, ${short} s for 25
    Summary    ${line}; ${{ round($long, 2) }} s for 100 tasks, ${{ round($short, 2) }} s for 25

A Failure In A Long Chain Ends It There
    [Documentation]    The twelfth of thirty fails: twelve children, and the parent names the one that failed.
    [Tags]    failure
    ${fails}=    Create Simple Action    script=${FAILS_AT_TWELVE}
    ${chain}=    Create Chain Of Tasks    ${fails}    30
    ${parent}=    Run Action    ${chain}    expect=failed    timeout=120s
    ${wanted}=    Evaluate    {f'task_{n:03}': 'completed' if n < 12 else 'failed' for n in range(1, 13)}
    Tasks Should Have Run    ${parent}    ${wanted}    settle=1s
    Should Be Equal    ${parent.result.error}    Workflow failed: 1 task(s) failed: task_012
    Summary    execution ${parent.id}: 12 children, ${parent.result.error}

A Long Chain That Is Cancelled Starts Nothing More
    [Documentation]    Cancelled when it has begun ten tasks of a hundred: no further one follows, and none is left running.
    [Tags]    cancellation
    ${parent}=    Execute Action    ${CHAIN_OF_HUNDRED}
    Wait For Execution Count    10    parent=${parent}    timeout=120s
    Cancel Execution    ${parent}
    ${cancelled}=    Wait For Execution Status    ${parent}    cancelled    timeout=120s
    ${children}=    List Executions    parent=${parent}
    Execution Count Should Stay    ${{ len($children) }}    parent=${parent}    for=2s
    Wait For Execution Count    0    operator===    parent=${parent}    status=running    settle=0
    Should Be True    10 <= len($children) < 100
    Summary    execution ${cancelled.id}: ${{ len($children) }} children when it was cancelled, and no more

Fifty Tasks Beside Each Other Are Joined
    [Documentation]    One task leads to fifty, which one task joins: 52 children, each with its number, the last one last.
    ${fan}=    Create Fan Of Tasks    ${SAY}    50
    ${parent}=    Run Action    ${fan}    timeout=240s
    ${wanted}=    Evaluate    {'split': 'completed', 'close': 'completed'} | {f'task_{n:03}': 'completed' for n in range(1, 51)}
    ${tasks}=    Tasks Should Have Run    ${parent}    ${wanted}    settle=1s
    Should Be Equal    ${{ [task.result.stdout.strip() for name, task in sorted($tasks.items()) if name[:5] == 'task_'] }}
    ...    ${{ [str(n) for n in range(1, 51)] }}
    Tasks Should Be In Order    ${parent}    split    ${{ ' '.join(f'task_{n:03}' for n in range(1, 51)) }}    close
    Summary    execution ${parent.id}: 52 children

Fifty Workflows At Once All Complete
    [Documentation]    Started without a pause: each completes with exactly its own two children, none mixed up.
    ${workflow}=    Create Workflow Of Tasks
    ...    {name: first, action: ${SAY}, input: {message: ${NUMBER}}, next: [{publish: [word: ${NUMBER}], do: [second]}]}
    ...    {name: second, action: ${SAY}, input: {message: "{{ workflow.word }}"}}
    ${parents}=    Run At Once    ${workflow}    50    timeout=240s
    ${line}=    Each Run Should Have Its Number    ${parents}    2
    Summary    ${line}

The Services Stay Healthy
    [Documentation]    Readiness and workers after all this work; nothing has raised an alert.
    [Tags]    health
    ${line}=    Services Should Be Healthy
    Summary    ${line}


*** Keywords ***
Start The Chains
    [Documentation]    Chains of 25, 50 and 100 tasks that run side by side.
    Prepare For Tasks
    ${twenty_five}=    Start A Chain Of    25
    ${fifty}=    Start A Chain Of    50
    ${chain}=    Create Chain Of Tasks    ${SAY}    100
    ${hundred}=    Execute Action    ${chain}
    VAR    ${TWENTY_FIVE}    ${twenty_five}    scope=SUITE
    VAR    ${FIFTY}    ${fifty}    scope=SUITE
    VAR    ${CHAIN_OF_HUNDRED}    ${chain}    scope=SUITE
    VAR    ${HUNDRED}    ${hundred}    scope=SUITE

Start A Chain Of
    [Documentation]    Starts a chain of ``count`` tasks and returns its execution.
    [Arguments]    ${count}
    ${chain}=    Create Chain Of Tasks    ${SAY}    ${count}
    ${execution}=    Execute Action    ${chain}
    RETURN    ${execution}

Chain Should Have Run
    [Documentation]    Completed, with exactly ``count`` children in their order.
    [Arguments]    ${execution}    ${count}
    ${parent}=    Wait For Execution Status    ${execution}    completed    timeout=240s
    ${line}=    Chain Of Tasks Should Have Run    ${parent}    ${count}
    Summary    ${line}
