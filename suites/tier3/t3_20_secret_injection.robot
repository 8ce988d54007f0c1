*** Settings ***
Documentation       T3.20 Secret injection security.
...                 Secrets reach the action that they are meant for, and nobody and nothing else.
...
...                 Success: the action has the value, decrypted; it is in no environment and on no command line, and no child
...                 inherits it; records, results, histories, logs, streams, notifications and the database do not show it,
...                 not even where the action prints it; it lies in no file; other people and other actions do not get it.

Resource            ../../resources/secret_injection.resource

Suite Setup         Prepare For Secrets
Suite Teardown      Services Should Be Healthy

Test Tags           tier3    T3.20    security
Test Timeout        300s


*** Test Cases ***
An Inline Action's Secret Is In No Environment And On No Command Line
    [Documentation]    Neither its own nor its parent's nor any other; the value has arrived decrypted.
    ${password}=    Fresh Secret
    Create Secret    value=${password}    name=password
    ${digest}=    Secret Digest    ${password}
    ${execution}=    Run Action    ${LOOKING}    stdout=looked\n${digest}
    Summary    execution ${execution.id}: looked, digest ${digest}[:12], seen nowhere

A File Action's Secret Is In No Environment And On No Command Line
    [Documentation]    On stdin or in a file, as a secret parameter or as an encrypted key.
    [Template]    Secret Should Be Injected Unseen
    # delivery    given as
    stdin    Give As Parameter
    file    Give As Parameter
    stdin    Give As Key
    file    Give As Key

A Child Process Inherits No Secret
    [Documentation]    The variables of an inline action stay with its shell: a child has neither them nor their names.
    ${password}=    Fresh Secret
    Create Secret    value=${password}    name=password
    ${action}=    Create Simple Action    script=${FROM_CHILD}
    ${execution}=    Run Action    ${action}    stdout=absent absent 0
    Summary    execution ${execution.id}: its child has '${execution.result.stdout.strip()}'

A Secret With An Inner Structure Arrives Whole
    [Documentation]    An encrypted object is decrypted into the object that it was, for a file action.
    ${password}=    Fresh Secret
    VAR    ${value}    ${{ {'secret': $password.value, 'ports': [1, None], 'deep': {'yes': True}} }}
    ${data}=    Find Secret    stdin    Give As Key    ${{ robot.api.types.Secret($value) }}
    Should Be Equal    ${data.looked}    ${True}
    Should Be Empty    ${data.places}
    Summary    digest ${data.digest}[:12]

What Is Told Of An Execution Shows No Secret
    [Documentation]    Of one that was given two, and printed none: its record, result, history, logs, audit, and the notifications
    ...    and the stream that were open meanwhile.
    ${parameter}=    Fresh Secret
    ${key}=    Fresh Secret
    ${notifications}=    Open Notification Stream    entity_type:execution    entity_type:artifact
    ${executions}=    Open Execution Stream
    ${execution}=    Run With Secret On Both Ways    ${parameter}    ${key}
    Stream Should Receive    ${notifications}    entity_id=${execution}    status=completed
    Stream Should Receive    ${executions}    id=${execution.id}    status=completed
    ${line}=    Execution Should Not Show    ${parameter}    ${execution}    ${notifications}    ${executions}
    Execution Should Not Show    ${key}    ${execution}    ${notifications}    ${executions}
    Summary    ${line}

A Secret Parameter Is Redacted And Kept From Whoever May Not Decrypt It
    [Documentation]    Its place is marked, the parameters beside it are as they were; asking for the value needs its grant.
    ${password}=    Fresh Secret
    ${action}=    Create An Action With A Secret Parameter    ${DIGESTS_PASSWORD}
    ${digest}=    Secret Digest    ${password}
    VAR    ${parameters}    ${{ {'password': $password, 'user': 'ann'} }}
    ${execution}=    Run Action    ${action}    parameters=${parameters}    stdout=${digest}
    Json Should Match    ${execution.config}    {"password": {"$attune_secret": true, "redacted": true}, "user": "ann"}
    VAR    ${path}    /api/v1/executions/${execution.id}?include_secret_values=true
    Request Should Be Refused    403    Send Request    GET    ${path}    error=executions:decrypt
    Summary    execution ${execution.id}: redacted, 403 for its value

A Secret Parameter Passes Through A Workflow Unseen
    [Documentation]    It reaches the task's action unchanged; neither the parent nor the task shows it.
    [Tags]    workflow
    ${password}=    Fresh Secret
    ${action}=    Create An Action With A Secret Parameter    ${DIGESTS_PASSWORD}
    ${workflow}=    Create Workflow Of Tasks
    ...    {name: use, action: ${action.ref}, input: {password: "{{ parameters.password }}"}}
    ...    param_schema=${SECRET_SCHEMA}
    ${parent}=    Run Action    ${workflow}    parameters=${{ {'password': $password} }}
    ${tasks}=    Tasks Should Have Run    ${parent}    use:completed
    ${digest}=    Secret Digest    ${password}
    Should Be Equal    ${tasks.use.result.stdout.strip()}    ${digest}
    ${line}=    Execution Should Not Show    ${password}    ${parent}
    Summary    ${line}

