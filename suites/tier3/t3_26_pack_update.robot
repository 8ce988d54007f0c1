*** Settings ***
Documentation       T3.26 Pack update/reload.
...                 A new version of a pack is uploaded, and its code runs without anything being restarted.
...
...                 Success: a new run prints the new marker, one in flight the old one; changed requirements are there; the
...                 pack's version is the new one and its id the old one; what the new version lacks is gone; no worker and
...                 no service has restarted; an upload that is refused changes nothing.

Resource            ../../resources/environments.resource
Library             OperatingSystem

Suite Setup         Prepare For Updates
Suite Teardown      Services Should Be Healthy

Test Tags           tier3    T3.26    pack    needs:python
Test Timeout        300s


*** Variables ***
${OLD}      file one, library one
${NEW}      file two, library two


*** Test Cases ***
A New Run Runs The New Code
    [Documentation]    File, library and shell script: each prints the old marker before the update and the new one after it.
    ${pack}=    Upload Fixture Pack    reload_pack
    Run Action    ${pack.ref}.show_marker    stdout=${OLD}    timeout=${MADE_WITHIN}
    Run Action    ${pack.ref}.show_marker_in_shell    stdout=shell one
    Update To The Next Version    ${pack}
    ${run}=    Run Action    ${pack.ref}.show_marker    stdout=${NEW}    timeout=${MADE_WITHIN}
    Run Action    ${pack.ref}.show_marker_in_shell    stdout=shell two
    Summary    ${pack.ref}: '${OLD}' became '${run.result.stdout.strip()}'

A Run In Flight Ends With The Old Code
    [Documentation]    It began before the update and ends after it: with the old marker, while a new run already has the new one.
    ${pack}=    Upload Fixture Pack    reload_pack
    ${flying}=    Execute Action    ${pack.ref}.outlast_update
    Wait For Condition    Get Execution Stdout    ${flying}    expected=begun in version: 1.0.0\n    timeout=${MADE_WITHIN}
    Update To The Next Version    ${pack}
    Run Action    ${pack.ref}.show_marker    stdout=${NEW}    timeout=${MADE_WITHIN}
    ${ended}=    Wait For Execution Status    ${flying}    completed
    Should Be Equal    ${ended.result.stdout}    begun in version: 1.0.0\ncode one ends in version: 1.1.0\n
    Summary    execution ${ended.id} ran ${ended.result.duration_ms} ms: ${ended.result.stdout.splitlines()}[-1]

The Pack Keeps What Is Its Own And Has The New Version
    [Documentation]    Version and label are the new ones; the pack, its action and its configuration are the ones from before.
    ${pack}=    Upload Fixture Pack    reload_pack
    Update Pack    ${pack}    config={"region": "eu"}
    ${action}=    Get Action    ${pack.ref}.show_marker
    Update To The Next Version    ${pack}
    ${after}=    Get Pack    ${pack.ref}
    Should Be Equal    ${{ [$after.id, $after.version, $after.label, $after.config] }}
    ...    ${{ [$pack.id, '1.1.0', 'E2E pack after its update', {'region': 'eu'}] }}
    ${renewed}=    Get Action    ${pack.ref}.show_marker
    Should Be Equal    ${{ [$renewed.id, $renewed.label] }}    ${{ [$action.id, 'Show marker two'] }}
    Summary    pack ${after.id}: ${pack.version} became ${after.version}; action ${renewed.id}: '${renewed.label}'

What The New Version Lacks Is Gone
    [Documentation]    Action and rule that are no longer in the files are 404; a new one is there; one made by request stays.
    ${pack}=    Upload Fixture Pack    reload_pack
    ${mine}=    Create Echo Action    pack=${pack.ref}
    Run Action    ${pack.ref}.retired    stdout=shell one
    Update To The Next Version    ${pack}
    Request Should Be Refused    404    Get Action    ${pack.ref}.retired
    Request Should Be Refused    404    Get Rule    ${pack.ref}.retired
    Run Action    ${pack.ref}.added    stdout=shell two
    Run Action    ${mine}    parameters={"message": "still here"}    stdout=still here
    Summary    ${pack.ref}.retired is gone, ${pack.ref}.added and ${mine.ref} run

Rules Of The New Version Run The New Code
    [Documentation]    Two rules answered an event; after the update the one that was kept does, alone, with the new code.
    [Tags]    webhook
    ${pack}=    Upload Fixture Pack    reload_pack
    ${trigger}=    Enable Webhook    ${pack.ref}.called
    Fire Webhook    ${trigger}    {"n": 1}
    Wait For Execution Count    2    operator===    trigger=${trigger.ref}    status=completed    timeout=${MADE_WITHIN}
    Update To The Next Version    ${pack}
    ${event}=    Fire Webhook    ${trigger}    {"n": 2}
    ${runs}=    Each Event Should Have Run Once    ${pack.ref}.kept    ${event}    stdout=${NEW}
    ${enforcements}=    Wait For Enforcement Count    1    operator===    event=${event}
    Should Be Equal    ${enforcements}[0][rule_ref]    ${pack.ref}.kept
    Summary    event ${event.event_id} -> execution ${runs}[0][id] of ${pack.ref}.kept alone

Nothing Restarts For An Update
    [Documentation]    The workers are the same ones, and the process that starts actions is the same as before the update.
    ${pack}=    Upload Fixture Pack    reload_pack
    ${before}=    Workers And Their Process
    Update To The Next Version    ${pack}
    Run Action    ${pack.ref}.show_marker    stdout=${NEW}    timeout=${MADE_WITHIN}
    ${after}=    Workers And Their Process
    Should Be Equal    ${after}    ${before}
    Summary    workers (id, name) and process before and after: ${after}

