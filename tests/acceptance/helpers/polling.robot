*** Settings ***
Documentation       Helpers that wait.

Resource            ../../../resources/attune.resource

Suite Setup         Prepare
Test Timeout        60s


*** Test Cases ***
Wait For Condition Waits Until A Keyword Says So
    ${execution}=    Execute Action    ${ECHO}
    Wait For Condition    Get Execution Status    ${execution}    expected=completed    timeout=20s    poll_interval=100ms

Wait For Execution Status Returns The Execution
    ${execution}=    Execute Action    ${ECHO}
    ${done}=    Wait For Execution Status    ${execution.id}    succeeded    timeout=20s
    Should Be Equal    ${done.status}    completed

Wait For Execution Count Compares In Every Way
    [Template]    Count Of Executions Should Be Awaited
    # operator    count
    ==            1
    >=            1
    <=            1
    >             0
    <             2

Wait For Event Count And Wait For Enforcement Count Follow A Webhook
    Fire Webhook    ${AUTOMATION.trigger}
    ${events}=    Wait For Event Count    1    trigger=${AUTOMATION.trigger}
    ${enforcements}=    Wait For Enforcement Count    1    rule=${AUTOMATION.rule}
    Should Be Equal    ${enforcements[0].event}    ${events[0].id}

Wait For Inquiry Status Sees The Answer
    ${sleep}=    Create Sleep Action    duration=30
    ${execution}=    Execute Action    ${sleep}
    ${inquiry}=    Create Inquiry    ${execution}    Go on?
    Respond To Inquiry    ${inquiry}    yes
    ${answered}=    Wait For Inquiry Status    ${inquiry.id}    responded
    Should Be Equal    ${answered.response}    yes

An Unknown Operator Is Refused With Those There Are
    [Documentation]    FAIL GLOB: unknown operator '=>'*allowed: >=, ==, <=, >, <, !=
    Wait For Execution Count    1    operator==>    rule=${AUTOMATION.rule}

An Unknown Status Word Is Refused With The Nearest
    [Documentation]    FAIL GLOB: unknown execution status 'complete' (did you mean 'completed'?); allowed: *
    Wait For Execution Status    1    complete


*** Keywords ***
Prepare
    [Documentation]    A pack, an action and an automation for all tests.
    Use A Pack Of My Own
    ${echo}=    Create Echo Action
    VAR    ${ECHO}    ${echo}    scope=SUITE
    ${automation}=    Create Webhook Automation
    VAR    ${AUTOMATION}    ${automation}    scope=SUITE

Count Of Executions Should Be Awaited
    [Documentation]    One execution of a fresh action is waited for with the operator.
    [Arguments]    ${operator}    ${count}
    ${action}=    Create Simple Action
    Execute Action    ${action}
    Wait For Execution Count    ${count}    operator=${operator}    action=${action}    status=completed
