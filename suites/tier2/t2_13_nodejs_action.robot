*** Settings ***
Documentation       T2.13 Node.js action execution.
...                 What a pack's package.json asks for is installed into an environment of that pack, and its JavaScript
...                 actions find it there.
...
...                 Success: an action requires exactly the version its pack asks for, from an environment of that pack; all
...                 actions of the pack share it and no other pack has it; asynchronous code runs to its end; parameters,
...                 results, exit codes and errors are those of the process.

Resource            ../../resources/environments.resource

Suite Setup         Prepare For Node
Suite Teardown      Services Should Be Healthy

Test Tags           tier2    T2.13    pack    needs:nodejs
Test Timeout        300s


*** Variables ***
${GIVE_BACK}        console.log(JSON.stringify(parameters.value))
${PAUSE}            const pause = ms => new Promise(done => setTimeout(done, ms));


*** Test Cases ***
Packages Are There In The Versions Asked For
    [Documentation]    Each package of the package.json, in its version and from the pack's environment.
    [Template]    Package Should Have Been Installed
    # package    version
    made_first    1.2.0
    made_second    0.3.10

A Node Environment Lies In A Directory Of Its Pack
    [Documentation]    Below the directory of environments, in the pack's own: the file that is required is in node_modules there.
    ${found}=    Find Package    ${PACK}    made_first
    VAR    ${ask}    console.log(process.env.ATTUNE_RUNTIME_ENVS_DIR + '/' + process.env.ATTUNE_PACK_REF + '/')
    ${asked}=    Run Action    ${PACK.ref}.run_code    parameters=${{ {'code': $ask} }}
    Should End With    ${asked.result.stdout.strip()}    /${PACK.ref}/
    Should Start With    ${found.file}    ${asked.result.stdout.strip()}
    Should End With    ${found.file}    /node_modules/made_first/index.js
    Summary    Node ${found.node} requires ${found.file}

Node Actions Of A Pack Share Its Environment
    [Documentation]    Another action of the pack, run beside the first, requires the very same file.
    ${parameters}=    Evaluate    {'package': 'made_first'}
    ${first}=    Execute Action    ${PACK.ref}.find_package    parameters=${parameters}
    ${second}=    Execute Action    ${PACK.ref}.find_package_too    parameters=${parameters}
    ${first}=    Wait For Execution Status    ${first}    completed
    ${second}=    Wait For Execution Status    ${second}    completed
    Should Be Equal    ${second.result.data}    ${first.result.data}
    Summary    executions ${first.id} and ${second.id} both require ${first.result.data.file}

A Node Environment Is Made Once
    [Documentation]    Execution after execution finds the same file of the package, not a copy of it made anew.
    ${first}=    Find Package    ${PACK}    made_first
    ${second}=    Find Package    ${PACK}    made_first    action=find_package_too
    Should Be Equal    ${second.inode}    ${first.inode}
    Summary    two executions, one file: ${first.file}, inode ${first.inode}

A Node Package Of Another Pack Is Not There
    [Documentation]    A pack that requires nothing does not find the package, and its process says so on stderr.
    ${failed}=    Run Action
    ...    ${BARE.ref}.find_package
    ...    parameters={"package": "made_first"}
    ...    expect=failed
    ...    exit_code=1
    ${stderr}=    Get Execution Stderr    ${failed}
    Should Contain    ${stderr}    Error: Cannot find module 'made_first'
    Should Contain    ${stderr}    find_package.js
    Summary    execution ${failed.id}: exit code 1, Cannot find module 'made_first'

A Package Is Found By Its Path From The Package File
    [Documentation]    A dependency such as file:packages/made_near-1.0.0.tgz means a file of the pack.
    [Tags]    gap:node-local-packages
    ${pack}=    Upload Pack With Packages    node_pack    made_near@1.0.0    local=True
    ${found}=    Package Should Be Found    ${pack}    made_near    1.0.0
    Summary    made_near ${found.version} in ${found.file}

Node Takes And Gives Values Unchanged
    [Documentation]    A parameter is what JSON.parse gives, and the JSON that is printed is the result's data: every type kept.
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

