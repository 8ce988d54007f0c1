*** Settings ***
Documentation       T3.29 Rate limiting.
...                 The platform protects itself: who has a limit of requests a second gets so many answers and no more.
...
...                 Success: up to the limit requests succeed, beyond it they are 429 with a Retry-After; a second later they
...                 succeed again; administrators are exempt; each person is counted alone.

Resource            ../../resources/limits.resource

Test Tags           tier3    T3.29    limit
Test Timeout        300s


*** Test Cases ***
Requests Beyond The Limit Are Refused
    [Documentation]    A hundred as fast as they go: in no second more are obeyed than the limit, and none is refused below it.
    [Tags]    gap:rate-limit
    [Template]    Limit Should Be Kept
    # requests a second
    ${10}
    ${1}
    ${25}

A Refusal Tells When To Try Again
    [Documentation]    Every 429 has a Retry-After of one second, and whoever waits so long is obeyed.
    [Tags]    gap:rate-limit    gap:retry-after
    Open Limited Person    ann    ${5}
    ${burst}=    Burst Should Be Limited    5    session=ann
    ${told}=    Evaluate    sorted(set($burst.retry_after), key=str)
    Should Be Equal    ${told}    ${{ ['1'] }}    the Retry-After of ${burst.refused} refusals is wrong
    Wait For Limit To Reset    ${told}[0]
    Burst Should Be Obeyed    count=5    session=ann
    Summary    ${burst.refused} refusals, Retry-After ${told}[0] s each

The Limit Begins Anew
    [Documentation]    After the second is over as many requests as before are obeyed, and again no more.
    [Tags]    gap:rate-limit
    Open Limited Person    ann    ${10}
    ${first}=    Burst Should Be Limited    10    session=ann
    Wait For Limit To Reset
    ${second}=    Burst Should Be Limited    10    session=ann
    Should Be True    ${second.obeyed} >= 10
    Summary    ${first.obeyed} obeyed, then ${second.obeyed}

The Limit Counts For Every Operation
    [Documentation]    What is refused is refused wherever it goes: reading a list as well as one's own name.
    [Tags]    gap:rate-limit
    [Template]    Burst On A Path Should Be Limited
    # path
    /api/v1/packs
    /api/v1/executions
    /auth/me

Each Person Is Counted Alone
    [Documentation]    While Ann is refused, Bob, who has a limit of his own, has all of his.
    [Tags]    gap:rate-limit
    Open Limited Person    ann    ${10}
    Open Limited Person    bob    ${10}
    ${of_ann}=    Burst Should Be Limited    10    session=ann
    ${of_bob}=    Burst Should Be Obeyed    count=10    session=bob
    Summary    ann: ${of_ann.refused} refused; bob: ${of_bob.obeyed} of 10 obeyed

An Administrator Is Exempt
    [Documentation]    A hundred requests of one who has both: a limit, and the rights of an administrator.
    ${chief}=    Open Limited Person    chief    ${10}
    Assign Permission Set    core.admin    ${chief}
    ${burst}=    Burst Should Be Obeyed    session=chief
    Summary    ${burst.obeyed} requests of an administrator obeyed in ${burst.seconds} s

Without A Limit Nobody Is Refused
    [Documentation]    A person without the attribute, and the limited one beside.
    Unique User Client    alias=free
    Open Limited Person    ann    ${10}
    ${burst}=    Burst Should Be Obeyed    session=free
    Summary    ${burst.obeyed} requests obeyed in ${burst.seconds} s

What Is No Limit Limits Nobody
    [Documentation]    A limit that is no positive whole number is none.
    [Template]    Person Should Go Unlimited
    # requests a second
    ${0}
    ${-5}
    ten
    ${None}
