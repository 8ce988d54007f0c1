*** Settings ***
Documentation       T1.7 Multi-tenant isolation.
...                 One person cannot see or use what is another's. Ann and Bob may do the same; neither administers.
...
...                 Success: lists leave out what is another's, and asking for it directly is 404; executing, changing,
...                 deleting and cancelling it are refused; its owner goes on seeing and using it; tampered tokens are 401;
...                 injected texts are refused or find nothing.

Resource            ../../resources/isolation.resource

Suite Setup         Open Two People With Automations

Test Tags           tier1    T1.7    isolation
Test Timeout        300s


*** Test Cases ***
A Pack Is Seen By Nobody But Its Owner
    [Documentation]    Absent from the other's list, 404 when asked for, in both directions; its owner has it in both ways.
    [Tags]    S1.7-a
    [Template]    Only The Owner Should Find
    # owner    other    kind
    ann    bob    pack
    bob    ann    pack

What Is In A Pack Is Seen By Nobody But Its Owner
    [Documentation]    Actions, triggers and executions: absent from every list of the other, and 404 when asked for.
    [Tags]    S1.7-a    gap:owner-filter
    [Template]    Only The Owner Should Find
    # owner    other    kind
    ann    bob    action
    bob    ann    action
    ann    bob    trigger
    bob    ann    trigger
    ann    bob    execution
    bob    ann    execution

Everything Is Seen By Its Owner
    [Documentation]    Nobody loses sight of what is one's own: found by ref or id, and in the list of its kind.
    [Tags]    S1.7-a
    [Template]    Owner Should Find
    # owner    kind
    ann    pack
    ann    action
    ann    trigger
    ann    rule
    ann    key
    ann    key    pack_key
    ann    event
    ann    enforcement
    ann    execution
    bob    pack
    bob    action
    bob    rule
    bob    key

The Owner Goes On Using Everything
    [Documentation]    After the other's refused attempt: run, change, disable and delete one's own.
    [Tags]    S1.7-a
    ${rule}=    Create One    rule    pack=${PEOPLE.ann.pack}    session=ann
    Request Should Be Refused    403    Update Pack    ${PEOPLE.ann.pack}    label=taken over    session=bob
    ${run}=    Run Action    ${rule.action_ref}    parameters=${{ {'message': 'mine'} }}    stdout=mine    session=ann
    ${renamed}=    Update Rule    ${rule}    label=renamed by its owner    session=ann
    ${disabled}=    Disable Rule    ${rule}    session=ann
    Should Be Equal    ${{ ($renamed.label, $disabled.enabled) }}    ${{ ('renamed by its owner', False) }}
    Delete Rule    ${rule}    session=ann
    Request Should Be Refused    404    Get Rule    ${rule}    session=ann
    Summary    execution ${run.id} completed, rule ${rule.id} renamed, disabled and deleted by its owner

Changing Another's Pack Or Key Is Refused
    [Documentation]    The thing is as it was afterwards.
    [Tags]    S1.7-a    S1.7-b
    [Template]    Attempt On Another's Thing Should Be Refused
    # status    kind    attempt    arguments
    404    pack    Get Pack
    403    pack    Update Pack    label=taken over
    403    pack    Delete Pack
    404    key    Get Key
    403    key    Update Key    value=overwritten
    403    key    Delete Key

Using Another's Automation Is Refused
    [Documentation]    Executing, changing, switching, deleting and cancelling are 404, as for what does not exist.
    [Tags]    S1.7-a    gap:owner-filter
    [Template]    Attempt On Another's Thing Should Be Refused
    # status    kind    attempt    arguments
    404    action    Execute Action
    404    action    Update Action    entrypoint=echo taken over
    404    action    Delete Action
    404    trigger    Update Trigger    label=taken over
    404    trigger    Regenerate Webhook Key
    404    trigger    Delete Trigger
    404    execution    Cancel Execution
    404    pack key    Update Key    value=overwritten
    404    pack key    Delete Key

Building With Another's Parts Is Refused
    [Documentation]    Nothing can be put into another's pack, and no rule made of another's trigger or action.
    [Tags]    S1.7-a    gap:owner-filter
    [Template]    Attempt Should Be Refused
    # status    attempt    arguments
    404    Create Action    pack=${PEOPLE.ann.pack.ref}    session=bob
    404    Create Trigger    pack=${PEOPLE.ann.pack.ref}    session=bob
    400    Create Key    owner=${PEOPLE.ann.pack.ref}    session=bob
    404    Create Rule    ${PEOPLE.ann.trigger}    ${PEOPLE.bob.action}    pack=${PEOPLE.bob.pack.ref}    session=bob
    404    Create Rule    ${PEOPLE.bob.trigger}    ${PEOPLE.ann.action}    pack=${PEOPLE.bob.pack.ref}    session=bob

