*** Settings ***
Documentation       T2.3 Action writes to the key-value store.
...                 What one action writes with the token of its execution, another one reads.
...
...                 Success: the written value is there for the API and for the next action, equal with its type, and stays
...                 when both are over; its flag and its owner are what was asked for; without the permission set nothing is
...                 written; of writers at the same time one wins whole; it works from task to task; a time to live counts.

Resource            ../../resources/datastore_writing.resource

Suite Setup         Prepare For Writing

Test Tags           tier2    T2.3    datastore
Test Timeout        300s


*** Variables ***
@{SIX}              ${0}    ${1}    ${2}    ${3}    ${4}    ${5}
@{LATER_VALUES}     second    ${{ [3, {'list': [None]}] }}    ${4}


*** Test Cases ***
What One Action Writes Another Reads
    [Documentation]    Equal with its type, by the API too, when the execution that wrote it is over.
    [Template]    Written Value Should Be Read By Another
    # value
    "Grüße, 日本語, \\"quoted\\"\\nnewline"
    ""
    "30"
    30
    9007199254740993
    2.5
    false
    null
    \[1, "two", [3, null]]
    {"a": {"b": [true, {"c": "1"}]}, "empty": {}}

A Later Write Replaces The Earlier One
    [Documentation]    Three more executions write: every next reader has the newest value, and the key stays the one it was.
    ${key}=    Write A Key    first
    Overwritten Value Should Be Read By Another    ${key}    ${LATER_VALUES}[0]
    Overwritten Value Should Be Read By Another    ${key}    ${LATER_VALUES}[1]
    ${last}=    Overwritten Value Should Be Read By Another    ${key}    ${LATER_VALUES}[2]
    Json Should Match    ${last}    ${key}    ignore=value, updated
    Should Be True    $last.updated > $key.updated
    Summary    key ${key.id} ${key.ref}: first, ${{ ', '.join(map(str, $LATER_VALUES)) }}

What An Action Deletes Is Gone
    [Documentation]    For the next action, which is told 404, and for the API.
    ${key}=    Write A Key    to be deleted
    ${deleted}=    Use Keys From Inside    ${WRITER}    {"do": "delete", "ref": "${key.ref}"}
    Should Be Equal    ${deleted}[0][status]    ${200}
    ${read}=    Use Keys From Inside    ${READING}    {"do": "read", "ref": "${key.ref}"}
    Json Should Match    ${read}[0]    {"status": 404, "error": "Key '${key.ref}' not found", "key": null}
    Request Should Be Refused    404    Get Key    ${key}
    Summary    ${key.ref}: ${read}[0][error]

The Write Of An Action That Fails Afterwards Stays
    [Documentation]    A write is done when it is answered; how the execution ends does not take it back.
    ${ref}=    Unique Ref    kept
    Use Keys From Inside    ${WRITER}    {"do": "create", "ref": "${ref}", "value": [1]}    exit_code=3    expect=failed
    ${value}=    Get Key Value    ${ref}
    Json Should Match    ${value}    ${{ [1] }}
    ${read}=    Use Keys From Inside    ${READING}    {"do": "read", "ref": "${ref}"}
    Json Should Match    ${read}[0][key][value]    ${{ [1] }}
    Summary    ${ref}: written by an execution that failed, read by the next

An Encrypted Value Is Flagged And Decrypted For The Next Action
    [Documentation]    In clear for who may decrypt it: by API, through another execution's token, and as a variable.
    [Tags]    security
    ${password}=    Fresh Secret
    ${key}=    Write A Secret    ${password}    password
    Should Be True    ${key.encrypted}    key ${key.ref} is not marked as encrypted
    ${digest}=    Secret Should Arrive In Clear    ${key}    ${password}
    ${seen}=    Get Key    ${key}
    Texts Should Not Show    ${password}    ${seen}    ${key}
    Summary    ${key.ref}: encrypted by an action, in clear for the next (digest ${digest}[:12])

A Secret That An Action Overwrites Stays Encrypted
    [Documentation]    The new value is flagged and delivered, whoever wrote the old one.
    [Tags]    security
    ${old}=    Fresh Secret
    ${new}=    Fresh Secret
    ${key}=    Create Secret    value=${old}    name=password
    ${update}=    Evaluate    {'do': 'update', 'ref': $key.ref, 'encrypted': True}
    ${answers}=    Use Keys From Inside    ${WRITER}    ${update}    secret=${new}
    Should Be Equal    ${answers}[0][status]    ${200}
    ${digest}=    Secret Should Arrive In Clear    ${key}    ${new}
    Summary    ${key.ref}: overwritten by an action, digest ${digest}[:12]

A Written Key Belongs To Whom It Names And Reaches Only That
    [Documentation]    The pack's actions, or the one action; a person's key reaches none.
    [Tags]    isolation
    [Setup]    Create Actions That Say What They Were Given
    [Template]    Written Key Should Reach
    # owner type    owner    action    printed
    pack    ${PACK_REF}    ${OWN}    the value
    pack    ${PACK_REF}    ${STRANGER}    absent
    action    ${OWN.ref}    ${OWN}    the value
    action    ${OWN.ref}    ${NEIGHBOUR}    absent
    identity    ${ADMINISTRATOR.id}    ${OWN}    absent

