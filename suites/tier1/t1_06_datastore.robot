*** Settings ***
Documentation       T1.6 Action reads from the key-value store.
...                 Stored values are there for the API and for actions.
...
...                 Success: a key is reached from inside an action; it is scoped by its owner; an absent key is null and
...                 no error; types and shapes are kept; an encrypted value is decrypted before an action gets it, and
...                 withheld from whoever may not decrypt it; a key with a time to live goes by itself.

Resource            ../../resources/datastore.resource

Suite Setup         Prepare For The Datastore

Test Tags           tier1    T1.6    datastore
Test Timeout        300s


*** Variables ***
&{KEY_OF_PAYLOAD}       key={{ event.payload.key }}
&{VALUES}
...                     text=30
...                     integer=${30}
...                     float=${2.5}
...                     whole=${2.0}
...                     yes=${True}
...                     nothing=${None}
...                     list=${ENDPOINTS}
...                     object=${DATABASE}
@{ENDPOINTS}            https://api.example.com/v1    ${8443}    ${None}
&{DATABASE}             host=db.example.com    port=${5432}    replicas=${ENDPOINTS}    tls=${True}
&{ABSENT}               found=${False}    encrypted=${None}    value=${None}    digest=${None}


*** Test Cases ***
A Rule's Action Reads A Stored Value Through The API
    [Documentation]    Event, one processed enforcement, one execution, which finds the value with its own token.
    [Tags]    S1.6-a
    ${key}=    Datastore Set    greeting    hello from the store
    ${automation}=    Create Webhook Automation    action=${READER.ref}.read_key    action_params=${KEY_OF_PAYLOAD}
    ${fired}=    Fire Webhook    ${automation.trigger}    ${{ {'key': $key.ref} }}
    ${runs}=    Each Event Should Have Run Once    ${automation.rule}    ${{ [$fired] }}    timeout=90s
    Json Should Match    ${runs}[0][result][data]    {"found": true, "encrypted": false}    mode=subset
    Should Be Equal    ${runs}[0][result][data][value]    hello from the store
    Datastore Get    greeting    ==    hello from the store
    Summary    event ${fired.event_id} -> execution ${runs}[0][id] read ${key.ref}

A Key That Does Not Exist Is No Error
    [Documentation]    404 from the API, null from the keyword, and a clear answer inside an action, which completes.
    [Tags]    S1.6-b
    ${ref}=    Unique Ref    absent
    ${refusal}=    Request Should Be Refused    404    Get Key    ${PACK_REF}.${ref}    error=${ref}' not found
    Datastore Get    ${ref}    ==    ${None}
    Datastore Get    ${ref}    ==    fallback    default=fallback
    ${found}=    Read From Inside    ${PACK_REF}.${ref}
    Json Should Match    ${found}    ${ABSENT}
    Summary    ${refusal.status}: ${refusal.error}; the action read null

Every Kind Of Value Is Read Back As It Was Stored
    [Documentation]    Value and type, and nothing is left of a key that was deleted.
    [Tags]    S1.6-c
    [Template]    Value Should Be Kept
    # value
    "text"
    ""
    "30"
    "https://api.example.com/v1?a=1&b=%20"
    "Grüße, 日本語, 🙂, \\"quoted\\"\\nnewline"
    30
    -7
    9007199254740993
    2.5
    2.0
    true
    false
    null
    \[]
    \[1, "two", [3, null]]
    {}
    {"a": {"b": {"c": [true, {"d": "1"}]}}}

Several Values Reach An Action With Their Types
    [Documentation]    Eight keys of one pack in one execution: each under its name, equal in depth and type.
    [Tags]    S1.6-c
    ${keys}=    Create Keys    ${VALUES}    owner=${READER}
    ${received}=    Delivered Values
    Json Should Match    ${received}    ${VALUES}    ignore=e2e_*
    Delete Keys    ${keys}
    ${afterwards}=    Delivered Values
    Json Should Match    ${afterwards}    {}    ignore=e2e_*
    Summary    ${{ len($keys) }} keys of ${READER.ref} received: ${{ ', '.join($VALUES) }}

An Encrypted Value Is Flagged And Decrypted Before Delivery
    [Documentation]    In clear for who may decrypt it, by API, through an execution's token and as a variable; lists say
    ...    nothing.
    [Tags]    S1.6-d    security
    ${password}=    Fresh Secret
    ${key}=    Create Secret    value=${password}    name=password
    ${digest}=    Secret Should Arrive In Clear    ${key}    ${password}
    ${listed}=    List Keys    owner_type=pack    owner=${PACK_REF}
    Json Should Match    ${{ {one.ref: one for one in $listed}[$key.ref] }}    {"encrypted": true, "name": "password"}    mode=subset
    Should Be True    not any('value' in one for one in $listed)    a list of keys holds values
    Summary    ${key.ref}: encrypted, delivered in clear (digest ${digest}[:12])

