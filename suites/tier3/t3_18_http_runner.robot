*** Settings ***
Documentation       T3.18 HTTP runner execution.
...                 The platform makes HTTP requests, and what came back is the execution's result.
...
...                 Success: a server that records what it is asked saw exactly the method, path, query, headers and body
...                 that were meant, once; the result has status_code, headers, body, json, elapsed_ms, url and success;
...                 bodies take values from events and tasks; a status of 4xx or 5xx is a result, a request without an
...                 answer a failure that says why; a secret reaches the server and is seen nowhere else.

Resource            ../../resources/http_requests.resource

Suite Setup         Prepare For Http Requests

Test Tags           tier3    T3.18    http    needs:callback
Test Timeout        300s


*** Variables ***
&{ORDER}        url=${EMPTY}    method=POST    body=order {{ event.payload.id }} of {{ event.payload.user.name }}
${TOLD}         {{ task.fetch.json.user.name }} has {{ task.fetch.status_code }}


*** Test Cases ***
Every Method Reaches The Server
    [Documentation]    Method, path and body as they were meant, one request each; the result is the server's answer.
    [Template]    Method Should Arrive
    # method    body
    GET
    POST    created
    PUT    replaced
    PATCH    changed
    DELETE
    OPTIONS

A HEAD Request Has An Answer Without A Body
    [Documentation]    The headers tell how long the body would be; there is none, and that is no failure.
    [Tags]    gap:http-head
    ${path}=    Fresh Path    body=twelve bytes    headers=${{ {'X-Kind': 'answer'} }}
    ${execution}=    Ask    ${path}    ${{ {'method': 'HEAD'} }}
    Recorder Should Have Received    ${RECORDER}    path=${path}    method=HEAD    body=${EMPTY}
    VAR    ${headers}    ${{ {'Content-Length': '12', 'X-Kind': 'answer'} }}
    VAR    ${wanted}    ${{ {'status_code': 200, 'body': '', 'json': None, 'success': True, 'headers': $headers} }}
    Json Should Match    ${execution.result.data}    ${wanted}    mode=subset
    Summary    execution ${execution.id}: headers, no body

Query Parameters Arrive
    [Documentation]    Beside what the url has already; numbers and booleans become texts, spaces and signs are kept.
    [Template]    Query Should Arrive
    # parameters    query    the url's own
    {"page": "2", "sort": "name"}    {"page": "2", "sort": "name"}
    {"n": 5, "on": true}    {"n": "5", "on": "true"}
    {"q": "two words"}    {"q": "two words"}
    {"q": "a&b=c#d"}    {"q": "a&b=c#d"}
    {"q": "Zürich"}    {"q": "Zürich"}
    {"b": "2"}    {"a": "1", "b": "2"}    ?a=1

A Text Is Sent As It Is
    [Documentation]    Nothing of the body is read by a shell on its way.
    [Template]    Body Should Arrive
    # body
    two words
    say "hello"
    Grüße, 日本語, 🙂
    \${HOME} $HOME `id` $(id) ; id | id > /dev/null
    @/etc/hostname
    {"looks": "like JSON"}
    name=Ann&town=Bern

Odd Texts Are Sent As They Are
    [Documentation]    Apostrophes, and lines that end.
    [Tags]    gap:http-characters
    [Template]    Body Should Arrive
    # body
    it's
    two\nlines
    ends with a newline\n

Odd Query Parameters Arrive
    [Documentation]    Signs that mean something in a query.
    [Tags]    gap:http-characters
    [Template]    Query Should Arrive
    # parameters    query
    {"q": "it's"}    {"q": "it's"}
    {"q": "1 + 1"}    {"q": "1 + 1"}
    {"q": "100%25"}    {"q": "100%25"}

