*** Settings ***
Documentation       Helpers about webhooks, events, enforcements, executions and inquiries.

Resource            ../../../resources/attune.resource

Suite Setup         Use A Pack Of My Own
Test Timeout        60s


*** Test Cases ***
Fire Webhook Makes An Event, An Enforcement And An Execution
    ${automation}=    Create Webhook Automation
    VAR    ${payload}=    ${{ {'user': {'id': 7}, 'list': [1, None, True, 1.5, 'x']} }}
    ${fired}=    Fire Webhook    ${automation.trigger}    ${payload}
    ${executions}=    Wait For Execution Count    1    rule=${automation.rule}    operator===    status=completed
    ${event}=    Get Event    ${fired}
    Json Should Match    ${event.payload}    ${payload}
    ${events}=    List Events    trigger=${automation.trigger}
    Length Should Be    ${events}    1
    ${enforcements}=    List Enforcements    event=${fired}
    Length Should Be    ${enforcements}    1
    ${enforcement}=    Get Enforcement    ${enforcements}[0]
    Json Should Match    ${enforcement.config.message}    ${payload}
    ${listed}=    List Executions    enforcement=${enforcement}
    Should Be Equal As Integers    ${listed}[0][id]    ${executions}[0][id]

Fire Webhook Needs No Token But A Valid Key
    ${old}=    Create Webhook Trigger
    ${new}=    Regenerate Webhook Key    ${old}
    Request Should Be Refused    404    Fire Webhook    ${old}
    Fire Webhook    ${new}
    ${key}=    Get Webhook Key    ${new.ref}
    Fire Webhook    ${key}    ${{ [1] }}
    Disable Webhook    ${new}
    Request Should Be Refused    404    Fire Webhook    ${new}
    ${events}=    List Events    trigger=${new}    limit=5
    Length Should Be    ${events}    2

A Webhook That Was Not Enabled Is Named
    [Documentation]    FAIL REGEXP: trigger \\S+ has no webhook; use Enable Webhook first
    ${trigger}=    Create Trigger
    Fire Webhook    ${trigger}

Post Raw Webhook Sends What Nobody Else Would
    ${trigger}=    Create Trigger
    ${trigger}=    Enable Webhook    ${trigger}
    ${answer}=    Post Raw Webhook    ${trigger}    {"payload":    expected_status=400
    Should Start With    ${answer.body.error}    Invalid JSON payload

List Executions Has Every Page
    ${action}=    Create Simple Action
    Repeat Keyword    3 times    Execute Action    ${action}
    Wait For Execution Count    3    action=${action}    status=completed
    ${limited}=    List Executions    action=${action}    limit=2
    Length Should Be    ${limited}    2
    ${listed}=    List Executions    action=${action}    status=succeeded
    Length Should Be    ${listed}    3

Get Execution And Its Getters Read A Finished Execution
    ${failing}=    Create Failing Action    exit_code=3    stderr=boom
    ${done}=    Run Action    ${failing}    expect=failed    exit_code=3    stderr=boom    error=boom
    ${read}=    Get Execution    ${done.id}
    Json Should Match    ${read}    ${done}
    Get Execution Status    ${done}    ==    failed
    Get Execution Exit Code    ${done}    ==    3
    Get Execution Error    ${done}    contains    boom
    Get Execution Stderr    ${done}    ==    boom\n
    Get Execution Stdout    ${done}    ==    ${EMPTY}
    Get Execution Output    ${done}    ==    ${EMPTY}
    Get Execution Config    ${done}    ==    ${None}
    ${result}=    Get Execution Result    ${done}
    Should Not Be True    ${result.succeeded}
    ${words}=    Get Execution Transitions    ${done}
    Should Be Equal    ${words}[0]    requested
    Should Be Equal    ${words}[-1]    failed
    Execution Should Not Be Retried    ${done}

Run Action Tells Everything That Differs
    [Documentation]    FAIL GLOB: Run Action: execution * is completed, but exit code is 0, wanted 1; stdout is 'one', wanted 'two'
    ${action}=    Create Simple Action    script=echo one
    Run Action    ${action}    exit_code=1    stdout=two

Cancel Execution Stops A Running One
    ${sleep}=    Create Sleep Action    duration=60
    ${execution}=    Execute Action    ${sleep}
    Wait For Execution Status    ${execution}    running
    Cancel Execution    ${execution}
    Wait For Execution Status    ${execution}    canceled
    Request Should Be Refused    409    Cancel Execution    ${execution}

Get Children Has Each Item Of A Workflow
    ${echo}=    Create Echo Action
    VAR    ${each}=    with_items: "{{ parameters.items }}", input: {message: "{{ item }}"}
    ${workflow}=    Create Workflow    {version: 1.0.0, tasks: [{name: each, action: ${echo.ref}, ${each}}]}
    ${parent}=    Run Action    ${workflow}    parameters=${{ {'items': ['a', 1]} }}
    ${children}=    Get Children    ${parent}
    ${messages}=    Evaluate    [child.config['message'] for child in $children]
    Should Be Equal    ${messages}    ${{ ['a', 1] }}
    ${found}=    Get Workflow    ${workflow}
    ${changed}=    Update Workflow    ${found}    label=changed
    Should Be Equal    ${changed.label}    changed
    ${listed}=    List Workflows    pack=${PACK_REF}
    Length Should Be    ${listed}    1
    Delete Workflow    ${workflow}
    Request Should Be Refused    404    Get Workflow    ${workflow.ref}

List Inquiries And Respond To Inquiry Serve An Execution
    ${sleep}=    Create Sleep Action    duration=60
    ${execution}=    Execute Action    ${sleep}
    ${inquiry}=    Create Inquiry    ${execution}    Deploy now?
    ${listed}=    List Inquiries    execution=${execution}    status=pending
    Length Should Be    ${listed}    1
    Respond To Inquiry    ${inquiry}    ${{ {'approved': True} }}
    ${answered}=    Wait For Inquiry Status    ${inquiry}    responded
    Json Should Match    ${answered.response}    ${{ {'approved': True} }}
    Request Should Be Refused    400    Respond To Inquiry    ${inquiry}    again
    ${read}=    Get Inquiry    ${inquiry.id}
    Should Be Equal    ${read.status}    responded
    Delete Inquiry    ${inquiry}
    Request Should Be Refused    404    Get Inquiry    ${inquiry.id}

Wait For Inquiry Finds The Question Of A Workflow's Child
    ${workflow}=    Create Workflow
    ...    {version: 1.0.0, tasks: [{name: ask, action: core.ask, input: {prompt: "Deploy now?"}}]}
    ${execution}=    Execute Action    ${workflow}
    ${inquiry}=    Wait For Inquiry    ${execution}
    Should Be Equal    ${inquiry.prompt}    Deploy now?
    Should Not Be Equal As Integers    ${inquiry.execution}    ${execution.id}
    Respond To Inquiry    ${inquiry}    ${{ {'approved': True} }}
    Wait For Execution Status    ${execution}    completed

An Execution That Ended Without Asking Never Will
    [Documentation]    FAIL GLOB: Wait For Inquiry: execution * is completed and has asked nothing after *completed is final*
    ${done}=    Run Action    core.noop
    Wait For Inquiry    ${done}
