*** Settings ***
Documentation       T2.4 Parameter templating and context.
...                 Templates in the parameters of rules and tasks become values before an action starts.
...
...                 Success: every template has exactly the value it names, with its type where it stands alone and as
...                 text within text; paths go to any depth; what is missing is null, or nothing within text; what
...                 cannot be evaluated fails and is named.

Resource            ../../resources/templates.resource

Suite Setup         Prepare For Templates

Test Tags           tier2    T2.4    template
Test Timeout        300s


*** Variables ***
@{DEPTHS}               {{ event.payload.n }}    n is {{ event.payload.n }}    ${7}    ${None}    ${True}
&{EVERYWHERE}
...                     message={{ event.payload.user.email }}
...                     inner=${{ {'list': $DEPTHS, '{{ event.id }}': 'kept'} }}
...                     plain=no template
${RESOLVED_EVERYWHERE}   SEPARATOR=${SPACE}
...                     {"message": "ann@example.org", "plain": "no template",
...                     "inner": {"list": [42, "n is 42", 7, null, true], "{{ event.id }}": "kept"}}
&{SYSTEM}
...                     message={{ event.trigger }}
...                     event={{ event.id }}
...                     created={{ event.created }}
...                     rule={{ system.rule.ref }}
...                     number={{ system.rule.id }}


*** Test Cases ***
A Template Alone Keeps The Type Of What It Names
    [Documentation]    Number, fraction, boolean, null, text, list and object, as they are in the event.
    [Template]    Template Should Become
    # template    value
    {{ event.payload.n }}    42
    {{ event.payload.fraction }}    1.5
    {{ event.payload.yes }}    true
    {{ event.payload.no }}    false
    {{ event.payload.zero }}    0
    {{ event.payload.nothing }}    null
    {{ event.payload.empty }}    ""
    {{ event.payload.number_text }}    "42"
    {{ event.payload.text }}    "Grüße, 日本語"
    {{ event.payload.list }}    [1, "two", {"three": 3}]
    {{ event.payload.none_of }}    []
    {{ event.payload.object }}    {"a": {"b": [true]}}
    {{event.payload.n}}    42
    {{ event.payload.odd }}    "{{ event.payload.n }}"

A Path Goes To Any Depth
    [Documentation]    Fields of fields, and places of lists counted from 0.
    [Template]    Template Should Become
    # template    value
    {{ event.payload.user.email }}    "ann@example.org"
    {{ event.payload.user.address.geo.1 }}    8.54
    {{ event.payload.list.2.three }}    3
    {{ event.payload.object.a.b.0 }}    true
    {{ event.payload.user }}    {"email": "ann@example.org", "id": 7, "address": {"geo": [47.37, 8.54]}}

Text Around A Template Makes It Text
    [Documentation]    One template or several, at the start, the end and in between; objects as JSON.
    [Template]    Template Should Become
    # template    value
    n is {{ event.payload.n }}!    "n is 42!"
    {{ event.payload.n }}{{ event.payload.n }}    "4242"
    {{ event.payload.user.email }} has {{ event.payload.user.id }}    "ann@example.org has 7"
    is {{ event.payload.yes }}    "is true"
    got {{ event.payload.object }}    "got {\\"a\\":{\\"b\\":[true]}}"
    no template, { } and }} alone    "no template, { } and }} alone"

What Is Missing Is Null Or Nothing
    [Documentation]    A field, a place, a part of a text's value, an unknown name: null alone, empty within text; it runs.
    [Template]    Template Should Become
    # template    value
    {{ event.payload.missing }}    null
    {{ event.payload.missing.deeper.still }}    null
    {{ event.payload.list.9 }}    null
    {{ event.payload.text.length }}    null
    {{ event.missing }}    null
    {{ unknown.name }}    null
    {{ trigger.payload.n }}    null
    <{{ event.payload.missing }}>    "<>"
    <{{ event.payload.nothing }}>    "<>"