Json Is Sent With Its Types
    [Documentation]    An object and what is in it, and a header that says what it is.
    [Tags]    gap:http-json-body
    [Template]    Json Should Arrive
    # json
    {"id": 7, "price": 1.5, "paid": true, "note": null, "text": "7"}
    {"user": {"name": "Ann", "roles": ["admin", "author"]}, "empty": {}, "none": []}
    {"text": "it's \\"quoted\\", Grüße, 🙂"}

Headers Are Sent As They Are
    [Documentation]    One or several, with spaces, signs, and one that the client would set itself.
    [Tags]    gap:http-headers
    [Template]    Headers Should Arrive
    # headers
    {"X-One": "1"}
    {"X-Words": "several words, and; signs=\\"quoted\\""}
    {"X-First": "a", "X-Second": "b", "Accept": "application/json"}
    {"Authorization": "Custom scheme-of-its-own"}

A Bearer Token Reaches The Server And Nobody Else
    [Documentation]    The token is in the request's header; neither the execution nor its logs show it.
    [Tags]    gap:http-headers    secret
    ${token}=    Fresh Secret
    ${path}=    Fresh Path    json={"ok": true}
    ${execution}=    Ask    ${path}    ${{ {'auth_type': 'bearer', 'auth_token': $token} }}
    Recorder Should Have Received    ${RECORDER}    path=${path}    method=GET    bearer=${token}
    Execution Should Not Show    ${execution}    ${token}
    Summary    execution ${execution.id}: the token arrived and is not shown

A Stored Secret Is The Bearer Token Of A Rule
    [Documentation]    The rule names the key; the server gets its value, and no record of the chain shows it.
    [Tags]    gap:http-headers    gap:keystore-in-templates    secret    datastore
    ${token}=    Fresh Secret
    Create Secret    value=${token}    name=api_token
    ${path}=    Fresh Path    json={"ok": true}
    VAR    &{params}    url=${RECORDER.url}${path}    auth_type=bearer    auth_token={{ keystore.api_token }}
    ${automation}=    Create Webhook Automation    action=${HTTP_REQUEST}    action_params=${params}
    ${event}=    Fire Webhook    ${automation.trigger}    {"n": 1}
    ${runs}=    Each Event Should Have Run Once    ${automation.rule}    ${event}
    Recorder Should Have Received    ${RECORDER}    path=${path}    method=GET    bearer=${token}
    Execution Should Not Show    ${runs}[0]    ${token}
    Summary    event ${event.event_id} -> execution ${runs}[0][id]: the stored token arrived and is not shown

Login And Password Reach The Server And Nobody Else
    [Documentation]    As HTTP's basic authentication has them; the password is shown nowhere.
    [Tags]    secret
    ${password}=    Fresh Secret
    ${path}=    Fresh Path    json={"ok": true}
    VAR    ${credentials}    ${{ {'auth_type': 'basic', 'auth_username': 'ann', 'auth_password': $password} }}
    ${execution}=    Ask    ${path}    ${credentials}
    Recorder Should Have Received    ${RECORDER}    path=${path}    method=GET    basic=${{ ['ann', $password] }}
    Result Should Be    ${execution}    ${path}    200    {"ok": true}    ${{ {'ok': True} }}
    Execution Should Not Show    ${execution}    ${password}
    Summary    execution ${execution.id}: login and password arrived, the password is not shown

The Status Of The Answer Is Told
    [Documentation]    Success is 2xx; any other status is a result as well, not a failure of the execution.
    [Template]    Status Should Be Told
    # status    success    body
    200    ${True}    fine
    201    ${True}    created
    204    ${True}
    400    ${False}    wrong
    401    ${False}
    404    ${False}    not here
    418    ${False}    a teapot
    500    ${False}    out of order
    503    ${False}    later