The Audit Log Tells Who Decrypted A Secret And Not What It Is
    [Documentation]    One entry for the reading of a key, with its reader; the value is in none of the key's entries.
    ${password}=    Fresh Secret
    ${key}=    Create Secret    value=${password}
    Get Key Value    ${key}    ==    ${password}
    ${entries}=    Wait For Audit Events    1    resource_ref=${key.ref}    event_type=secret.key.decrypted
    ${me}=    Get Current User
    Should Be Equal    ${entries}[0][actor_login]    ${me.login}
    ${details}=    Get Audit Event    ${entries}[0]
    ${all}=    List Audit Events    resource_ref=${key.ref}
    Texts Should Not Show    ${password}    ${details}    ${all}
    Summary    ${key.ref}: decrypted by ${me.login}, ${{ len($all) }} entries without the value

A Printed Secret Is Redacted Everywhere
    [Documentation]    In result, error, logs and their streams, of an action that fails too, and where it came in two pieces.
    [Tags]    gap:secret-in-output
    [Template]    Secret Should Be Redacted
    # script    status    stream
    echo "it is $printed!"    completed    stdout
    echo "it is $printed!" >&2; exit 1    failed    stderr
    printf %s "\${printed:0:7}"; sleep 0.2; echo "\${printed:7}"    completed    stdout
    printf '{"deep": ["%s"]}' "$printed"    completed    stdout

The Script Of An Inline Action Holds No Secret
    [Documentation]    The file that its shell reads has the action's text, and not the values.
    [Tags]    gap:secret-on-disk
    ${password}=    Fresh Secret
    Create Secret    value=${password}    name=password
    VAR    ${script}    ${LOOK}; me="$(cat "$0")"; look "$me" 'secret in the script'; [[ "$me" == *"in the script"* ]] && echo looked
    ${action}=    Create Simple Action    script=${script}
    ${execution}=    Run Action    ${action}    stdout=looked
    Summary    execution ${execution.id}: not in its script file

A Secret Parameter File Is No File On The Disk
    [Documentation]    What an action with file delivery reads its secrets from.
    [Tags]    gap:secret-on-disk
    ${password}=    Fresh Secret
    ${data}=    Find Secret    file    Give As Parameter    ${password}
    Should Be Empty    ${data.places}    the secret lies in the ${{ ', '.join($data.places) }}
    Summary    digest ${data.digest}[:12], seen nowhere

A Neighbour Finds No Secret On The Disk
    [Documentation]    An action of another pack reads all script files of its worker while one with a secret is running.
    [Tags]    gap:secret-on-disk    isolation
    ${password}=    Fresh Secret
    Create Secret    value=${password}    name=password
    ${running}=    Execute Action    ${SLEEPING}
    Wait For Condition    Get Execution Stdout    ${running}    expected=on\n
    ${neighbour}=    Run Action    ${NEIGHBOUR}
    Get Execution Status    ${running}    ==    running
    ${line}=    Execution Should Not Show    ${password}    ${neighbour}
    Summary    while execution ${running.id} was running, ${line}

Nothing Of A Secret Is Left On The Disk
    [Documentation]    The same when the action is over: no script file with its secret is there any more.
    ${password}=    Fresh Secret
    Create Secret    value=${password}    name=password
    ${done}=    Run Action    ${LOOKING}
    ${neighbour}=    Run Action    ${NEIGHBOUR}
    Should Match Regexp    ${neighbour.result.stdout}    ^\\d+ files
    ${line}=    Execution Should Not Show    ${password}    ${neighbour}
    Summary    after execution ${done.id}, ${line}

The Database Shows Neither A Delivered Secret Nor A Secret Parameter
    [Documentation]    Of an execution that printed neither; its digest of the parameter does lie there.
    [Tags]    needs:database
    ${parameter}=    Fresh Secret
    ${key}=    Fresh Secret
    ${execution}=    Run With Secret On Both Ways    ${parameter}    ${key}
    ${line}=    Database Should Not Show    ${parameter}    ${key}    beside=${execution.result.data.digest}
    Summary    execution ${execution.id}: ${line}

A Secret Reaches Only The Actions Of Its Owner
    [Documentation]    Those of the pack, or that one action; no other pack, no neighbour, and no action for a person's secret.
    [Tags]    isolation
    [Template]    Secret Of Key Should Reach
    # owner type    owner    action    printed
    pack    ${PACK_REF}    ${OWN}    digest
    pack    ${PACK_REF}    ${STRANGER}    absent
    action    ${OWN}    ${OWN}    digest
    action    ${OWN}    ${BESIDE}    absent
    identity    ${None}    ${OWN}    absent

Other People Are Refused
    [Documentation]    A person's secret does not exist for others; who was granted nothing finds no secret at all; who may only
    ...    read keys gets it without its value.
    [Tags]    isolation
    ${password}=    Fresh Secret
    ${mine}=    Create Secret    value=${password}    owner_type=identity
    ${ours}=    Create Secret    value=${password}
    ${nobody}=    Unique User Client
    ${bob}=    Open Ordinary User
    Request Should Be Refused    404    Get Key    ${mine}    session=${nobody}
    Request Should Be Refused    404    Get Key    ${ours}    session=${nobody}
    Should Be Hidden    key    ${mine}    session=${bob}
    Summary    ${mine.ref} and ${ours.ref}: 404