Asynchronous Code Runs To Its End
    [Documentation]    What is awaited is waited for, in its order; what is only scheduled keeps the process until it is done.
    [Template]    Code Should Complete
    # code    stdout
    ${PAUSE} console.log('one'); await pause(200); console.log('two'); await pause(200); console.log('three')    one\ntwo\nthree\n
    ${PAUSE} console.log(await Promise.all([pause(200).then(() => 'slow'), 'quick']))    [ 'slow', 'quick' ]\n
    ${PAUSE} console.log(await Promise.race([pause(300).then(() => 'slow'), pause(20).then(() => 'quick')]))    quick\n
    setTimeout(() => console.log('later'), 200); console.log('now')    now\nlater\n
    for await (const part of require('node:stream').Readable.from(['a', 'b'])) console.log(part)    a\nb\n

What Node Prints Is The Output
    [Documentation]    Text as it is, with every character; nothing but stdout; what follows a quiet end is nothing.
    [Template]    Code Should Complete
    # code    stdout
    console.log('Grüße, 日本 🎉')    Grüße, 日本 🎉\n
    console.log('out'); console.error('err')    out\n
    process.stdout.write('no newline')    no newline
    return    ${EMPTY}

An Exit Code Of Node Is Recorded As It Is
    [Documentation]    Whichever way the process chose to end, its code is recorded, and what it said of it.
    [Template]    Code Should Fail
    # code    exit code    error
    process.exit(3)    3    Command exited with code 3
    process.exitCode = 42    42    Command exited with code 42
    console.error('said why'); process.exit(1)    1    said why
    process.kill(process.pid, 'SIGKILL'); await new Promise(() => setTimeout(() => 0, 60000))    -1    exited with code -1

What Is Thrown Ends The Process With One
    [Documentation]    An error and a rejected promise: exit code 1, stderr has type and text of it.
    [Template]    Thrown Error Should Be In Stderr
    # code    error
    throw new RangeError('the amount is negative')    RangeError: the amount is negative
    await Promise.reject(new Error('rejected with Grüße'))    Error: rejected with Grüße
    setTimeout(() => { throw new TypeError('thrown later') }, 50)    TypeError: thrown later
    JSON.parse('{')    SyntaxError:

What Is Thrown Is The Error
    [Documentation]    The result's error names type and text of what was thrown.
    [Tags]    gap:node-error-hidden
    [Template]    Code Should Fail
    # code    exit code    error
    throw new RangeError('the amount is negative')    1    RangeError: the amount is negative
    await Promise.reject(new Error('rejected'))    1    Error: rejected
    require('made_nowhere')    1    Error: Cannot find module 'made_nowhere'

Node Out Of Time Is Ended
    [Documentation]    A task that would wait for a minute is ended after its second; what it had printed is kept.
    [Tags]    workflow
    Code Should Be Cut Short    console.log('begun'); await new Promise(done => setTimeout(done, 60000)); console.log('over')    begun\n


*** Keywords ***
Prepare For Node
    [Documentation]    A pack of the suite's own, one with packages, and one that requires nothing.
    Require Capability    nodejs
    Use A Pack Of My Own
    ${pack}=    Upload Pack And Wait For Its Environment    node_pack    made_first@1.2.0    made_second@0.3.10
    ${bare}=    Upload Fixture Pack    node_pack
    VAR    ${PACK}    ${pack}    scope=SUITE
    VAR    ${BARE}    ${bare}    scope=SUITE
    VAR    ${RUN_CODE}    ${bare.ref}.run_code    scope=SUITE
    VAR    ${RUN_CODE_TO_JSON}    ${bare.ref}.run_code_to_json    scope=SUITE

Package Should Have Been Installed
    [Documentation]    The suite's pack has exactly this version of the package.
    [Arguments]    ${package}    ${version}
    ${found}=    Package Should Be Found    ${PACK}    ${package}    ${version}
    Summary    ${package} ${found.version} in ${found.file}

Thrown Error Should Be In Stderr
    [Documentation]    The code fails with exit code 1, and its stderr tells the error.
    [Arguments]    ${code}    ${error}
    ${run}=    Run Action    ${RUN_CODE}    parameters=${{ {'code': $code} }}    expect=failed    exit_code=1
    ${stderr}=    Get Execution Stderr    ${run}
    Should Contain    ${stderr}    ${error}
    Summary    ${code}: execution ${run.id} failed, exit code 1, ${error}
