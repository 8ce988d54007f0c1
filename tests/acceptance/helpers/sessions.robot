*** Settings ***
Documentation       Helpers that sign people in and out.

Resource            ../../../resources/attune.resource

Test Timeout        60s


*** Test Cases ***
Login Opens A Session Of The Shared User
    ${session}=    Login
    ${me}=    Get Current User    session=${session}
    Should Be Equal    ${me.login}    ${TEST_USER_CREDENTIALS.login}

A Wrong Password Is Refused, However Often The Right One Was Used
    Login
    Request Should Be Refused    401    Login    ${TEST_USER_CREDENTIALS.login}    wrong-password    alias=wrong

Register Makes A Person Without Rights
    ${ann}=    Register    display_name=Ann
    ${me}=    Get Current User    session=${ann}
    Should Be Equal    ${me.display_name}    Ann
    Should Be Empty    ${me.effective_permissions}
    Request Should Be Refused    403    Create Pack    session=${ann}

A Taken Login Cannot Be Registered
    Request Should Be Refused    409    Register    ${TEST_USER_CREDENTIALS.login}    Some-Password-1

Logout Forgets The Token, And The Next Use Signs In Anew
    ${session}=    Unique User Client
    ${before}=    Get Current User    session=${session}
    Logout    session=${session}
    ${after}=    Get Current User    session=${session}
    Should Be Equal    ${after.id}    ${before.id}
