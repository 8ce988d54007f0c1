*** Settings ***
Documentation       T3.13 Invalid action parameters.
...                 Parameters are judged by the action's schema before anything is scheduled.
...
...                 Success: parameters that do not fit are refused at once, or their execution fails without a worker and
...                 without a start; the reason names the parameter; the action has not run; defaults are delivered; what
...                 fits is taken as it is.

Resource            ../../resources/parameters.resource
Resource            ../../resources/workflow_tasks.resource

Suite Setup         Prepare For Calls
Suite Teardown      Services Should Be Healthy

Test Tags           tier3    T3.13    validation
Test Timeout        300s


*** Variables ***
${ALL_DEFAULTS}     GET 5 0.5 false ["a","two words"] {"port":80}


*** Test Cases ***
A Missing Parameter Is Refused By Name
    [Documentation]    Among others, among none, without parameters at all, or given as null.
    [Tags]    gap:parameter-validation
    [Template]    Call Should Be Refused
    # parameters    named
    {"count": 2, "method": "GET"}    url required
    {}    url required
    null    url required
    {"url": null}    url
    {"URL": "http://there"}    url required

A Value Of Another Type Is Refused By Name
    [Documentation]    A text for a number and the other way round, 1 for true, an object for a list, null for any of them.
    [Tags]    gap:parameter-validation
    [Template]    Call Should Be Refused
    # parameters    named
    {"url": 7}    url string
    {"url": "http://there", "count": "2"}    count integer
    {"url": "http://there", "count": 2.5}    count integer
    {"url": "http://there", "count": null}    count integer
    {"url": "http://there", "ratio": "half"}    ratio number
    {"url": "http://there", "strict": 1}    strict boolean
    {"url": "http://there", "tags": {"a": 1}}    tags array
    {"url": "http://there", "options": "none"}    options object

A Value Beyond Its Bounds Is Refused By Name
    [Documentation]    None of the allowed ones, too small, too large, too short.
    [Tags]    gap:parameter-validation
    [Template]    Call Should Be Refused
    # parameters    named
    {"url": "http://there", "method": "PUT"}    method PUT GET POST
    {"url": "http://there", "count": 0}    count minimum
    {"url": "http://there", "count": 11}    count maximum
    {"url": "x"}    url

A Wrong Value Inside Another Is Refused By Its Place
    [Documentation]    In a list and in an object.
    [Tags]    gap:parameter-validation
    [Template]    Call Should Be Refused
    # parameters    named
    {"url": "http://there", "tags": ["a", 2]}    tags/1 string
    {"url": "http://there", "options": {"port": "http"}}    options/port integer

All That Is Wrong Is Named At Once
    [Documentation]    Three parameters, three reasons.
    [Tags]    gap:parameter-validation
    Call Should Be Refused    {"count": "many", "method": "PUT"}    url count method

What Fits Is Delivered As It Was Given
    [Documentation]    Every parameter with its type, and bounds that are just reached; nothing given is replaced by a default.
    [Template]    Call Should Print
    # parameters    printed
    {"url": "abc", "method": "POST", "count": 1, "ratio": 2, "strict": true, "tags": [], "options": {}}    abc POST 1 2 true [] {}
    {"url": "Grüße", "method": "GET", "count": 10, "ratio": 0.25, "strict": false, "tags": ["x"], "options": {"port": 1}}
    ...    Grüße GET 10 0.25 false ["x"] {"port":1}

What The Schema Does Not Know Is Delivered Too
    [Documentation]    Only what is named in the schema is judged.
    VAR    &{given}    url=http://there    extra=more    count=${3}
    ${execution}=    Run Action    ${CALL}    parameters=${given}
    Should Match Regexp    ${execution.result.stdout}    ^http://there .*more\\n$
    Json Should Match    ${execution.config}    ${given}
    Summary    execution ${execution.id}: ${execution.result.stdout.strip()}

Defaults Are Delivered For What Is Not Given
    [Documentation]    Of each type, one by one and all of them; those in lists and objects are not mixed with what was given.
    [Tags]    gap:parameter-defaults
    [Template]    Call Should Print
    # parameters    printed
    {"url": "http://there"}    http://there GET 5 0.5 false ["a","two words"] {"port":80}
    {"url": "http://there", "count": 2}    http://there GET 2 0.5 false ["a","two words"] {"port":80}
    {"url": "http://there", "tags": ["b"], "options": {}}    http://there GET 5 0.5 false ["b"] {}

