*** Settings ***
Documentation       Tokens, passwords, webhook keys and encrypted values are planted, used in every way the library knows,
...                 and searched in everything a run writes at its most talkative.

Library             OperatingSystem
Library             Process
Library             planted.py
Resource            ../../../resources/attune.resource

Test Timeout        120s


*** Test Cases ***
Nothing That A Run Writes Holds A Secret
    ${folder}=    Evaluate    tempfile.mkdtemp()
    ${ran}=    Run Process    ${{ sys.executable }}    -m    robot    --loglevel    TRACE    --xunit    xunit.xml
    ...    --debugfile    debug.txt    --outputdir    ${folder}    ${CURDIR}/_data/uses_secrets.robot
    ...    stdout=${folder}/stdout.txt    stderr=${folder}/stderr.txt
    ...    env:ATTUNE_API_URL=${API_BASE_URL}    env:PLANTED_FILE=${folder}/planted.json
    ${console}=    Get File    ${folder}/stdout.txt
    Should Be Equal As Integers    ${ran.rc}    0    ${console}
    Planted Secrets Should Be Absent    ${folder}    planted.json
    [Teardown]    Remove Directory    ${folder}    recursive=True
