*** Settings ***
Documentation       T2.12 Python action with dependencies.
...                 What a pack's requirements.txt asks for is installed into an environment of that pack, once, and its
...                 Python actions run there.
...
...                 Success: an action imports exactly the pinned version from an environment below the pack's own directory;
...                 all actions of the pack share it and no other pack has it; it is not made anew for each execution; a
...                 missing package fails with ModuleNotFoundError; parameters, results, exit codes and exceptions are those
...                 of the process.

Resource            ../../resources/environments.resource

Suite Setup         Prepare For Python
Suite Teardown      Services Should Be Healthy

Test Tags           tier2    T2.12    pack    needs:python
Test Timeout        300s


*** Variables ***
${GIVE_BACK}        import json, sys; json.dump(parameters["value"], sys.stdout)


*** Test Cases ***
Requirements Are Resolved
    [Documentation]    A pin is kept although there is a newer version; a range takes the newest in it; what a package needs
    ...    comes with it; an archive of source code is built; an extra space or comment does no harm.
    [Template]    Package Should Have Been Installed
    # package    version
    made_pinned    1.2.0
    made_ranged    1.9.1
    made_top    3.0.0
    made_base    2.1.0
    made_source    0.4.0

A Python Environment Lies In A Directory Of Its Pack
    [Documentation]    Below the directory of environments, in the pack's own: the interpreter's prefix and the package's file.
    ${found}=    Find Package    ${PACK}    made_pinned
    VAR    ${ask}    import os; print(os.environ["ATTUNE_RUNTIME_ENVS_DIR"] + "/" + os.environ["ATTUNE_PACK_REF"] + "/")
    ${asked}=    Run Action    ${PACK.ref}.run_code    parameters=${{ {'code': $ask} }}
    VAR    ${directory}    ${asked.result.stdout.strip()}
    Should End With    ${directory}    /${PACK.ref}/
    Should Start With    ${found.prefix}    ${directory}
    Should Start With    ${found.file}    ${found.prefix}/lib/
    Should Not Be Equal    ${found.base}    ${found.prefix}
    Summary    Python ${found.python} in ${found.prefix}, made from ${found.base}

Python Actions Of A Pack Share Its Environment
    [Documentation]    Another action of the pack, run beside the first, imports the very same file.
    ${parameters}=    Evaluate    {'package': 'made_pinned'}
    ${first}=    Execute Action    ${PACK.ref}.find_package    parameters=${parameters}
    ${second}=    Execute Action    ${PACK.ref}.find_package_too    parameters=${parameters}
    ${first}=    Wait For Execution Status    ${first}    completed
    ${second}=    Wait For Execution Status    ${second}    completed
    Should Be Equal    ${second.result.data}    ${first.result.data}
    Summary    executions ${first.id} and ${second.id} both import ${first.result.data.file}

A Python Environment Is Made Once
    [Documentation]    Execution after execution finds the same file of the package, not a copy of it made anew.
    ${first}=    Find Package    ${PACK}    made_pinned
    ${second}=    Find Package    ${PACK}    made_pinned
    ${third}=    Find Package    ${PACK}    made_pinned    action=find_package_too
    Should Be Equal    ${{ {$first.inode, $second.inode, $third.inode} }}    ${{ {$first.inode} }}
    Summary    three executions, one file: ${first.file}, inode ${first.inode}

Right After The Upload An Action Has Its Packages
    [Documentation]    The first execution waits for the environment instead of running without it.
    ${pack}=    Upload Pack With Packages    python_pack    made_early==1.0.0
    ${found}=    Package Should Be Found    ${pack}    made_early    1.0.0
    Summary    the first execution of ${pack.ref} found made_early ${found.version}

A Python Package Of Another Pack Is Not There
    [Documentation]    A pack that requires nothing neither finds the package nor runs in that environment.
    ${failed}=    Package Should Be Missing    ${BARE}    made_pinned    ModuleNotFoundError: No module named 'made_pinned'
    ${own}=    Find Package    ${PACK}    made_pinned
    ${other}=    Find Package    ${BARE}    pack_library
    Should Not Be Equal    ${other.prefix}    ${own.prefix}
    Summary    execution ${failed.id}: ${failed.result.error.strip()}

A Package That Cannot Be Installed Is Missed By Name
    [Documentation]    The requirement cannot be met: the action that imports it fails and says what it lacks.
    ${pack}=    Upload Pack With Packages    python_pack    made_there==1.0.0    requirements=made_there==1.0.0\nmade_nowhere==1.0.0
    ${failed}=    Package Should Be Missing    ${pack}    made_nowhere    ModuleNotFoundError: No module named 'made_nowhere'
    ${stderr}=    Get Execution Stderr    ${failed}
    Should Contain    ${stderr}    Traceback (most recent call last):
    Should Contain    ${stderr}    find_package.py
    Summary    execution ${failed.id}: ${failed.result.error.strip()}

The Library Of The Pack Can Be Imported
    [Documentation]    What lies in the pack's folder lib is found by every action, installed or not.
    ${found}=    Find Package    ${PACK}    pack_library
    Should Be Equal    ${found.version}    of the pack
    Should End With    ${found.file}    /${PACK.ref}/lib/pack_library.py
    Summary    ${found.file}

