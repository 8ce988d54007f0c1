*** Settings ***
Documentation       T3.11 System vs user packs.
...                 The core pack is everybody's, the packs of people are their own.
...
...                 Success: everybody sees the core pack and can run what is in it; nobody sees another's pack; one
...                 environment serves the system's actions; core counts as a system pack.

Resource            ../../resources/system_packs.resource

Suite Setup         Open People With Packs Of Their Own

Test Tags           tier3    T3.11    isolation
Test Timeout        300s


*** Test Cases ***
Everybody Sees The Core Pack
    [Documentation]    By its ref and in the list, with or without grants.
    [Template]    Core Should Be There
    # person
    ann
    bob
    viewer
    newcomer
    administrator

Everybody Sees What Is In The Core Pack
    [Documentation]    The same actions as the administrator.
    [Template]    System Actions Should Be Listed
    # person
    ann
    viewer
    newcomer

Whoever May Execute Runs The System's Actions
    [Documentation]    As oneself, and each time the one action that there is.
    [Template]    System Action Should Run
    # person
    ann
    bob
    administrator

One Environment Serves Everybody
    [Documentation]    Two people run the same system action at the same time: the same action, the same workers, and each gets
    ...    one's own answer.
    ${of_ann}=    Execute Action    core.echo    parameters={'message': 'ann'}    session=ann
    ${of_bob}=    Execute Action    core.echo    parameters={'message': 'bob'}    session=bob
    ${first}=    Wait For Execution Status    ${of_ann}    completed    session=ann
    ${second}=    Wait For Execution Status    ${of_bob}    completed    session=bob
    Should Be Equal    ${{ ($first.action, $second.action) }}    ${{ ($ECHO.id, $ECHO.id) }}
    ${workers}=    List Workers    role=action
    Should Be True    {$first.worker, $second.worker} <= {worker.id for worker in $workers}
    Should Be Equal    ${{ ($first.result.stdout.strip(), $second.result.stdout.strip()) }}    ${{ ('ann', 'bob') }}
    Summary    executions ${first.id} and ${second.id} of action ${ECHO.id}

A Private Pack Is On No Page Of Anybody Else
    [Documentation]    In both directions, and for those who only look.
    [Template]    Private Pack Should Be Hidden
    # owner    other
    ann    bob
    bob    ann
    ann    viewer
    bob    newcomer

What Is In A Private Pack Is Not In Anybody Else's Lists
    [Documentation]    Nor can it be run: as if there were no such action.
    [Tags]    gap:owner-filter
    [Template]    Private Action Should Be Out Of Reach
    # owner    other
    ann    bob
    bob    ann

Nobody But An Administrator Changes The Core Pack
    [Documentation]    403, and the pack is as it was.
    [Template]    Change Of Core Should Be Refused
    # person
    viewer
    newcomer
