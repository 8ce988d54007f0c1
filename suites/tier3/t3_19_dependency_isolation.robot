*** Settings ***
Documentation       T3.19 Dependency conflict isolation.
...                 Two packs pin different versions of one package, and each gets its own.
...
...                 Success: each pack's actions report that pack's pin, alone and while the other's run; neither environment
...                 holds anything of the other; changing or deleting one pack does nothing to the other.

Resource            ../../resources/environments.resource

Suite Setup         Prepare Two Packs
Suite Teardown      Services Should Be Healthy

Test Tags           tier3    T3.19    pack    isolation    needs:python
Test Timeout        300s


*** Test Cases ***
Each Pack Has The Version It Pins
    [Documentation]    The older and the newer one, in whichever sequence they are asked, with the packages that only one has.
    [Template]    Pack Should Have
    # pack    package    version
    older    made_shared    1.0.0
    newer    made_shared    2.0.0
    older    made_only_older    0.1.0
    newer    made_only_newer    0.2.0
    newer    made_shared    2.0.0
    older    made_shared    1.0.0

Each Pack Keeps Its Version While The Other Runs
    [Documentation]    Three actions of each pack as the tasks of one workflow, which run at once: all report their own pin.
    [Tags]    workflow
    ${found}=    Find Packages At Once    ${OLDER}    ${NEWER}    made_shared
    Should Be Equal    ${{ {one.result.data.version for one in $found.older} }}    ${{ {'1.0.0'} }}
    Should Be Equal    ${{ {one.result.data.version for one in $found.newer} }}    ${{ {'2.0.0'} }}
    Should Be Empty    ${{ {one.result.data.file for one in $found.older} & {one.result.data.file for one in $found.newer} }}
    Summary    six executions at once: ${found.older}[0][result][data][file], ${found.newer}[0][result][data][file]

Neither Environment Holds A Package Of The Other
    [Documentation]    What only the other pack asks for cannot be imported.
    [Template]    Pack Should Lack
    # pack    package
    older    made_only_newer
    newer    made_only_older

Changing One Pack Leaves The Other Alone
    [Documentation]    A pack gets a third version; the other's package is still the same file.
    ${before}=    Find Package    ${NEWER}    made_shared
    ${pack}=    Upload Pack And Wait For Its Environment    python_pack    made_shared==1.0.0
    ${changed}=    Upload Pack With Packages    python_pack    made_shared==3.0.0    ref=${pack.ref}    force=True
    Wait For Version    ${changed}    made_shared    3.0.0
    ${after}=    Find Package    ${NEWER}    made_shared
    Should Be Equal    ${after}    ${before}
    Summary    ${pack.ref} changed from 1.0.0 to 3.0.0, ${NEWER.ref} still has ${after.version}, inode ${after.inode}

Deleting One Pack Leaves The Other Alone
    [Documentation]    A third pack comes and goes; the others' package is still the same file.
    ${before}=    Find Package    ${OLDER}    made_shared
    ${pack}=    Upload Pack And Wait For Its Environment    python_pack    made_shared==4.0.0
    Delete Pack    ${pack}
    ${after}=    Find Package    ${OLDER}    made_shared
    Should Be Equal    ${after}    ${before}
    Summary    ${pack.ref} is gone, ${OLDER.ref} still has ${after.version}, inode ${after.inode}

Pins That Contradict Each Other Harm No Other Pack
    [Documentation]    One package needs what another pin of the same pack excludes: that pack's action fails naming what it
    ...    lacks, and the others have what they had.
    ${pack}=    Upload Pack With Packages
    ...    python_pack
    ...    made_picky==1.0.0 needs made_shared<2
    ...    made_shared==1.0.0
    ...    made_shared==2.0.0
    ...    requirements=made_picky==1.0.0\nmade_shared==2.0.0
    ${failed}=    Package Should Be Missing    ${pack}    made_picky    ModuleNotFoundError: No module named 'made_picky'
    Package Should Be Found    ${OLDER}    made_shared    1.0.0
    Package Should Be Found    ${NEWER}    made_shared    2.0.0
    Summary    execution ${failed.id}: ${failed.result.error.strip()}