The Body Of The Answer Is Kept
    [Documentation]    As text; objects and lists as JSON too, with their types.
    [Template]    Answer Should Be Kept
    # body    json
    {"id": 7, "tags": ["a", {"b": null}], "price": 1.5}    ${{ {'id': 7, 'tags': ['a', {'b': None}], 'price': 1.5} }}
    \[1, "two", true]    ${{ [1, 'two', True] }}
    {"city": "Zürich", "face": "🙂"}    ${{ {'city': 'Zürich', 'face': '🙂'} }}
    plain text, "quoted", back\\slash    ${None}
    line one\nline two\ttab    ${None}
    <html lang="en"></html>    ${None}

Odd Bodies Of Answers Are Kept
    [Documentation]    What a result may not hold as it is, or looks like JSON and is none, loses nothing of the answer.
    [Tags]    gap:http-characters
    [Template]    Answer Should Be Kept
    # body    json
    {not json}    ${None}
    bell \x07 and return\r    ${None}
    ends with a newline\n    ${None}

A Redirect Is Followed To Its End
    [Documentation]    The server sees both requests; the result is the last answer with its url.
    ${end}=    Fresh Path    body=arrived
    ${start}=    Fresh Path    redirect=${end}
    ${execution}=    Ask    ${start}
    Recorder Should Have Received    ${RECORDER}    path=${start}    method=GET
    Recorder Should Have Received    ${RECORDER}    path=${end}    method=GET
    VAR    ${wanted}    ${{ {'status_code': 200, 'body': 'arrived', 'url': $RECORDER.url + $end, 'success': True} }}
    Json Should Match    ${execution.result.data}    ${wanted}    mode=subset
    Summary    execution ${execution.id}: ${start} -> ${end}

A Redirect That Is Not Followed Is The Answer
    [Documentation]    With follow_redirects=false the result is the redirect itself, and where it points is not asked.
    ${end}=    Fresh Path
    ${start}=    Fresh Path    redirect=${end}    status=307
    ${execution}=    Ask    ${start}    ${{ {'follow_redirects': False} }}
    Recorder Should Have Received    ${RECORDER}    path=${start}
    Recorder Should Have Received    ${RECORDER}    path=${end}    count=0
    Json Should Match    ${execution.result.data}    {"status_code": 307, "success": false, "body": ""}    mode=subset
    Should Be Equal    ${execution.result.data.headers.Location}    ${end}
    Summary    execution ${execution.id}: 307 to ${end}, which was not asked for

Redirects Without An End Are A Failure
    [Documentation]    No more than max_redirects are followed: three requests with two allowed.
    ${path}=    Fresh Path
    Set Recorder Answer    ${RECORDER}    ${path}    redirect=${path}
    ${execution}=    Ask    ${path}    ${{ {'max_redirects': 2} }}    expect=failed    exit_code=${1}
    Recorder Should Have Received    ${RECORDER}    path=${path}    method=GET    count=3
    Should Have Got No Answer    ${execution}    ${RECORDER.url}${path}
    Summary    execution ${execution.id} failed after 3 requests

A Request Without An Answer Fails
    [Documentation]    Refused, too slow, or broken off: the execution has failed, and is no success in its output either.
    ${refusing}=    Start Recorder    refusing=True
    ${refused}=    Run Action    ${HTTP_REQUEST}    parameters={"url": "${refusing.url}/x"}    expect=failed    exit_code=1
    Should Have Got No Answer    ${refused}    ${refusing.url}/x
    ${dropping}=    Fresh Path    drop=True
    ${dropped}=    Ask    ${dropping}    expect=failed    exit_code=${1}
    Should Have Got No Answer    ${dropped}    ${RECORDER.url}${dropping}
    ${slow}=    Fresh Path    delay=60s
    ${late}=    Ask    ${slow}    ${{ {'timeout': 1} }}    expect=failed    exit_code=${1}
    Should Have Got No Answer    ${late}    ${RECORDER.url}${slow}
    Summary    executions ${refused.id} (refused), ${dropped.id} (dropped), ${late.id} (slow): failed