A Person's Key Is Hidden From Others
    [Documentation]    What an action writes for the one it runs for is found by that person, and 404 for a stranger.
    [Tags]    isolation
    ${key}=    Write A Key    private    owner_type=identity    owner_identity=${ADMINISTRATOR.id}
    ${bob}=    Open Ordinary User
    Should Be Visible    key    ${key}    session=${None}
    Should Be Hidden    key    ${key}    session=${bob}
    Summary    ${key.ref} of identity ${key.owner_identity}: 404 for ${bob.alias}

Without The Permission Set Nothing Is Written
    [Documentation]    The token carries only the sets of its execution, though an administrator started it.
    [Tags]    security
    [Template]    Writing Should Be Refused
    # request    error
    {"do": "create", "ref": "refused", "value": 1}    Insufficient permissions: keys:create
    {"do": "update", "ref": "there_already", "value": 1}    Insufficient permissions: keys:update
    {"do": "delete", "ref": "there_already"}    Insufficient permissions: keys:delete

Without Any Permission Set There Is No Token
    [Documentation]    The action is given none, and the key it was to write does not exist.
    [Tags]    security
    ${ref}=    Unique Ref    refused
    VAR    ${request}    {"do": "create", "ref": "${ref}", "value": 1}
    Use Keys From Inside    ${WRITER}    ${request}    permission_set_refs=${{ [] }}    expect=failed
    Request Should Be Refused    404    Get Key    ${ref}
    ${executions}=    List Executions    action=${WRITER}    status=failed    limit=1
    Get Execution Error    ${executions}[0]    contains    this execution was given no token
    Summary    execution ${executions}[0][id] was given no token

Of Writers At The Same Time One Wins Whole
    [Documentation]    Six executions update one key: all are obeyed, and it then holds one of the values, unmixed.
    ${key}=    Write A Key    before
    VAR    ${values}    ${{ [{'writer': n, 'text': str(n) * 500, 'list': [n] * 50} for n in $SIX] }}
    ${answers}=    Use Keys From Inside At Once    ${WRITER}    {"do": "update", "ref": "${key.ref}"}    ${values}
    Should Be Equal    ${{ [one['status'] for one in $answers] }}    ${{ [200] * 6 }}
    ${left}=    Get Key Value    ${key}
    Should Contain    ${values}    ${left}
    Summary    ${key.ref}: writer ${left.writer} of 6 came last

Of Creators At The Same Time One Succeeds
    [Documentation]    Six executions create one key: one is answered 201, five 409, and the one's value is stored.
    ${ref}=    Unique Ref    raced
    ${answers}=    Use Keys From Inside At Once    ${WRITER}    {"do": "create", "ref": "${ref}"}    ${SIX}
    VAR    ${statuses}    ${{ [one['status'] for one in $answers] }}
    Should Be Equal    ${{ sorted($statuses) }}    ${{ [201] + [409] * 5 }}
    Get Key Value    ${ref}    ==    ${statuses.index(201)}
    Summary    ${ref}: ${statuses}

A Workflow's Task Reads What The Task Before Wrote
    [Documentation]    The exact value goes through the store, not through the workflow; it stays when the workflow is over.
    [Tags]    workflow
    ${key}=    Write A Key    before
    ${workflow}=    Create A Workflow That Writes And Reads    ${key}
    VAR    ${value}    ${{ {'id': 7, 'list': [1.5, None, 'x'], 'nested': {'yes': True}} }}
    ${parent}=    Run Action    ${workflow}    parameters=${{ {'value': $value} }}
    ${tasks}=    Tasks Should Have Run    ${parent}    write:completed read:completed
    Json Should Match    ${tasks.read.result.data.answers}[0][key]    ${{ {'id': $key.id, 'value': $value} }}    mode=subset
    Get Key Value    ${key}    ==    ${value}
    Summary    workflow ${parent.id}: execution ${tasks.write.id} wrote, ${tasks.read.id} read ${key.ref}

A Rule's Action Writes What The Event Brought
    [Documentation]    From the webhook's payload into the store, with its type; the next action reads it.
    [Tags]    webhook
    ${key}=    Write A Key    before
    VAR    ${update}    ${{ {'do': 'update', 'ref': $key.ref, 'value': '{{ event.payload.reading }}'} }}
    ${automation}=    Create Webhook Automation    action=${WRITER}    action_params=${{ {'requests': [$update]} }}
    ${fired}=    Fire Webhook    ${automation.trigger}    ${{ {'reading': {'celsius': 21.5, 'ok': True}} }}
    Each Event Should Have Run Once    ${automation.rule}    ${{ [$fired] }}
    ${read}=    Use Keys From Inside    ${READING}    {"do": "read", "ref": "${key.ref}"}
    Json Should Match    ${read}[0][key][value]    ${{ {'celsius': 21.5, 'ok': True} }}
    Summary    event ${fired.event_id} -> ${key.ref}

A Time To Live That An Action Gives Counts
    [Documentation]    The key goes by itself after its seconds, for the API and for actions.
    [Tags]    gap:key-ttl
    ${key}=    Write A Key    1234    ttl=${2}
    ${line}=    Key Should Expire    ${key}    2
    ${read}=    Use Keys From Inside    ${READING}    {"do": "read", "ref": "${key.ref}"}
    Should Be Equal    ${read}[0][status]    ${404}
    Summary    ${line}