Packs For Node Have The Versions They Ask For
    [Documentation]    The same with npm packages: each alone, then three of each at once.
    [Tags]    needs:nodejs    workflow
    ${older}=    Upload Pack And Wait For Its Environment    node_pack    made_shared@1.0.0
    ${newer}=    Upload Pack And Wait For Its Environment    node_pack    made_shared@2.0.0
    Package Should Be Found    ${older}    made_shared    1.0.0
    Package Should Be Found    ${newer}    made_shared    2.0.0
    ${found}=    Find Packages At Once    ${older}    ${newer}    made_shared
    Should Be Equal    ${{ {one.result.data.version for one in $found.older} }}    ${{ {'1.0.0'} }}
    Should Be Equal    ${{ {one.result.data.version for one in $found.newer} }}    ${{ {'2.0.0'} }}
    Summary    ${found.older}[0][result][data][file], ${found.newer}[0][result][data][file]


*** Keywords ***
Prepare Two Packs
    [Documentation]    A pack of the suite's own, and two that pin different versions of one package.
    Require Capability    python
    Use A Pack Of My Own
    ${older}=    Upload Pack And Wait For Its Environment    python_pack    made_shared==1.0.0    made_only_older==0.1.0
    ${newer}=    Upload Pack And Wait For Its Environment    python_pack    made_shared==2.0.0    made_only_newer==0.2.0
    VAR    ${OLDER}    ${older}    scope=SUITE
    VAR    ${NEWER}    ${newer}    scope=SUITE
    VAR    &{PACKS}    older=${OLDER}    newer=${NEWER}    scope=SUITE

Pack Should Have
    [Documentation]    The pack that is called so finds exactly this version of the package.
    [Arguments]    ${name}    ${package}    ${version}
    ${found}=    Package Should Be Found    ${PACKS}[${name}]    ${package}    ${version}
    Summary    ${name}: ${package} ${found.version} in ${found.file}

Pack Should Lack
    [Documentation]    The pack that is called so does not find the package.
    [Arguments]    ${name}    ${package}
    ${failed}=    Package Should Be Missing    ${PACKS}[${name}]    ${package}    No module named '${package}'
    Summary    ${name}: execution ${failed.id}: ${failed.result.error.strip()}

Find Packages At Once
    [Documentation]    Runs three actions of each pack as the tasks of one workflow; returns their executions as older and newer.
    [Arguments]    ${older}    ${newer}    ${package}
    VAR    ${rest}    input: {package: ${package}}
    ${workflow}=    Create Workflow Of Tasks
    ...    {name: older1, action: ${older.ref}.find_package, ${rest}}
    ...    {name: newer1, action: ${newer.ref}.find_package, ${rest}}
    ...    {name: older2, action: ${older.ref}.find_package, ${rest}}
    ...    {name: newer2, action: ${newer.ref}.find_package, ${rest}}
    ...    {name: older3, action: ${older.ref}.find_package_too, ${rest}}
    ...    {name: newer3, action: ${newer.ref}.find_package_too, ${rest}}
    ${parent}=    Run Action    ${workflow}    timeout=${MADE_WITHIN}
    Children Should Overlap    ${parent}    at_least=2    at_most=6
    ${tasks}=    Tasks Should Have Run
    ...    ${parent}
    ...    older1:completed newer1:completed older2:completed newer2:completed older3:completed newer3:completed
    VAR    @{of_older}    ${tasks.older1}    ${tasks.older2}    ${tasks.older3}
    VAR    @{of_newer}    ${tasks.newer1}    ${tasks.newer2}    ${tasks.newer3}
    VAR    &{found}    older=${of_older}    newer=${of_newer}
    RETURN    ${found}