Defaults Reach An Action By A Rule And By A Workflow
    [Documentation]    The rule and the task give the url alone.
    [Tags]    gap:parameter-defaults
    ${automation}=    Create Webhook Automation    action=${CALL}    action_params=${{ {'url': '{{ event.payload.url }}'} }}
    ${event}=    Fire Webhook    ${automation.trigger}    ${{ {'url': 'by-rule'} }}
    ${runs}=    Each Event Should Have Run Once    ${automation.rule}    ${event}
    Get Execution Output    ${runs}[0]    ==    by-rule ${ALL_DEFAULTS}\n    message=stdout is {value!r}, wanted {expected!r}
    ${workflow}=    Create Workflow Of Tasks    {name: call, action: ${CALL}, input: {url: by-task}}
    ${parent}=    Run Action    ${workflow}
    ${tasks}=    Tasks Should Have Run    ${parent}    call:completed
    Get Execution Output    ${tasks.call}    ==    by-task ${ALL_DEFAULTS}\n
    Summary    executions ${runs}[0][id] and ${tasks.call.id} were given the defaults

What An Event Fills In Is Judged When It Is There
    [Documentation]    A rule's template is made before its values are known: a wrong type, a missing field, a bound.
    [Tags]    gap:parameter-validation    webhook    template
    [Template]    Event Should Not Start The Call
    # payload    named
    {"url": "http://there", "count": "many"}    count
    {"url": "http://there"}    count
    {"count": 2}    url
    {"url": "http://there", "count": 99}    count

A Rule Whose Parameters Cannot Fit Is Not Made
    [Documentation]    What stands fast in a rule is judged at once.
    [Template]    Rule Should Be Refused
    # parameters    named
    {"count": 2}    "url" is a required property
    {"url": "http://there", "count": "many"}    /count
    {"url": "http://there", "method": "PUT"}    /method

A Task With Wrong Parameters Fails Before It Starts
    [Documentation]    The task's expressions come to a text where a number has to be: the task fails naming it without a
    ...    worker, and so does the workflow; the same workflow completes with a number.
    [Tags]    gap:parameter-validation    workflow
    ${workflow}=    Create Workflow Of Tasks
    ...    {name: call, action: ${CALL}, input: {url: "{{ parameters.url }}", count: "{{ parameters.count }}"}}
    ${parent}=    Run Action    ${workflow}    parameters=${{ {'url': 'http://there', 'count': 'many'} }}
    ...    expect=failed    error=call
    ${tasks}=    Tasks Should Have Run    ${parent}    call:failed
    ${reason}=    Execution Should Not Have Started    ${tasks.call}    error=count
    ${good}=    Run Action    ${workflow}    parameters=${FITTING}
    Tasks Should Have Run    ${good}    call:completed
    Summary    execution ${tasks.call.id}: ${reason}

A Workflow Judges Its Own Parameters
    [Documentation]    A workflow has a schema as well: no task starts before what it demands is there.
    [Tags]    gap:parameter-validation    workflow
    VAR    &{schema}    url=${{ {'type': 'string', 'required': True} }}
    ${workflow}=    Create Workflow Of Tasks
    ...    {name: say, action: ${SAY}, input: {message: hello}}
    ...    param_schema=${schema}
    ${reason}=    Parameters Should Be Refused    ${workflow}    ${{ {'uri': 'x'} }}    url
    Execution Count Should Stay    0    action=${SAY}    for=500ms
    Summary    ${reason}

A Request That Is None Is Refused
    [Documentation]    No action, no such action, an action that is no text, a body that is no object.
    [Template]    Request To Execute Should Be Refused
    # body    status    named
    {"parameters": {}}    422    action_ref
    {"action_ref": 5}    422    action_ref
    {"action_ref": null}    422    action_ref
    {"action_ref": "no.such_action"}    404    no.such_action
    \[]    422    invalid


*** Keywords ***
Prepare For Calls
    [Documentation]    What tasks need, and the ref of the call action.
    Prepare For Tasks
    ${call}=    Create Call Action
    VAR    ${CALL}    ${call.ref}    scope=SUITE
