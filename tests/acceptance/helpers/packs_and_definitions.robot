*** Settings ***
Documentation       Helpers about packs, actions, triggers, sensors and rules.

Resource            ../../../resources/attune.resource

Suite Setup         Use A Pack Of My Own
Test Timeout        60s


*** Test Cases ***
Register Pack Takes A Folder Of The Platform's Machine
    Request Should Be Refused    400    Register Pack    /no/such/folder

List Packs Has The Suite's Pack And The Core Pack
    ${packs}=    List Packs
    ${refs}=    Evaluate    [pack.ref for pack in $packs]
    Should Contain    ${refs}    core
    Should Contain    ${refs}    ${PACK_REF}

Get Pack By Ref Is Get Pack
    ${by_ref}=    Get Pack By Ref    ${PACK_REF}
    ${pack}=    Get Pack    ${by_ref.id}
    Json Should Match    ${pack}    ${by_ref}
    Request Should Be Refused    404    Get Pack By Ref    e2e_no_such_pack

Test Pack Is The Suite's Own
    ${pack}=    Test Pack
    Should Be Equal    ${pack.ref}    ${PACK_REF}

Update Pack Changes What Is Given
    ${changed}=    Update Pack    ${PACK_REF}    version=1.2.0    description=changed
    Should Be Equal    ${changed.version}    1.2.0
    Should Be Equal    ${changed.description}    changed

Upload Fixture Pack Brings Actions Under A Fresh Ref
    ${pack}=    Upload Fixture Pack    test_pack
    Should Start With    ${pack.ref}    e2e_
    ${actions}=    List Actions    pack=${pack}
    ${refs}=    Evaluate    {action.ref for action in $actions}
    Should Contain    ${refs}    ${pack.ref}.read_key
    ${action}=    Get Action    ${pack.ref}.read_key
    Should Be Equal    ${action.default_execution_permission_set_refs}[0]    ${pack.ref}.key_reader

A Fixture Pack That Does Not Exist Is Named With Those That Do
    [Documentation]    FAIL REGEXP: name is 'no_pack'; it must be one of (\\w+, )*e2e_people, (\\w+, )*test_pack(, \\w+)* or the path of a pack folder
    Upload Fixture Pack    no_pack

Create Action Makes An Inline Action Of The Suite's Pack
    ${action}=    Create Action    greet    entrypoint=echo "hello $name"
    Should Be Equal    ${action.ref}    ${PACK_REF}.greet
    Should Be Equal    ${action.pack_ref}    ${PACK_REF}
    Run Action    ${action}    parameters=${{ {'name': 'Ann'} }}    stdout=hello Ann

List Actions And Get Action By Ref Find What Was Created
    ${action}=    Create Action
    ${found}=    Get Action By Ref    ${action.ref}
    Json Should Match    ${found}    ${action}
    ${listed}=    List Actions    pack=${PACK_REF}
    ${refs}=    Evaluate    [one.ref for one in $listed]
    Should Contain    ${refs}    ${action.ref}

Update Action And Delete Action Change And Remove It
    ${action}=    Create Action
    ${changed}=    Update Action    ${action}    entrypoint=echo other
    Should Be Equal    ${changed.entrypoint}    echo other
    Delete Action    ${action}
    Request Should Be Refused    404    Get Action    ${action.ref}

A Taken Ref Is Refused And The Owner Keeps It
    ${action}=    Create Action
    Request Should Be Refused    409    Create Action    ${action.ref}
    ${kept}=    Get Action    ${action}
    Should Be Equal As Integers    ${kept.id}    ${action.id}

Create Trigger Makes A Trigger Without Webhook
    ${trigger}=    Create Trigger    placed    description=an order
    Should Not Be True    ${trigger.webhook_enabled}
    ${listed}=    List Triggers    pack=${PACK_REF}
    ${refs}=    Evaluate    [one.ref for one in $listed]
    Should Contain    ${refs}    ${PACK_REF}.placed
    ${changed}=    Update Trigger    ${trigger}    label=Placed
    Should Be Equal    ${changed.label}    Placed

Disable Trigger And Enable Trigger Change Its Flag
    ${trigger}=    Create Trigger
    ${off}=    Disable Trigger    ${trigger}
    Should Not Be True    ${off.enabled}
    ${on}=    Enable Trigger    ${trigger}
    Should Be True    ${on.enabled}
    Delete Trigger    ${trigger}
    Request Should Be Refused    404    Get Trigger    ${trigger.ref}

Create Sensor And List Sensors Agree
    ${trigger}=    Create Trigger
    ${sensor}=    Create Sensor    ${trigger}    enabled=False
    ${listed}=    List Sensors    pack=${PACK_REF}
    ${refs}=    Evaluate    [one.ref for one in $listed]
    Should Contain    ${refs}    ${sensor.ref}
    ${on}=    Enable Sensor    ${sensor}
    Should Be True    ${on.enabled}
    ${off}=    Disable Sensor    ${sensor}
    Should Not Be True    ${off.enabled}
    Delete Sensor    ${sensor}
    Request Should Be Refused    404    Get Sensor    ${sensor.ref}

Create Rule Takes Objects, And Criteria As Conditions
    ${trigger}=    Create Trigger
    ${rule}=    Create Rule    ${trigger}    core.noop    criteria=event.payload.n > 3
    Should Be Equal    ${rule.trigger_ref}    ${trigger.ref}
    Should Be Equal    ${rule.conditions.expression}    event.payload.n > 3
    ${listed}=    List Rules    trigger=${trigger}
    Length Should Be    ${listed}    1
    ${found}=    Get Rule    ${rule.id}
    Should Be Equal    ${found.ref}    ${rule.ref}

Disable Rule And Enable Rule Change Its Flag
    ${trigger}=    Create Trigger
    ${rule}=    Create Rule    ${trigger}    core.noop
    ${off}=    Disable Rule    ${rule}
    Should Not Be True    ${off.enabled}
    ${on}=    Enable Rule    ${rule}
    Should Be True    ${on.enabled}
    ${changed}=    Update Rule    ${rule}    label=changed
    Should Be Equal    ${changed.label}    changed
    Delete Rule    ${rule}
    Request Should Be Refused    404    Get Rule    ${rule.ref}

A Misspelt Argument Is An Error
    [Documentation]    FAIL Keyword 'AttuneLibrary.Create Rule' expected 2 non-named arguments, got 3.
    Create Rule    core.intervaltimer    core.echo    action_parameters=${{ {'message': 'lost'} }}

An Argument That Means Nothing Is Named
    [Documentation]    FAIL GLOB: rule is None; it must be *
    Disable Rule    ${None}