Python Takes And Gives Values Unchanged
    [Documentation]    A parameter is what json.load gives, and the JSON that is printed is the result's data: every type kept.
    [Template]    Value Should Come Back
    # code    value
    ${GIVE_BACK}    null
    ${GIVE_BACK}    true
    ${GIVE_BACK}    -7
    ${GIVE_BACK}    9007199254740991
    ${GIVE_BACK}    2.5
    ${GIVE_BACK}    "two words"
    ${GIVE_BACK}    "Gr\\u00fc\\u00dfe \\u65e5\\u672c \\ud83c\\udf89 \\"quoted\\" 'too' $HOME \\\\ \\n end"
    ${GIVE_BACK}    []
    ${GIVE_BACK}    {"list": [1, "two", null, {"deep": [true]}], "empty": {}}

What Python Prints Is The Output
    [Documentation]    Text as it is, with every character; nothing but stdout; what follows a quiet end is nothing.
    [Template]    Code Should Complete
    # code    stdout
    print("one"); print("two")    one\ntwo\n
    print("Grüße, 日本 🎉")    Grüße, 日本 🎉\n
    import sys; print("out"); print("err", file=sys.stderr)    out\n
    import sys; sys.stdout.write("no newline"); sys.exit(0)    no newline
    pass    ${EMPTY}

An Exit Code Of Python Is Recorded As It Is
    [Documentation]    Whichever way the process chose to end, its code is recorded, and what it said of it.
    [Template]    Code Should Fail
    # code    exit code    error
    import sys; sys.exit(3)    3    Command exited with code 3
    import sys; sys.exit("said why")    1    said why
    import os; os._exit(77)    77    Command exited with code 77
    import os, signal; os.kill(os.getpid(), signal.SIGKILL)    -1    Command exited with code -1

An Exception Is The Error
    [Documentation]    The last line of the traceback, with type and text; the whole of it is in stderr.
    [Template]    Code Should Fail
    # code    exit code    error
    raise ValueError("the amount is negative")    1    ValueError: the amount is negative
    raise RuntimeError("Grüße 日本")    1    RuntimeError: Grüße 日本
    {}["nothing"]    1    KeyError: 'nothing'
    import made_nowhere    1    ModuleNotFoundError: No module named 'made_nowhere'
    this is no Python    1    SyntaxError: invalid syntax

An Action Can Reach The Network
    [Documentation]    It asks the platform's own API how it is, by the address it finds in its environment.
    VAR    ${ask}
    ...    import json, os, urllib.request
    ...    with urllib.request.urlopen(os.environ["ATTUNE_API_URL"] + "/health", timeout=10) as answer:
    ...    ${SPACE * 4}print(json.dumps({"status": answer.status, "body": json.load(answer)}))
    ...    separator=\n
    ${run}=    Run Action    ${RUN_CODE_TO_JSON}    parameters=${{ {'code': $ask} }}
    Should Be Equal    ${run.result.data.status}    ${200}
    Should Be Equal    ${run.result.data.body.status}    ok
    Summary    execution ${run.id} was answered ${run.result.data.body}

Python Out Of Time Is Ended
    [Documentation]    A task that would sleep for a minute is ended after its second; what it had printed is kept.
    [Tags]    workflow
    Code Should Be Cut Short    import time; print("begun", flush=True); time.sleep(60); print("over")    begun\n


*** Keywords ***
Prepare For Python
    [Documentation]    A pack of the suite's own, one with packages, and one that requires nothing.
    Require Capability    python
    Use A Pack Of My Own
    ${pack}=    Upload Pack And Wait For Its Environment
    ...    python_pack
    ...    made_pinned==1.2.0
    ...    made_pinned==2.0.0
    ...    made_ranged==1.0.0
    ...    made_ranged==1.9.1
    ...    made_ranged==2.0.0
    ...    made_top==3.0.0 needs made_base>=2
    ...    made_base==1.0.0
    ...    made_base==2.1.0
    ...    made_source==0.4.0 as source
    ...    requirements=made_pinned==1.2.0\nmade_ranged >=1.0, <2 # not the newest\n\nmade_top\nmade_source
    ${bare}=    Upload Fixture Pack    python_pack
    Run Action    ${bare.ref}.find_package    parameters={"package": "pack_library"}    timeout=${MADE_WITHIN}
    VAR    ${PACK}    ${pack}    scope=SUITE
    VAR    ${BARE}    ${bare}    scope=SUITE
    VAR    ${RUN_CODE}    ${bare.ref}.run_code    scope=SUITE
    VAR    ${RUN_CODE_TO_JSON}    ${bare.ref}.run_code_to_json    scope=SUITE

Package Should Have Been Installed
    [Documentation]    The suite's pack has exactly this version of the package.
    [Arguments]    ${package}    ${version}
    ${found}=    Package Should Be Found    ${PACK}    ${package}    ${version}
    Summary    ${package} ${found.version} in ${found.file}
