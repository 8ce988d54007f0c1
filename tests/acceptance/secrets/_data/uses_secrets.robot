*** Settings ***
Documentation       Every way of handling a secret; run by the test beside this folder, at level TRACE.

Library             RequestsLibrary
Library             ../planted.py
Resource            ../../../../resources/attune.resource

Suite Setup         Use A Pack Of My Own


*** Test Cases ***
Passwords And Tokens
    ${password}=    Fresh Password
    Plant    password    ${password}
    ${ann}=    Register    password=${password}    alias=ann
    ${token}=    Get Token    session=ann
    Plant    token    ${token}
    ${again}=    Use Token    ${token}
    Get Current User    session=${again}
    ${answer}=    Send Request    POST    /auth/login    json=${{ {'login': $ann.login, 'password': $password} }}    anonymous=True
    Plant    login token    ${answer.body.data.access_token}
    Log Many    &{answer}
    ${new}=    Fresh Password
    Plant    new password    ${new}
    Change Password    ${password}    ${new}    session=ann
    Request Should Be Refused    401    Login    ${ann.login}    ${password}    alias=again
    Log    ${ann} ${answer} ${TEST_USER_CREDENTIALS}
    Show Settings

Webhook Keys
    ${trigger}=    Create Webhook Trigger
    ${key}=    Get Webhook Key    ${trigger}
    Plant    webhook key    ${key}
    Fire Webhook    ${trigger}    {"a": 1}
    Get Trigger    ${trigger}
    List Triggers    pack=${PACK_REF}
    Share Session With RequestsLibrary    hook    webhook=${trigger}
    ${answer}=    POST On Session    hook    ${EMPTY}    json=${{ {'payload': {'b': 2}} }}    expected_status=200
    Log    ${answer.url} ${answer.request.url} ${answer.request.headers} ${answer.text}
    ${refused}=    POST On Session    hook    ${EMPTY}    data=no json    expected_status=400
    Run Keyword And Expect Error    *    POST On Session    hook    ${EMPTY}    data=no json
    ${fired}=    Wait For Event Count    2    trigger=${trigger}
    Get Event    ${fired[0]}

Shared Sessions
    Share Session With RequestsLibrary    api
    ${token}=    Get Token
    Plant    administrator token    ${token}
    ${answer}=    GET On Session    api    /auth/me
    Log    ${answer.request.headers} ${answer.headers} ${answer.json()}
    ${answer}=    GET On Session    api    /api/v1/packs    params=token=visible

Encrypted Keys
    ${value}=    Fresh Password
    Plant    encrypted value    ${value}
    ${ref}=    Unique Ref    secret
    Create Secret    ${ref}    ${value}
    ${found}=    Get Secret    ${ref}
    Should Be True    $found.value == $value.value
    Get Key    ${ref}
    ${new}=    Fresh Password
    Plant    new value    ${new}
    Update Secret    ${ref}    ${new}


*** Keywords ***
Fresh Password
    [Documentation]    A password that exists as a Secret only.
    ${secret}=    Evaluate    robot.api.types.Secret('Pw1!' + secrets.token_hex(12))    modules=robot.api.types, secrets
    RETURN    ${secret}
