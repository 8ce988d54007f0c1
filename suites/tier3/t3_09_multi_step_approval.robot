*** Settings ***
Documentation       T3.9 Multi-step approval workflow.
...                 Several people approve one after another, and each answer counts to the end.
...
...                 Success: the next question does not exist before the one before it was answered; every answer reaches
...                 whatever needs it later; a refusal and a silence end at that gate; people answer their own gate only.

Resource            ../../resources/approvals.resource

Suite Setup         Prepare For Tasks

Test Tags           tier3    T3.9    workflow    inquiry
Test Timeout        300s


*** Test Cases ***
The Second Gate Opens When The First Was Answered
    [Documentation]    A manager, then security: nothing of the second exists while the first is open, and the last task is given
    ...    both answers whole.
    ${workflow}=    Create Two Gates
    ${parent}    ${manager}=    Start And Wait For The Question    ${workflow}
    Only These Gates Should Have Been Reached    ${parent}    ${manager}    manager
    VAR    ${first}    ${{ {'approved': True, 'by': 'manager', 'limit': 5000} }}
    ${security}=    Pass The Gate    ${parent}    ${manager}    ${first}
    VAR    ${second}    ${{ {'approved': True, 'by': 'security', 'scans': [1, 2.5, None]} }}
    Respond To Inquiry    ${security}    ${second}
    Wait For Execution Status    ${parent}    completed
    ${tasks}=    Tasks Should Have Run    ${parent}    manager:completed security:completed deploy:completed
    Json Should Match    ${tasks.deploy.config}    ${{ {'message': {'manager': $first, 'security': $second}} }}
    ${line}=    Tasks Should Be In Order    ${parent}    manager    security    deploy
    Summary    inquiries ${manager.id} and ${security.id}: ${line}

Three Gates Open One After Another
    [Documentation]    At each the workflow waits, with one question open; the last task is given all three answers.
    ${workflow}=    Create Three Gates
    ${parent}    ${manager}=    Start And Wait For The Question    ${workflow}
    ${security}=    Pass The Gate    ${parent}    ${manager}    ${{ {'approved': True, 'n': 1} }}
    ${owner}=    Pass The Gate    ${parent}    ${security}    ${{ {'approved': True, 'n': 2} }}
    Only These Gates Should Have Been Reached    ${parent}    ${owner}    manager    security    owner
    Respond To Inquiry    ${owner}    ${{ {'approved': True, 'n': 3} }}
    Wait For Execution Status    ${parent}    completed
    ${tasks}=    Tasks Should Have Run
    ...    ${parent}
    ...    manager:completed security:completed owner:completed deploy:completed
    Json Should Match    ${tasks.deploy.config}    ${{ {'message': {'manager': 1, 'security': 2, 'owner': 3}} }}
    ${line}=    Tasks Should Be In Order    ${parent}    manager    security    owner    deploy
    Should Be True    $manager.created < $security.created < $owner.created
    Summary    ${line}

A Refusal Ends The Way At Its Gate
    [Documentation]    The gates behind it never open and nothing is deployed.
    [Template]    Refusal Should End The Way
    # answers    tasks
    no    manager:completed tell:completed
    yes no    manager:completed security:completed tell:completed
    yes yes no    manager:completed security:completed owner:completed tell:completed

A Silence Is Escalated From Its Gate
    [Documentation]    Nobody answers in its second: the gates behind it never open.
    [Template]    Silence Should Be Escalated
    # answers    tasks
    ${EMPTY}    manager:timeout escalate:completed
    yes    manager:completed security:timeout escalate:completed

A Question Can Be Made Of The Answer Before It
    [Documentation]    The second gate asks about just what the first one allowed.
    ${workflow}=    Create Workflow Of Tasks
    ...    {name: which, action: core.ask, input: {prompt: "Which version?"}, next: [{when: "{{ succeeded() }}", do: [sure]}]}
    ...    {name: sure, action: core.ask, input: {prompt: "Deploy {{ task.which.response.v }} to {{ task.which.response.hosts }} hosts?"}}
    ${parent}    ${which}=    Start And Wait For The Question    ${workflow}
    ${sure}=    Pass The Gate    ${parent}    ${which}    ${{ {'v': '2.1', 'hosts': 12} }}
    Should Be Equal    ${sure.prompt}    Deploy 2.1 to 12 hosts?
    Respond To Inquiry    ${sure}    yes
    Wait For Execution Status    ${parent}    completed
    Summary    inquiry ${sure.id}: ${sure.prompt}

