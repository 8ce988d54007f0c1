*** Settings ***
Documentation       Helpers about people: identities, permission sets, ordinary users.

Resource            ../../../resources/attune.resource

Test Timeout        60s


*** Test Cases ***
Open Ordinary User Builds Automations Of Its Own
    Open Ordinary User    alias=ann
    Use Session    ann
    ${pack}=    Create Pack
    ${automation}=    Create Webhook Automation    pack=${pack}
    ${fired}=    Fire Webhook    ${automation.trigger}    ${{ {'n': 1} }}
    ${executions}=    Wait For Execution Count    1    rule=${automation.rule}    status=completed
    Get Execution    ${executions}[0]
    ${enforcements}=    List Enforcements    event=${fired}
    Get Enforcement    ${enforcements}[0]
    ${key}=    Create Secret    ${pack.ref}.mine    hidden-value    owner=${pack}
    Get Key Value    ${key}    ==    hidden-value

An Ordinary User Administers Nothing
    Open Ordinary User    alias=ann
    Request Should Be Refused    403    List Permission Sets    session=ann
    Request Should Be Refused    403    Create Identity    session=ann

Create Identity, Assign Permission Set And Delete Identity
    ${identity}=    Create Identity    display_name=Ann
    ${assignment}=    Assign Permission Set    core.viewer    ${identity}
    Should Be Equal    ${assignment.permission_set_ref}    core.viewer
    Delete Identity    ${identity}

List Permission Sets Has Those Of A Pack
    ${sets}=    List Permission Sets    pack=core
    ${refs}=    Evaluate    {one.ref for one in $sets}
    Should Be True    {'core.admin', 'core.editor', 'core.executor', 'core.viewer'} <= $refs