Changed Requirements Become Available
    [Documentation]    A raised pin and a new package: both are there a while after the update, in the pack's environment.
    ${pack}=    Upload Pack And Wait For Its Environment    python_pack    made_raised==1.0.0
    ${pack}=    Upload Pack With Packages    python_pack    made_raised==2.0.0    made_new==0.1.0    ref=${pack.ref}    force=True
    Wait For Version    ${pack}    made_raised    2.0.0
    ${found}=    Package Should Be Found    ${pack}    made_new    0.1.0
    Summary    ${pack.ref}: made_raised 1.0.0 became 2.0.0, made_new ${found.version} came

Changed Requirements Are There At Once
    [Documentation]    The first execution after the update waits for them instead of running with the old ones.
    [Tags]    gap:environment-race
    ${pack}=    Upload Pack And Wait For Its Environment    python_pack    made_raised==1.0.0
    ${pack}=    Upload Pack With Packages    python_pack    made_raised==2.0.0    ref=${pack.ref}    force=True
    ${found}=    Package Should Be Found    ${pack}    made_raised    2.0.0
    Summary    the first execution after the update found made_raised ${found.version}

An Update Mends What Could Not Be Installed
    [Documentation]    The package was not there to be installed; the update brings it, and asks for it in the same words.
    ${pack}=    Upload Pack With Packages    python_pack    requirements=made_late==1.0.0
    Package Should Be Missing    ${pack}    made_late    ModuleNotFoundError: No module named 'made_late'
    Upload Pack With Packages    python_pack    made_late==1.0.0    requirements=made_late==1.0.0    ref=${pack.ref}    force=True
    Wait For Version    ${pack}    made_late    1.0.0
    Summary    ${pack.ref} has made_late 1.0.0 now

Changed Packages For Node Are There
    [Documentation]    A raised version in package.json is what actions require after the update.
    [Tags]    gap:node-packages-stale    needs:nodejs
    ${pack}=    Upload Pack And Wait For Its Environment    node_pack    made_raised@1.0.0
    ${pack}=    Upload Pack With Packages    node_pack    made_raised@2.0.0    ref=${pack.ref}    force=True
    Wait For Version    ${pack}    made_raised    2.0.0    timeout=15s
    Summary    ${pack.ref}: made_raised 1.0.0 became 2.0.0

The Same Version Again Changes Nothing
    [Documentation]    A forced upload of what is there already: same ids, same code, and the environment is not made anew.
    ${pack}=    Upload Pack And Wait For Its Environment    python_pack    made_steady==1.0.0
    ${action}=    Get Action    ${pack.ref}.find_package
    ${before}=    Find Package    ${pack}    made_steady
    ${again}=    Upload Pack With Packages    python_pack    made_steady==1.0.0    ref=${pack.ref}    force=True
    ${after}=    Find Package    ${pack}    made_steady
    ${same}=    Get Action    ${pack.ref}.find_package
    Should Be Equal    ${{ [$again.id, $again.version, $same.id] }}    ${{ [$pack.id, $pack.version, $action.id] }}
    Should Be Equal    ${after}    ${before}
    Summary    pack ${again.id} and action ${same.id} as before, made_steady in inode ${after.inode}

A Refused Upload Destroys Nothing
    [Documentation]    An existing pack without force, a description without version, one with a version that is none.
    [Tags]    gap:refused-upload-destroys
    [Template]    Refused Upload Should Change Nothing
    # description    status    error    force
    ref: PACK\nversion: 2.0.0    409    already exists    ${False}
    ref: PACK    400    Missing 'version' field    ${True}
    ref: PACK\nversion: newest    422    ${EMPTY}    ${True}


*** Keywords ***
Prepare For Updates
    [Documentation]    A pack of the suite's own, whose shell action tells which process starts actions.
    Require Capability    python
    Use A Pack Of My Own
    ${whose}=    Create Simple Action    script=echo $PPID
    VAR    ${WHOSE}    ${whose}    scope=SUITE

Update To The Next Version
    [Documentation]    Uploads version 1.1.0 of the pack over 1.0.0, with force.
    [Arguments]    ${pack}
    ${next}=    Upload Pack With Packages    reload_pack_next    ref=${pack.ref}    force=True
    Should Be Equal    ${next.version}    1.1.0

Workers And Their Process
    [Documentation]    Returns every worker's id, name and time of creation, and which process on the worker starts actions.
    ${workers}=    List Workers
    ${run}=    Run Action    ${WHOSE}
    RETURN    ${{ [sorted((one.id, one.name, one.created) for one in $workers), $run.result.stdout.strip()] }}

Refused Upload Should Change Nothing
    [Documentation]    Uploads a pack with this pack.yaml, in which PACK stands for the ref of a pack that exists: it is refused,
    ...    and that pack is as it was, in the list and when it runs.
    [Arguments]    ${description}    ${status}    ${error}    ${force}
    ${pack}=    Upload Fixture Pack    reload_pack
    ${before}=    Get Pack    ${pack.ref}
    VAR    ${folder}    ${OUTPUT_DIR}/${pack.ref}
    Create File    ${folder}/pack.yaml    ${{ $description.replace('PACK', $pack.ref) }}\n
    Request Should Be Refused    ${status}    Upload Pack    ${folder}    ref=${pack.ref}    force=${force}    error=${error}
    Remove Directory    ${folder}    recursive=True
    ${after}=    Get Pack    ${pack.ref}
    Should Be Equal    ${after}    ${before}
    ${run}=    Run Action    ${pack.ref}.show_marker    stdout=${OLD}    timeout=${MADE_WITHIN}
    Summary    ${{ repr($description) }} was ${status}, execution ${run.id} printed '${run.result.stdout.strip()}'