Both People Keep A Value Under The Same Name
    [Documentation]    Each reads one's own, the other's is null and 404; deleting one leaves the other; a taken ref is 409.
    [Tags]    S1.7-b    datastore
    Get Key Value    ${PEOPLE.ann.key}    ==    value of ann    session=ann
    Get Key Value    ${PEOPLE.bob.key}    ==    value of bob    session=bob
    Get Key Value    ${PEOPLE.ann.key}    ==    ${None}    session=bob
    ${second}=    Create Key    value=second of bob    name=another_name    owner_type=identity    session=bob
    Request Should Be Refused    409    Create Key    ${PEOPLE.ann.key.ref}    x    owner_type=identity    session=bob
    Delete Key    ${second}    session=bob
    Get Key Value    ${PEOPLE.ann.key}    ==    value of ann    session=ann
    Should Be Equal    ${PEOPLE.ann.key.name}    ${PEOPLE.bob.key.name}
    Summary    keys ${PEOPLE.ann.key.id} and ${PEOPLE.bob.key.id}, both named ${PEOPLE.ann.key.name}

A Person's Key Is Seen By Nobody Else
    [Documentation]    Absent from the other's list, 404 when asked for, in both directions.
    [Tags]    S1.7-b    datastore
    [Template]    Only The Owner Should Find
    # owner    other    kind
    ann    bob    key
    bob    ann    key

A Pack's Key Is Seen By Nobody But The Pack's Owner
    [Documentation]    A value is as private as the pack it belongs to.
    [Tags]    S1.7-b    datastore    gap:owner-filter
    [Template]    Only The Owner Should Find
    # owner    other    kind    member
    ann    bob    key    pack_key
    bob    ann    key    pack_key

Events And Enforcements Are Seen By Nobody But Their Owner
    [Documentation]    Absent from the other's list, even when asked for by trigger or rule, and 404.
    [Tags]    S1.7-c    gap:owner-filter
    [Template]    Only The Owner Should Find
    # owner    other    kind
    ann    bob    event
    bob    ann    event
    ann    bob    enforcement
    bob    ann    enforcement

A Person's Event Runs Only That Person's Rule
    [Documentation]    Two like automations: what Ann posts is executed once, as Ann, and Bob's rule is left alone.
    [Tags]    S1.7-c
    ${before}=    List Enforcements    rule=${PEOPLE.bob.rule}    session=bob
    ${fired}=    Fire Webhook    ${PEOPLE.ann.trigger}    ${{ {'by': 'ann again'} }}    session=ann
    ${runs}=    Each Event Should Have Run Once    ${PEOPLE.ann.rule}    ${{ [$fired] }}    stdout={by}    session=ann
    ${ann}=    Get Current User    session=ann
    Should Be Equal    ${runs}[0][executor]    ${ann.id}
    Wait For Enforcement Count    ${{ len($before) }}    operator===    rule=${PEOPLE.bob.rule}    session=bob
    Wait For Enforcement Count    1    operator===    event=${fired}    session=ann
    Summary    event ${fired.event_id} of ann -> execution ${runs}[0][id] as identity ${ann.id}; none of bob's rule

A Rule Is Seen By Nobody But Its Owner
    [Documentation]    Absent from the lists of all rules and of its pack, and 404, in both directions.
    [Tags]    S1.7-d    gap:owner-filter
    [Template]    Only The Owner Should Find
    # owner    other    kind
    ann    bob    rule
    bob    ann    rule

Changing Another's Rule Is Refused
    [Documentation]    404 each, and the rule is as it was afterwards: as enabled, as labelled.
    [Tags]    S1.7-d    gap:owner-filter
    [Template]    Attempt On Another's Thing Should Be Refused
    # status    kind    attempt    arguments
    404    rule    Update Rule    label=taken over
    404    rule    Disable Rule
    404    rule    Enable Rule
    404    rule    Delete Rule

Who Was Granted Nothing Makes And Runs Nothing
    [Documentation]    The refusal is 403 and names the missing grant.
    [Tags]    S1.7-a    security
    [Template]    Attempt Should Be Refused
    # status    attempt    arguments
    403    Create Pack    session=newcomer
    403    Create Action    pack=core    session=newcomer
    403    Create Rule    core.intervaltimer    core.noop    pack=core    session=newcomer
    403    Create Key    owner_type=system    session=newcomer
    403    List Keys    session=newcomer
    403    Execute Action    core.noop    session=newcomer
    403    Upload Fixture Pack    test_pack    session=newcomer
    403    Create Identity    session=newcomer
    403    List Workers    session=newcomer

