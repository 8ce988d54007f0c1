*** Settings ***
Documentation       Orders that come in by a webhook.
...                 Only orders above 100 are confirmed, each of them once.

Resource            ../resources/attune.resource

Suite Setup         Prepare For Orders
Suite Teardown      Services Should Be Healthy

Test Tags           example    webhook
Test Timeout        300s


*** Variables ***
&{CONFIRMATION}     message=confirmed {{ event.payload.amount }}


*** Test Cases ***
A Large Order Is Confirmed And A Small One Is Not
    [Documentation]    The rule's condition lets one of two events through; the other leaves nothing behind.
    ${automation}=    Create Webhook Automation
    ...    action=${ECHO}
    ...    criteria=event.payload.amount > 100
    ...    action_params=${CONFIRMATION}
    ${small}=    Fire Webhook    ${automation.trigger}    {"amount": 5}
    ${large}=    Fire Webhook    ${automation.trigger}    {"amount": 500}
    ${runs}=    Each Event Should Have Run Once    ${automation.rule}    ${large}    stdout=confirmed {amount}
    Event Should Have Caused Nothing    ${small}
    Summary    event ${large.event_id} -> execution ${runs}[0][id]; event ${small.event_id} caused nothing

A Message Is Printed As It Is
    [Documentation]    Texts unchanged, anything else as JSON.
    [Template]    Message Should Be Printed
    # message    printed
    two words    two words
    ${7}    7
    ${{ {'list': [1, 'two', None]} }}    {"list":[1,"two",null]}


*** Keywords ***
Prepare For Orders
    [Documentation]    A pack and an echo action of the suite's own.
    Use A Pack Of My Own
    ${echo}=    Create Echo Action
    VAR    ${ECHO}    ${echo}    scope=SUITE

Message Should Be Printed
    [Documentation]    Runs the echo action with ``message`` and compares what it printed.
    [Arguments]    ${message}    ${printed}
    ${execution}=    Run Action    ${ECHO}    parameters=${{ {'message': $message} }}    stdout=${printed}
    Summary    execution ${execution.id} printed '${printed}'