Answers Can Be Reckoned With Later
    [Documentation]    The task after the gates adds, compares and lists what was answered; the workflow gives it out.
    VAR    ${sum}    total: "{{ task.first.response.n + task.second.response.n }}"
    VAR    ${same}    same: "{{ task.first.response.n == task.second.response.n }}"
    ${workflow}=    Create Workflow Of Tasks
    ...    {name: first, action: core.ask, input: {prompt: "How many?"}, next: [{when: "{{ succeeded() }}", do: [second]}]}
    ...    {name: second, action: core.ask, input: {prompt: "And you?"}, next: [{when: "{{ succeeded() }}", do: [sum]}]}
    ...    {name: sum, action: ${SAY}, input: {message: {${sum}, ${same}}}}
    ...    output_map=${{ {'first': '{{ task.first.response }}', 'second': '{{ task.second.response.n }}'} }}
    ${parent}    ${first}=    Start And Wait For The Question    ${workflow}
    ${second}=    Pass The Gate    ${parent}    ${first}    ${{ {'n': 40} }}
    Respond To Inquiry    ${second}    ${{ {'n': 2} }}
    ${done}=    Wait For Execution Status    ${parent}    completed
    ${tasks}=    Tasks Should Have Run    ${parent}    first:completed second:completed sum:completed
    Json Should Match    ${tasks.sum.config}    ${{ {'message': {'total': 42, 'same': False}} }}
    Json Should Match    ${done.result}    ${{ {'first': {'n': 40}, 'second': 2} }}    mode=subset
    Summary    execution ${parent.id}: 40 + 2 = ${tasks.sum.config.message.total}

Each Gate Is Answered By Its Own Person
    [Documentation]    The manager's by Ann, security's by Bob: the other one and the administrator are refused at each.
    [Tags]    security
    ${ann}=    Open Ordinary User
    ${bob}=    Open Ordinary User
    ${her}=    Get Current User    session=${ann}
    ${him}=    Get Current User    session=${bob}
    ${workflow}=    Create Workflow Of Tasks
    ...    {name: ann, action: core.ask, input: {prompt: "Ann?", assigned_to: ${her.id}}, next: [{when: "{{ succeeded() }}", do: [bob]}]}
    ...    {name: bob, action: core.ask, input: {prompt: "Bob?", assigned_to: ${him.id}}}
    ${parent}    ${manager}=    Start And Wait For The Question    ${workflow}
    Gate Should Be Closed To    ${manager}    ${bob}
    ${security}=    Pass The Gate    ${parent}    ${manager}    yes    session=${ann}
    Gate Should Be Closed To    ${security}    ${ann}
    Respond To Inquiry    ${security}    yes    session=${bob}
    Wait For Execution Status    ${parent}    completed
    Summary    inquiries ${manager.id} by identity ${her.id}, ${security.id} by ${him.id}

An Answered Gate Takes No Answer For The Next One
    [Documentation]    A second answer to the first is refused while the second waits, and the second goes on waiting.
    ${workflow}=    Create Two Gates
    ${parent}    ${manager}=    Start And Wait For The Question    ${workflow}
    ${security}=    Pass The Gate    ${parent}    ${manager}    ${{ {'approved': True} }}
    Closed Inquiry Should Take No Answer    ${manager}    responded
    Only These Gates Should Have Been Reached    ${parent}    ${security}    manager    security
    Respond To Inquiry    ${security}    ${{ {'approved': True} }}
    Wait For Execution Status    ${parent}    completed
    Answer Should Be Recorded    ${manager}    ${{ {'approved': True} }}
    Summary    inquiry ${manager.id} refused a second answer, ${security.id} was answered

Gates Side By Side Are Answered In Any Order
    [Documentation]    Both questions are open at once; what joins them waits for the last answer and has both.
    [Template]    Gates Side By Side Should Pass
    # first answered    then
    left    right
    right    left

Two Runs Stand At Their Own Gates
    [Documentation]    One at its second gate, the other at its first; answering the one moves nothing of the other.
    ${workflow}=    Create Two Gates
    ${ahead}    ${manager}=    Start And Wait For The Question    ${workflow}
    ${behind}    ${open}=    Start And Wait For The Question    ${workflow}
    ${security}=    Pass The Gate    ${ahead}    ${manager}    ${{ {'approved': True, 'run': 1} }}
    Only These Gates Should Have Been Reached    ${behind}    ${open}    manager
    Respond To Inquiry    ${security}    ${{ {'approved': True, 'run': 1} }}
    Wait For Execution Status    ${ahead}    completed
    Answer In Turn    ${behind}    ${{ [{'approved': True, 'run': 2}, {'approved': True, 'run': 2}] }}
    Wait For Execution Status    ${behind}    completed
    ${tasks}=    Tasks Should Have Run    ${behind}    manager:completed security:completed deploy:completed
    Should Be Equal    ${{ [one['run'] for one in $tasks.deploy.config['message'].values()] }}    ${{ [2, 2] }}
    Summary    executions ${ahead.id} and ${behind.id}, each with its own answers
