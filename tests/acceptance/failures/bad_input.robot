*** Settings ***
Documentation       Wrong arguments: one line that names the argument and what is allowed.

Resource            ../../../resources/attune.resource

Suite Setup         Use A Pack Of My Own
Test Timeout        60s


*** Test Cases ***
Wrong Credentials
    [Documentation]    FAIL REGEXP: signing in as 'nobody@example\.com' at \\S+ was refused with 401: Invalid login or password
    Login    nobody@example.com    no-such-password

A Login Without A Password
    [Documentation]    FAIL login and password belong together: give both or neither
    Login    nobody@example.com

An Unknown Session
    [Documentation]    FAIL GLOB: no session 'ann'; open sessions: administrator*
    List Packs    session=ann

An Unknown Action
    [Documentation]    FAIL REGEXP: GET /api/v1/actions/core\.absent answered 404, expected 2xx \\(\\S+ s\\): Action 'core\.absent' not found \\[NOT_FOUND\\]\\n\\s+curl -X GET -H 'Authorization: \\*\\*\\*' \\S+
    Get Action    core.absent

An Unknown Id Of A Thing With A Ref
    [Documentation]    FAIL no action with id 999999999
    Get Action    ${999999999}

No Execution At All
    [Documentation]    FAIL execution is None; it must be an id or an object that creation returned
    Get Execution    ${None}

A Ref Where An Id Is Wanted
    [Documentation]    FAIL execution is 'core.echo' (string); it must be an id or an object that creation returned
    Wait For Execution Status    core.echo    completed

The Object Of Another Thing
    [Documentation]    FAIL GLOB: execution is the object of '*'; it must be an id or an object that creation returned
    ${pack}=    Test Pack
    Get Execution    ${pack}

A Wrong Type
    [Documentation]    FAIL pack is '1.5' (float); it must be an id, a ref or an object that creation returned
    Get Pack    ${1.5}

An Operator Turned Round
    [Documentation]    FAIL unknown operator '=>' (did you mean '>'?); allowed: >=, ==, <=, >, <, !=
    Wait For Event Count    1    operator==>    trigger=core.intervaltimer

A Misspelt Status
    [Documentation]    FAIL unknown execution status 'complated' (did you mean 'completed'?); allowed: requested, scheduling, scheduled, running, canceling, completed, failed, cancelled, timeout, abandoned
    Wait For Execution Status    1    complated

A Status Of Another Kind
    [Documentation]    FAIL unknown inquiry status 'running'; allowed: pending, responded, timeout, cancelled
    Wait For Inquiry Status    1    running

A Count That Is No Number
    [Documentation]    FAIL count is 'two'; it must be a whole number, 0 or more
    Wait For Execution Count    two    action=core.echo

Counting What Everybody Made
    [Documentation]    FAIL no filter is given, so every execution of the platform would be counted; give one of action_ref, rule_ref, trigger_ref, enforcement, parent
    Wait For Execution Count    1    status=failed

A Time That Is None
    [Documentation]    FAIL timeout is 'soon'; it must be a time such as 30, 500ms or 2 min
    Wait For Execution Status    1    completed    timeout=soon

A Misspelt Argument
    [Documentation]    FAIL Keyword 'AttuneLibrary.Wait For Execution Status' expected 2 non-named arguments, got 3.
    Wait For Execution Status    1    completed    time_out=5s

An Unknown Capability
    [Documentation]    FAIL GLOB: unknown capability 'node' (did you mean 'nodejs'?); allowed: nodejs, *
    Capability    node

An Unknown Way Of Comparing
    [Documentation]    FAIL unknown mode 'loose'; allowed: exact, subset
    Json Should Match    1    1    mode=loose

A Path Without A Slash
    [Documentation]    FAIL path is 'health'; it must begin with /, such as /api/v1/packs
    Send Request    GET    health

An Unknown Method
    [Documentation]    FAIL unknown method 'FETCH'; allowed: GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS
    Send Request    FETCH    /health

A Poll Interval That Is None
    [Documentation]    FAIL ATTUNE_POLL_INTERVAL is 'often' (Set Poll Interval): must be a Robot Framework time such as 30, 500ms or 2 min
    Set Poll Interval    often

Sharing A Session With Nobody
    [Documentation]    FAIL RequestsLibrary is not imported in this suite; add 'Library${SPACE*4}RequestsLibrary' to its settings
    Share Session With RequestsLibrary    api
