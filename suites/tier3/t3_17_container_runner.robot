*** Settings ***
Documentation       T3.17 Container runner execution.
...                 An action runs inside the image that it names, and nothing of it is left.
...
...                 Success: it runs in the right image with the pack's code mounted; parameters, results and exit codes are
...                 those of the process; memory is limited, there is no network and there are no privileges; the container
...                 is removed when it ends, however it ends.

Resource            ../../resources/environments.resource

Suite Setup         Prepare For Containers
Suite Teardown      Services Should Be Healthy

Test Tags           tier3    T3.17    container    needs:container
Test Timeout        300s


*** Variables ***
${GIVE_BACK}        import json, sys; json.dump(parameters["value"], sys.stdout)


*** Test Cases ***
The Action Runs In The Image It Names
    [Documentation]    The image python:3.11-slim says its version in the environment; the worker's own Python does not.
    ${run}=    Run Action    ${RUN_CODE}    parameters={"code": "import os; print(os.environ['PYTHON_VERSION'])"}
    Should Match Regexp    ${run.result.stdout}    ^3\\.11\\.\\d+\\n$
    Summary    execution ${run.id} ran in an image of Python ${run.result.stdout.strip()}

The Code Of The Pack Is Mounted
    [Documentation]    What lies in the pack and in no image can be imported.
    ${run}=    Run Action    ${RUN_CODE}    parameters={"code": "import pack_marker; print(pack_marker.MARKER)"}
    Should Be Equal    ${run.result.stdout}    from the pack\n
    Summary    execution ${run.id} imported what lies in ${PACK.ref}

A Container Takes And Gives Values Unchanged
    [Documentation]    Parameters go in and JSON comes out, every type kept.
    [Template]    Value Should Come Back
    # code    value
    ${GIVE_BACK}    [1, 2.5, true, null, "Gr\\u00fc\\u00dfe \\u65e5\\u672c"]
    ${GIVE_BACK}    {"deep": {"list": [{"n": 1}]}}

A Failure In A Container Is Recorded As It Is
    [Documentation]    Exit code and error are those of the process inside.
    [Template]    Code Should Fail
    # code    exit code    error
    import sys; sys.exit(42)    42    Command exited with code 42
    raise ValueError("the amount is negative")    1    ValueError: the amount is negative

Memory Is Limited
    [Documentation]    With 128 MB allowed, half a gigabyte cannot be had; a little can.
    Run Action    ${RUN_CODE}    parameters={"code": "b'x' * (1 << 29)"}    expect=failed
    ${run}=    Run Action    ${RUN_CODE}    parameters={"code": "print(len(b'x' * (1 << 20)))"}
    Should Be Equal    ${run.result.stdout}    1048576\n
    Summary    execution ${run.id} had 1 MB, the one before not 512 MB

There Is No Network
    [Documentation]    Not even the platform's own API can be reached from inside.
    VAR    ${code}    import os, urllib.request; urllib.request.urlopen(os.environ.get("ATTUNE_API_URL", "http://192.0.2.1"), timeout=5)
    ${run}=    Run Action    ${RUN_CODE}    parameters=${{ {'code': $code} }}    expect=failed    error=Network is unreachable
    Summary    execution ${run.id}: ${run.result.error}

There Are No Privileges
    [Documentation]    It is not root's, and cannot change what is the system's.
    ${run}=    Run Action
    ...    ${RUN_CODE}
    ...    parameters={"code": "import os; print([os.getuid() == 0, os.access('/etc/passwd', os.W_OK)])"}
    Should Be Equal    ${run.result.stdout}    [False, False]\n
    Summary    execution ${run.id}: not root, /etc/passwd is not to be written

The Container Is Removed When It Ends
    [Documentation]    While it runs there is one, as it was asked for; after its end, its failure and its cancelling there is none.
    ${running}=    Execute Action    ${RUN_CODE}    parameters={"code": "import time; print('begun'); time.sleep(60)"}
    Wait For Condition    Get Execution Stdout    ${running}    expected=begun\n
    ${containers}=    List Containers    ${running}
    Length Should Be    ${containers}    1
    VAR    &{wanted}    running=${True}    image=python:3.11-slim    memory=${134217728}    network=none    privileged=${False}
    Json Should Match    ${containers}[0]    ${wanted}    mode=subset
    Cancel Execution    ${running}
    Wait For Execution Status    ${running}    cancelled
    Containers Should Be Gone    ${running}
    ${failed}=    Run Action    ${RUN_CODE}    parameters={"code": "raise SystemExit(3)"}    expect=failed
    Containers Should Be Gone    ${failed}
    Summary    ${containers}[0][name] ran in ${containers}[0][image] and is gone


*** Keywords ***
Prepare For Containers
    [Documentation]    A pack of the suite's own, and one whose actions run in containers.
    Require Capability    container
    Use A Pack Of My Own
    ${pack}=    Upload Fixture Pack    container_pack
    VAR    ${PACK}    ${pack}    scope=SUITE
    VAR    ${RUN_CODE}    ${pack.ref}.run_code    scope=SUITE
    VAR    ${RUN_CODE_TO_JSON}    ${pack.ref}.run_code_to_json    scope=SUITE

Containers Should Be Gone
    [Documentation]    The engine knows no container of the execution any more.
    [Arguments]    ${execution}
    Wait For Condition    List Containers    ${execution}    expected=${{ [] }}    timeout=15s
