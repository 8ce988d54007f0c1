*** Settings ***
Documentation       What the library does by itself as a run goes on.

Resource            hooks.resource

Test Setup          Make A Folder For Suites
Test Teardown       Remove The Folder
Test Timeout        60s


*** Test Cases ***
Tiers Run In Their Order Whatever Their Folders Are Found Like
    Write A Suite    api/one.robot    No Operation
    Write A Suite    tier2/one.robot    No Operation
    Write A Suite    tier1/one.robot    No Operation
    Create File    ${FOLDER}/suites/__init__.robot    *** Settings ***\nResource${SPACE * 4}${RESOURCE}\n
    Run The Suites
    ${suites}=    Get Elements    ${FOLDER}/output.xml    suite/suite
    Should Be Equal    ${{ [suite.get('name') for suite in $suites] }}    ${{ ['Tier1', 'Tier2', 'Api'] }}

The Report Says What Was Tested, Loudly
    Write A Suite    one.robot    No Operation
    Run The Suites
    ${target}=    Get Element Text    ${FOLDER}/output.xml    suite/meta[@name='Target']
    Should Match Regexp    ${target}    ^(EMULATOR|real Attune) .* at ${API_BASE_URL}$
    Element Should Exist    ${FOLDER}/output.xml    suite/meta[@name='Timing tolerance']

A Platform That Does Not Answer Is Told Before The First Test
    Write A Suite    one.robot    List Packs
    ${console}=    Run The Suites    url=http://127.0.0.1:9
    Should Contain    ${console}    [ ERROR ] no answer from http://127.0.0.1:9
    Should Contain    ${console}    1 test, 0 passed, 1 failed
    Should Not Contain    ${console}    Traceback

The Outcome Of A Test Decides What Is Kept
    ${ref}=    Unique Ref    kept
    Write A Suite    one.robot    Run Keywords    Create Pack    ${ref}    AND    Fail    on purpose
    Run The Suites    env:KEEP_RESOURCES=on-failure
    Delete Pack    ${ref}
    Run The Suites    env:KEEP_RESOURCES=never
    Request Should Be Refused    404    Get Pack    ${ref}