Without The Grant To Decrypt A Value Is Withheld
    [Documentation]    A person and an execution that may read keys but not decrypt them get null, and see that it is one.
    [Tags]    S1.6-d    security
    ${password}=    Fresh Secret
    ${key}=    Create Secret    value=${password}    owner_type=system
    ${viewer}=    Unique User Client    permission_sets=${{ ['core.viewer'] }}
    ${seen}=    Get Key    ${key}    session=${viewer}
    Json Should Match    ${seen}    {"encrypted": true, "value": null}    mode=subset
    ${found}=    Read From Inside    ${key.ref}    permission_set_refs=${{ [$READER.ref + '.key_viewer'] }}
    Json Should Match    ${found}    {"found": true, "encrypted": true, "value": null, "digest": null}
    Get Key Value    ${key}    ==    ${password}
    Summary    ${key.ref}: null for ${viewer.alias} and for an execution without keys:decrypt

No Message Shows A Secret
    [Documentation]    What the keywords return and how they fail names the key, never its value.
    [Tags]    S1.6-d    security
    ${password}=    Fresh Secret
    ${key}=    Create Secret    value=${password}
    ${failure}=    Run Keyword And Expect Error    *    Get Key Value    ${key}    ==    something else
    ${read}=    Get Secret    ${key}
    Should Contain    ${failure}    ${key.ref}
    Texts Should Not Show    ${password}    ${failure}    ${key}    ${read}
    Summary    ${key.ref}: ${failure}

A Secret That An Action Prints Is Redacted
    [Documentation]    The decrypted value stands neither in the result nor in the log of the execution that printed it.
    [Tags]    S1.6-d    security    gap:secret-in-output
    ${password}=    Fresh Secret
    Create Secret    value=${password}    name=printed
    ${action}=    Create Simple Action    script=echo "it is $printed"
    ${execution}=    Run Action    ${action}
    ${log}=    Get Execution Stdout    ${execution}
    Texts Should Not Show    ${password}    ${execution.result}    ${log}
    Summary    execution ${execution.id} printed '${execution.result.stdout.strip()}'

A Key With A Time To Live Goes By Itself
    [Documentation]    Found until its seconds are over, 404 from then on, no longer delivered; its name is free again.
    [Tags]    S1.6-e    gap:key-ttl
    ${key}=    Create Key    value=1234    name=code    ttl=2
    ${line}=    Key Should Expire    ${key}    2
    ${action}=    Create Simple Action    script=echo "\${code:-absent}"
    Run Action    ${action}    stdout=absent
    ${again}=    Create Key    ${key.ref}    5678    name=code
    Run Action    ${action}    stdout=5678
    Summary    ${line}; made anew as key ${again.id}

A Time To Live Counts From The Last Write
    [Documentation]    A write without one keeps the end; a write with one sets it anew, and the key outlives the first.
    [Tags]    S1.6-e    gap:key-ttl
    ${key}=    Create Key    value=1    ttl=60
    ${same}=    Update Key    ${key}    value=2
    Should Be Equal    ${same.get('expires_at')}    ${key.get('expires_at')}    the ttl's end moved with a write that had none
    ${renewed}=    Update Key    ${key}    value=3    ttl=1
    ${line}=    Key Should Expire    ${renewed}    1
    Summary    ${line}

A Malformed Time To Live Is Refused
    [Documentation]    Whole seconds, at least one; anything else is 422 and leaves nothing behind.
    [Tags]    S1.6-e    validation    gap:key-ttl
    [Template]    Time To Live Should Be Refused
    # ttl
    ${0}
    ${-1}
    ${1.5}
    soon
    ${True}

Updates Are Seen By The API And By Actions
    [Documentation]    Two updates in a row: the key stays one, ends with the last value, and each run gets the newest.
    [Tags]    S1.6-f
    ${key}=    Create Key    value=1.0.0    name=version
    ${action}=    Create Simple Action    script=echo "$version"
    Run Action    ${action}    stdout=1.0.0
    Update Should Be Seen    ${key}    1.1.0    ${action}    1.1.0
    ${last}=    Update Should Be Seen    ${key}    ${{ [2, 0] }}    ${action}    [2,0]
    Json Should Match    ${last}    ${{ {'id': $key.id, 'created': $key.created, 'name': 'version'} }}    mode=subset
    Should Be True    $last.updated > $key.updated
    Summary    key ${key.id} ${key.ref}: 1.0.0, 1.1.0, [2, 0]; updated ${last.updated}