A Template Reads The Configuration Of The Rule's Pack
    [Documentation]    With types and depth; what is not configured is null.
    [Template]    Template Should Become
    # template    value
    {{ pack.config.region }}    "eu"
    {{ pack.config.retries }}    3
    {{ pack.config.deep.list.1.two }}    2
    {{ pack.config.missing }}    null
    {{ pack.config.region }}-{{ event.payload.n }}    "eu-42"

A Template Names The Event And The Rule
    [Documentation]    Ids as numbers, refs and the time as text, each that of this very event and rule.
    ${resolved}=    Resolve In A Rule    ${SYSTEM}
    VAR    ${config}    ${resolved}[run][config]
    Should Be Equal    ${config.message}    ${resolved}[event][trigger_ref]
    Should Be Equal    ${config.event}    ${resolved}[event][id]
    Should Be Equal    ${config.rule}    ${resolved}[rule][ref]
    Should Be Equal    ${config.number}    ${resolved}[rule][id]
    Timestamps Should Be Near    ${config.created}    ${resolved}[event][created]    tolerance=10ms
    Summary    execution ${resolved}[run][id] of rule ${config.rule}, event ${config.event}

Templates Are Found At Any Depth Of The Parameters
    [Documentation]    In objects and lists; names of members and what is no text stay as they are.
    ${resolved}=    Resolve In A Rule    ${EVERYWHERE}
    Json Should Match    ${resolved}[run][config]    ${RESOLVED_EVERYWHERE}
    Get Execution Output    ${resolved}[run]    ==    ann@example.org\n
    Summary    execution ${resolved}[run][id] got and printed what it was to get

A Rule Takes Expressions
    [Documentation]    Operators, functions, brackets and defaults, with the type of what comes out.
    [Tags]    gap:template-language
    [Template]    Template Should Become
    # template    value
    {{ event.payload.n + 1 }}    43
    {{ event.payload.n > 40 and event.payload.yes }}    true
    {{ event.payload.list[2].three }}    3
    {{ length(event.payload.list) }}    3
    {{ upper(event.payload.user.email) }}    "ANN@EXAMPLE.ORG"
    n is {{ event.payload.n * 2 }}    "n is 84"

A Rule Reads The Key Store
    [Documentation]    A key of the rule's pack by its name, with its type, alone and within text.
    [Tags]    gap:keystore-in-templates    datastore
    Create Keys    ${{ {'host': 'db.example.com', 'ports': [5432, 5433]} }}
    ${resolved}=    Resolve In A Rule    ${{ {'message': 'on {{ keystore.host }}', 'ports': '{{ keystore.ports }}'} }}
    Json Should Match    ${resolved}[run][config]    {"message": "on db.example.com", "ports": [5432, 5433]}
    Summary    execution ${resolved}[run][id] got both values

A Broken Template Fails And Is Named
    [Documentation]    Broken syntax, an unknown function, a division by zero: no action runs, the error says which.
    [Tags]    gap:broken-template    failure
    [Template]    Broken Template Should Be Named
    # template    expression
    {{ 1 + }}    1 +
    {{ event.payload.n == (1 }}    event.payload.n == (1
    {{ no_such_function(1) }}    no_such_function(1)
    x {{ event.payload.n / 0 }}    event.payload.n / 0
    {{ event.payload.n    event.payload.n

A Task's Input Takes Any Expression
    [Documentation]    Parameters, variables, what was published, earlier results; types kept, text around makes text.
    [Tags]    workflow
    [Template]    Task Input Should Become
    # template    value
    {{ parameters.payload.n }}    42
    {{ parameters.payload.user.address.geo[1] }}    8.54
    {{ parameters.payload.object }}    {"a": {"b": [true]}}
    {{ parameters.payload.n + 1 }}    43
    {{ parameters.payload.n > 40 and not parameters.payload.no }}    true
    {{ length(parameters.payload.list) }}    3
    {{ workflow.colour }}    "red"
    {{ workflow.kept }}    42
    {{ task.first.succeeded }}    true
    {{ task.first.exit_code }}    0
    {{ task.first.answer }}    42
    {{ [task.first.answer, workflow.colour] }}    [42, "red"]
    <{{ parameters.payload.nothing }}>    "<>"
    {{ workflow.colour }} and {{ task.first.answer }}    "red and 42"
