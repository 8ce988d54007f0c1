*** Settings ***
Documentation       What suites find without making it: variables, clients, the pack of their own.

Resource            ../../../resources/attune.resource

Test Timeout        60s


*** Test Cases ***
API_BASE_URL Is Where The Platform Answers
    Should Match Regexp    ${API_BASE_URL}    ^https?://
    ${answer}=    Send Request    GET    /health    anonymous=True    expected_status=200
    Should Be Equal    ${answer.body}[status]    ok

TEST_TIMEOUT Is A Time
    ${seconds}=    Evaluate    robot.utils.timestr_to_secs($TEST_TIMEOUT)    modules=robot.utils
    Should Be True    ${seconds} > 0

TEST_USER_CREDENTIALS Log In And Keep Their Secret
    Should Be Equal As Strings    ${TEST_USER_CREDENTIALS.password}    <secret>
    ${session}=    Login    ${TEST_USER_CREDENTIALS.login}    ${TEST_USER_CREDENTIALS.password}    alias=again
    ${me}=    Get Current User    session=${session}
    Should Be Equal    ${me.login}    ${TEST_USER_CREDENTIALS.login}

WAIT_TIME Has The Standard Waits
    Should Be Equal    ${{ list($WAIT_TIME) }}    ${{ ['quick', 'short', 'medium', 'long', 'extended'] }}

Client Is The Shared User's Session
    ${client}=    Client
    ${me}=    Get Current User    session=${client}
    Should Be Equal    ${me.login}    ${TEST_USER_CREDENTIALS.login}

Unique User Client Is Somebody New Each Time
    ${ann}=    Unique User Client
    ${bob}=    Unique User Client    permission_sets=${{ ['core.viewer'] }}
    ${first}=    Get Current User    session=${ann}
    ${second}=    Get Current User    session=${bob}
    Should Not Be Equal    ${first.id}    ${second.id}
    Should Be Empty    ${first.effective_permissions}
    Should Not Be Empty    ${second.effective_permissions}

Test Pack Is Made Where There Is None, And PACK_REF Names It
    Variable Should Not Exist    ${PACK_REF}
    ${pack}=    Test Pack
    Should Be Equal    ${pack.ref}    ${PACK_REF}
    ${same}=    Test Pack
    Should Be Equal    ${same.id}    ${pack.id}

A Pack That Is Needed And Missing Is Explained
    [Documentation]    FAIL GLOB: *Use A Pack Of My Own*
    Create Echo Action
