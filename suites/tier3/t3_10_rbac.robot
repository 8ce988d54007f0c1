*** Settings ***
Documentation       T3.10 RBAC permission checks.
...                 What a person may do is what the person's permission sets say, at every operation of the platform.
...
...                 Success: the table of all operations against everybody holds, cell by cell; a viewer only reads; a refusal
...                 names resource and action; the grant is asked for before anything else is judged.
...
...                 The table is resources/permissions.yaml.

Resource            ../../resources/permissions.resource

Suite Setup         Open The Permission Table

Test Tags           tier3    T3.10    permission    security
Test Timeout        300s


*** Test Cases ***
Packs Need Their Grants
    [Documentation]    Making, changing, deleting and installing packs, and what is in them.
    Area Should Need Its Grants    packs

Pack Indices Need Their Grants
    [Documentation]    Where packs may be installed from.
    Area Should Need Its Grants    pack indices

Actions Need Their Grants
    [Documentation]    Editors make and change actions, and leave deleting to administrators.
    Area Should Need Its Grants    actions

Triggers Need Their Grants
    [Documentation]    Everybody reads them; webhooks are an administrator's.
    Area Should Need Its Grants    triggers

Sensors Need Their Grants
    [Documentation]    Everybody reads them; nobody without a login does.
    Area Should Need Its Grants    sensors

Rules Need Their Grants
    [Documentation]    Editors make and change rules, and leave deleting to administrators.
    Area Should Need Its Grants    rules

Workflows Need Their Grants
    [Documentation]    Everybody reads them; nobody without a login does.
    Area Should Need Its Grants    workflows

Executions Need Their Grants
    [Documentation]    Executors, editors and administrators execute; to read one takes a grant; secrets are shown to nobody.
    Area Should Need Its Grants    executions

Events And Enforcements Need Their Grants
    [Documentation]    People make no events; enforcements are an administrator's.
    Area Should Need Its Grants    events

Inquiries Need Their Grants
    [Documentation]    Administrators see them all.
    Area Should Need Its Grants    inquiries

Keys Need Their Grants
    [Documentation]    Editors change values, administrators make and delete keys.
    Area Should Need Its Grants    keys

Queues Need Their Grants
    [Documentation]    Queues are an editor's, executors do not even see them.
    Area Should Need Its Grants    queues

Artifacts Need Their Grants
    [Documentation]    What is private in a pack is written by whoever may configure the pack.
    Area Should Need Its Grants    artifacts

Runtimes Need Their Grants
    [Documentation]    Editors make and change runtimes, and leave deleting to administrators.
    Area Should Need Its Grants    runtimes

Workers Need Their Grants
    [Documentation]    Everybody with a grant sees the workers, administrators order them about.
    Area Should Need Its Grants    workers

Identities Need Their Grants
    [Documentation]    People and their tokens are an administrator's alone.
    Area Should Need Its Grants    identities

Permissions Need Their Grants
    [Documentation]    Sets, assignments and roles are an administrator's alone.
    Area Should Need Its Grants    permissions

Audit And Retention Need Their Grants
    [Documentation]    An administrator's alone; figures are for everybody who has signed in.
    Area Should Need Its Grants    administration

One's Own Account Needs A Login
    [Documentation]    And a person's: the token of an execution changes nobody's name and password.
    Area Should Need Its Grants    oneself

Every Operation Of The Platform Is In The Table
    [Documentation]    Or there is a reason why not.
    ${line}=    Permission Table Should Be Whole    ${TABLE}
    Summary    ${line}

What Only Needs A Login Needs Its Grant
    [Documentation]    The writes that the platform lets everybody do who has signed in.
    [Tags]    gap:rbac-unchecked
    [Template]    Area Should Need Its Grants
    # area    gap
    packs    rbac-unchecked
    triggers    rbac-unchecked
    sensors    rbac-unchecked
    rules    rbac-unchecked
    workflows    rbac-unchecked
    executions    rbac-unchecked
    inquiries    rbac-unchecked
    oneself    rbac-unchecked

An Execution Can Do What Its Permission Sets Say
    [Documentation]    An administrator's execution with the rights of a viewer reads, and changes nothing.
    [Tags]    gap:execution-token-rights
    [Template]    Area Should Need Its Grants
    # area    gap
    packs    execution-token-rights
    pack indices    execution-token-rights
    actions    execution-token-rights
    triggers    execution-token-rights
    rules    execution-token-rights
    queues    execution-token-rights

Records Of Others Are As If They Were Not There
    [Documentation]    404 for executions, events and inquiries that are neither one's own nor of one's pack.
    [Tags]    gap:owner-filter
    [Template]    Area Should Need Its Grants
    # area    gap
    executions    owner-filter
    events    owner-filter
    inquiries    owner-filter

The Refusal Of A Pack Names The Grant
    [Documentation]    As every other refusal does.
    [Tags]    gap:refusal-unnamed
    [Template]    Area Should Need Its Grants
    # area    gap
    packs    refusal-unnamed

Who Lacks The Grant Is Told So First
    [Documentation]    A body with a value that is not allowed, of one who may not at all, is 403.
    [Template]    Request Should Be Forbidden First
    # grant    method    path    body
    identities:create    POST    /identities    {"login": "x"}
    identities:update    POST    /identities/999999999/integration-tokens    {"label": ""}
    permissions:manage    POST    /identities/999999999/roles    {"role": ""}
    permissions:manage    PUT    /permissions/sets/999999999    {"label": "", "description": "", "grants": []}
    permissions:manage    DELETE    /permissions/assignments/999999999
    workers:manage    POST    /workers/999999999/cordon    {}

The Form Of A Body Is Not Judged Before The Grant
    [Documentation]    Of who may not at all an empty body is refused like any other.
    [Tags]    gap:validation-first
    [Template]    Request Should Be Forbidden First
    # grant    method    path    body
    packs:create    POST    /packs    {}
    actions:create    POST    /actions    {}
    actions:execute    POST    /executions/execute    {}
    rules:create    POST    /rules    {}
    identities:create    POST    /identities    {}

Nor Is It Of Other Things
    [Documentation]    Keys, queues, runtimes, assignments and the retention.
    [Tags]    gap:validation-first
    [Template]    Request Should Be Forbidden First
    # grant    method    path    body
    keys:create    POST    /keys    {}
    queues:create    POST    /queues    {}
    runtimes:create    POST    /runtimes    {}
    permissions:manage    POST    /permissions/assignments    {}
    retention:update    PUT    /retention-config    {"batch_size": "many"}

The Values Of A Body Are Not Judged Before The Grant
    [Documentation]    A label of no characters is not told to who may not give one.
    [Tags]    gap:validation-first
    [Template]    Request Should Be Forbidden First
    # grant    method    path    body
    packs:create    POST    /packs    {"ref": "x", "label": "", "version": "1.0.0"}
    actions:create    POST    /actions    {"ref": "x.y", "pack_ref": "core", "label": "", "entrypoint": "x"}
    rules:update    PUT    /rules/core.none    {"label": ""}

What Is Named Is Not Looked Up Before The Grant
    [Documentation]    Nobody learns what exists and what does not.
    [Tags]    gap:validation-first
    [Template]    Request Should Be Forbidden First
    # grant    method    path    body
    packs:configure    PUT    /packs/no_such_pack    {"label": "x"}
    actions:delete    DELETE    /actions/no.such
    actions:execute    POST    /executions/execute    {"action_ref": "no.such"}
    rules:update    PUT    /rules/no.such    {"label": "x"}
    executions:read    GET    /executions/999999999
