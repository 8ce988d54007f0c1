*** Settings ***
Documentation       Helpers about values and secrets.

Resource            ../../../resources/attune.resource

Suite Setup         Use A Pack Of My Own
Test Timeout        60s


*** Test Cases ***
Datastore Set Creates, Then Updates; Datastore Get Keeps The Type
    Datastore Set    limits    ${{ {'cpu': [1, 2.5, None, True, 'x']} }}
    ${read}=    Datastore Get    limits
    Json Should Match    ${read}    ${{ {'cpu': [1, 2.5, None, True, 'x']} }}
    Datastore Set    limits    ${4}
    Datastore Get    limits    ==    ${4}
    ${key}=    Get Key    limits
    Should Be Equal    ${key.owner_type}    pack
    Should Be Equal    ${key.owner_pack_ref}    ${PACK_REF}

Datastore Set Of An Existing Key Honours Encrypted
    Datastore Set    token    plain-value
    ${key}=    Datastore Set    token    hidden-value    encrypted=True
    Should Be True    ${key.encrypted}
    Should Be Equal As Strings    ${key.value}    <secret>
    Datastore Get    token    ==    hidden-value

Datastore Get Of Nothing Is None Or The Default
    ${absent}=    Datastore Get    no_such_key
    Should Be Equal    ${absent}    ${None}
    ${chosen}=    Get Key Value    no_such_key    default=none
    Should Be Equal    ${chosen}    none

Datastore Delete Removes; A Second Time It Is Not Found
    ${key}=    Create Key    short_lived    1
    Datastore Delete    ${key}
    Request Should Be Refused    404    Delete Key    ${key}

Create Secret, Get Secret And Update Secret Never Show The Value
    ${key}=    Create Secret    password    first-value
    Should Be True    ${key.encrypted}
    ${secret}=    Get Secret    ${key}
    Should Be Equal As Strings    ${secret}    <secret>
    Update Secret    ${key}    second-value
    Get Key Value    ${key}    ==    second-value

A Wrong Secret Is Told Without Either Value
    [Documentation]    FAIL REGEXP: key \\S+\\.hidden: its secret value does not fulfil '(equal|==)' \\(both values are hidden\\)
    Create Secret    hidden    right-value
    Get Key Value    hidden    ==    wrong-value

List Keys Has The Pack's Keys Without Values
    ${key}=    Create Key    listed    value
    ${keys}=    List Keys    owner_type=pack    owner=${PACK_REF}
    ${refs}=    Evaluate    [one.ref for one in $keys]
    Should Contain    ${refs}    ${key.ref}
    Should Not Contain    ${keys}[0]    value

Update Key Changes What Is Given
    ${key}=    Create Key    region    eu
    ${changed}=    Update Key    ${key}    value=us
    Should Be Equal    ${changed.value}    us

An Identity Owns A Key Of Its Own
    ${unique}=    Unique Ref    mine
    ${key}=    Create Key    ${PACK_REF}.${unique}    1    owner_type=identity
    Should Be Equal    ${key.owner_type}    identity

An Owner That Cannot Be Is Refused
    [Documentation]    FAIL owner_type is 'tenant'; it must be one of system, identity, pack, action, sensor
    Create Key    nobody    1    owner_type=tenant

An Action Reads A Key Through The API
    ${pack}=    Upload Fixture Pack    test_pack
    ${key}=    Create Key    from_inside    ${{ {'deep': [1, 'x']} }}
    Run Action    ${pack.ref}.read_key    parameters=${{ {'key': $key.ref} }}    timeout=60s
    ${read}=    Run Action    ${pack.ref}.read_key    parameters=${{ {'key': $key.ref} }}
    Get Execution Output
    ...    ${read}
    ...    ==
    ...    ${{ {'found': True, 'encrypted': False, 'value': {'deep': [1, 'x']}, 'digest': None} }}
    ${absent}=    Run Action    ${pack.ref}.read_key    parameters=${{ {'key': $PACK_REF + '.nothing'} }}
    Get Execution Output    ${absent}    ==    ${{ {'found': False, 'encrypted': None, 'value': None, 'digest': None} }}