A Secret Stays Encrypted When It Is Updated
    [Documentation]    The new value is flagged, and decrypted on delivery like the old one.
    [Tags]    S1.6-f    security
    ${old}=    Fresh Secret
    ${new}=    Fresh Secret
    ${key}=    Create Secret    value=${old}    name=password
    ${updated}=    Update Secret    ${key}    ${new}
    Should Be True    ${updated.encrypted}    key ${key.ref} is no longer marked as encrypted
    ${digest}=    Secret Should Arrive In Clear    ${key}    ${new}
    Summary    ${key.ref}: updated, digest ${digest}[:12]

Writers At The Same Time Leave One Whole Value
    [Documentation]    Eight writes at once are all obeyed; the key then holds one of the values, unmixed.
    [Tags]    S1.6-f
    ${values}=    Evaluate    [{'writer': n, 'text': str(n) * 500, 'list': [n] * 50} for n in range(8)]
    ${key}=    Create Key    value=before
    ${left}=    Update Key At Once    ${key}    ${values}
    Json Should Match    ${left.value}    ${values}[${left.value.writer}]
    Summary    ${key.ref}: writer ${left.value.writer} of 8 came last

A Deep Document Is Kept And Delivered Whole
    [Documentation]    Nested objects and lists of every type, equal by API, through a token and as a delivered parameter.
    [Tags]    S1.6-g
    VAR    &{document}    service=billing    limits=${VALUES}    history=${{ [{'n': n, 'deep': {'list': [[n], {}]}} for n in range(20)] }}
    ${key}=    Create Key    value=${document}    name=settings    owner=${READER}
    Get Key Value    ${key}    ==    ${document}
    ${found}=    Read From Inside    ${key.ref}
    Json Should Match    ${found.value}    ${document}
    ${received}=    Delivered Values
    Delete Key    ${key}
    Json Should Match    ${received}    ${{ {'settings': $document} }}    ignore=e2e_*
    Summary    ${key.ref}: ${{ len(json.dumps($document)) }} characters of JSON equal in 3 places

A Key Reaches Only The Actions Of Its Owner
    [Documentation]    Those of the pack, or that one action; no other pack, no neighbour, and no action for a person's key.
    [Tags]    S1.6-a    isolation
    [Setup]    Create Actions That Say What They Were Given
    [Template]    Key Should Reach
    # owner type    owner    action    printed
    pack    ${PACK_REF}    ${OWN}    the value
    pack    ${PACK_REF}    ${NEIGHBOUR}    the value
    pack    ${PACK_REF}    ${STRANGER}    absent
    pack    ${READER}    ${OWN}    absent
    action    ${OWN}    ${OWN}    the value
    action    ${OWN}    ${NEIGHBOUR}    absent
    action    ${OWN}    ${STRANGER}    absent
    identity    ${None}    ${OWN}    absent

An Action's Own Key Wins Over Its Pack's
    [Documentation]    Of two keys with one name the narrower one is delivered; without it the pack's is.
    [Tags]    S1.6-a    isolation
    Create Key    value=the pack's    name=scoped
    ${action}=    Create Simple Action    script=${SAYS_SCOPED}
    ${narrow}=    Create Key    value=the action's    name=scoped    owner_type=action    owner=${action}
    Run Action    ${action}    stdout=the action's
    Delete Key    ${narrow}
    ${execution}=    Run Action    ${action}    stdout=the pack's
    Summary    execution ${execution.id}: the pack's again after the action's was deleted

A Key That Cannot Be Is Refused
    [Documentation]    The answer names what is wrong, and nothing is stored.
    [Tags]    S1.6-c    validation
    [Setup]    Create Key    taken    1
    [Template]    Malformed Key Should Be Refused
    # status    error    members
    422    key_ref_lowercase    {"ref": "Upper.Case"}
    422    key_ref_format    {"ref": "two..dots"}
    422    length    {"ref": ""}
    422    length    {"name": ""}
    422    unknown variant    {"owner_type": "galaxy"}
    400    Pack with ref 'no_such_pack' not found    {"owner_pack_ref": "no_such_pack"}
    400    Exactly one owner field must be set    {"owner_pack_ref": null}
    409    already exists    {"ref": "${PACK_REF}.taken"}
    409    Already exists    {"name": "${PACK_REF}.taken"}