Who Was Granted Nothing Makes No Trigger And No Workflow
    [Documentation]    Every creation needs its grant.
    [Tags]    S1.7-a    security    gap:rbac-unchecked
    [Template]    Attempt Should Be Refused
    # status    attempt    arguments
    403    Create Trigger    pack=core    session=newcomer
    403    Create Workflow    {version: 1.0.0, tasks: [{name: one, action: core.noop}]}    pack=core    session=newcomer

A Tampered Token Opens Nothing
    [Documentation]    401 for reading and for deleting, while the genuine token goes on working.
    [Tags]    S1.7-a    security
    [Template]    Forged Token Should Be Refused
    # way
    signature changed
    signature removed
    subject changed
    expiry changed
    type changed
    algorithm none
    signed with 'secret'
    signed with 'changeme'
    signed with ''
    refresh token
    cut in half
    no token at all

Without A Token Everything Is Closed
    [Documentation]    401 wherever something is kept, for reading as for making.
    [Tags]    S1.7-a    security
    [Template]    Request Without A Token Should Be Refused
    # method    path
    GET    /api/v1/packs
    GET    /api/v1/actions
    GET    /api/v1/triggers
    GET    /api/v1/rules
    GET    /api/v1/events
    GET    /api/v1/enforcements
    GET    /api/v1/executions
    GET    /api/v1/executions/1
    GET    /api/v1/keys
    GET    /api/v1/identities
    GET    /auth/me
    POST    /api/v1/packs
    POST    /api/v1/executions/execute
    DELETE    /api/v1/packs/core

Hostile Texts In A Path Find Nothing
    [Documentation]    The platform answers as to any name that does not exist, never with an error of its own.
    [Tags]    S1.7-a    security
    [Template]    Path Should Be Safe
    # path    status
    /api/v1/packs/{text}    404
    /api/v1/actions/{text}    404
    /api/v1/triggers/{text}    404
    /api/v1/rules/{text}    404
    /api/v1/keys/{text}    404
    /api/v1/workflows/{text}    404
    /api/v1/packs/{text}/actions    404
    /api/v1/executions/{text}    400
    /api/v1/events/{text}    400
    /api/v1/enforcements/{text}    400
    /api/v1/executions/status/{text}    400

Hostile Texts In A Filter Find No Row
    [Documentation]    Alone or behind a value that does find something: 200, an empty list, and nothing more.
    [Tags]    S1.7-a    security
    [Template]    Filter Should Be Safe
    # path    parameter    genuine value
    /api/v1/executions    action_ref    ${PEOPLE.ann.action.ref}
    /api/v1/executions    rule_ref    ${PEOPLE.ann.rule.ref}
    /api/v1/executions    trigger_ref    ${PEOPLE.ann.trigger.ref}
    /api/v1/executions    pack_name    ${PEOPLE.ann.pack.ref}
    /api/v1/executions    result_contains    ann
    /api/v1/events    trigger_ref    ${PEOPLE.ann.trigger.ref}
    /api/v1/enforcements    rule_ref    ${PEOPLE.ann.rule.ref}
    /api/v1/enforcements    trigger_ref    ${PEOPLE.ann.trigger.ref}
    /api/v1/keys    owner    ${PEOPLE.ann.pack.id}
    /api/v1/actions/search    q    ${PEOPLE.ann.action.ref}

A Text With A Null Byte Is No Error Of The Platform
    [Documentation]    Such a name does not exist, and that is the answer.
    [Tags]    S1.7-a    security    gap:null-byte
    [Template]    Path Should Be Safe
    # path    status    texts
    /api/v1/packs/{text}    404    texts=${{ [chr(0), 'core' + chr(0)] }}
    /api/v1/actions/{text}    404    texts=${{ [chr(0), 'core.echo' + chr(0)] }}
    /api/v1/keys/{text}    404    texts=${{ [chr(0)] }}

A Wildcard Of The Database Is An Ordinary Character
    [Documentation]    A search for a percent sign finds what has one, not everything.
    [Tags]    S1.7-a    security    gap:like-wildcards
    [Template]    Filter Should Be Safe
    # path    parameter    genuine value    texts
    /api/v1/executions    result_contains    ann    texts=${{ ['%', 'a%n', 'a_n'] }}

A Guessed Id Finds Nothing
    [Documentation]    404 for numbers that nothing has, 400 for what is no number.
    [Tags]    S1.7-a    security
    [Template]    Guessed Id Should Find Nothing
    # path    status
    /api/v1/executions/999999999    404
    /api/v1/executions/0    404
    /api/v1/executions/-1    404
    /api/v1/executions/99999999999999999999    400
    /api/v1/events/999999999    404
    /api/v1/enforcements/abc    400
    /api/v1/packs/${PEOPLE.ann.pack.id}    404