The Error Says Why There Was No Answer
    [Documentation]    Who reads the execution's error learns whether nobody listened or nobody answered in time.
    [Tags]    gap:http-errors
    ${refusing}=    Start Recorder    refusing=True
    ${refused}=    Run Action    ${HTTP_REQUEST}    parameters={"url": "${refusing.url}/x"}    expect=failed
    Should Match Regexp    ${refused.result.error}    (?i)refused|connect
    ${slow}=    Fresh Path    delay=60s
    ${late}=    Ask    ${slow}    ${{ {'timeout': 1} }}    expect=failed    exit_code=${1}
    Should Match Regexp    ${late.result.error}    (?i)timeout|timed out
    Summary    '${refused.result.error}' and '${late.result.error}'

A Slow Answer Within The Time Is An Answer
    [Documentation]    It is waited for, and elapsed_ms tells how long.
    ${path}=    Fresh Path    delay=600ms    body=at last
    ${execution}=    Ask    ${path}    ${{ {'timeout': 60} }}
    Json Should Match    ${execution.result.data}    {"status_code": 200, "body": "at last"}    mode=subset
    Should Be True    $execution.result.data['elapsed_ms'] >= 550
    Summary    execution ${execution.id}: answered after ${execution.result.data.elapsed_ms} ms

Each Event's Values Are In The Request Of Its Rule
    [Documentation]    The plan's sample: a rule's request with values of the event in its body; one request an event.
    [Tags]    webhook    template
    ${path}=    Fresh Path    json={"taken": true}
    VAR    ${params}    ${{ {**$ORDER, 'url': $RECORDER.url + $path} }}
    ${automation}=    Create Webhook Automation    action=${HTTP_REQUEST}    action_params=${params}
    ${one}=    Fire Webhook    ${automation.trigger}    {"id": 1, "user": {"name": "Ann"}}
    ${two}=    Fire Webhook    ${automation.trigger}    {"id": 2, "user": {"name": "Bob"}}
    ${runs}=    Each Event Should Have Run Once    ${automation.rule}    ${{ [$one, $two] }}
    ${seen}=    Recorder Should Have Received    ${RECORDER}    path=${path}    method=POST    count=2
    Should Be Equal    ${{ sorted(request.body for request in $seen) }}    ${{ ['order 1 of Ann', 'order 2 of Bob'] }}
    Summary    executions ${{ [run.id for run in $runs] }} sent ${{ [request.body for request in $seen] }}

A Workflow Goes On With What The Server Said
    [Documentation]    The first task's answer, read as JSON, is in the body of the second one's request.
    [Tags]    workflow
    ${first}=    Fresh Path    json={"user": {"name": "Ann", "id": 7}}
    ${second}=    Fresh Path
    ${workflow}=    Create Workflow Of Tasks
    ...    {name: fetch, action: core.http_request, input: {url: "${RECORDER.url}${first}"}, next: [{do: [send]}]}
    ...    {name: send, action: core.http_request, input: {url: "${RECORDER.url}${second}", method: POST, body: "${TOLD}"}}
    ${execution}=    Run Action    ${workflow}
    Recorder Should Have Received    ${RECORDER}    path=${first}    method=GET    body=${EMPTY}
    Recorder Should Have Received    ${RECORDER}    path=${second}    method=POST    body=Ann has 200
    Tasks Should Have Run    ${execution}    fetch:completed send:completed
    Summary    execution ${execution.id}: 'Ann has 200' arrived


*** Keywords ***
Execution Should Not Show
    [Documentation]    Neither the execution's record nor what it wrote to its logs has the secret.
    [Arguments]    ${execution}    ${secret}
    ${record}=    Get Execution    ${execution}
    ${stdout}=    Get Execution Stdout    ${execution}
    ${stderr}=    Get Execution Stderr    ${execution}
    Texts Should Not Show    ${secret}    ${record}    ${stdout}    ${stderr}
