*** Settings ***
Library         AttuneLibrary
Suite Setup     Use A Pack Of My Own


*** Test Cases ***
A Webhook Greets By Name
    ${automation}=    Create Webhook Automation    action_params={"message": "hello {{ event.payload.name }}"}
    Fire Webhook    ${automation.trigger}    {"name": "Ann"}
    ${executions}=    Wait For Execution Count    1    operator===    rule=${automation.rule}    status=completed
    Get Execution Output    ${executions}[0]    ==    hello Ann\n
