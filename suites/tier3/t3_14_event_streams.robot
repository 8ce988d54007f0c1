*** Settings ***
Documentation       T3.14 Execution completion notification: the streams of server-sent events.
...                 What the API itself tells as it happens: executions, what they write, and artifacts.
...
...                 Success: an execution is streamed from its start to its end as the notifier tells it; what it writes arrives
...                 while it runs, whole, and the stream ends with it; only who is signed in may follow.

Resource            ../../resources/event_streams.resource

Suite Setup         Prepare For Event Streams

Test Tags           tier3    T3.14    notification
Test Timeout        120s


*** Test Cases ***
An Execution Is Streamed From Its Start To Its End
    [Documentation]    Every transition once, in order, with the same members as the notifier's frames.
    ${stream}=    Open Execution Stream
    ${notified}=    Open Notification Stream    entity_type:execution
    ${run}=    Execute Action    ${OK}
    ${streamed}=    Status Changes Should Be Announced    ${stream}    ${run}    ${RUN_PATH}    timeout=15s
    ${told}=    Status Changes Should Be Announced    ${notified}    ${run}    ${RUN_PATH}    timeout=15s
    Json Should Match    ${streamed}    ${{ [frame.payload for frame in $told] }}    ignore=frame
    Stream Should Be Open    ${stream}
    Summary    execution ${run.id}: ${{ len($streamed) }} frames on both ways

The Stream Of One Execution Has Nothing Of Another
    [Documentation]    Of two that run side by side it has the one that was asked for.
    ${nap}=    Execute Action    ${NAP}    parameters=${{ {'duration': 1} }}
    ${stream}=    Open Execution Stream    ${nap}
    ${other}=    Run Action    ${OK}
    ${proof}=    Stream Should Receive    ${stream}    entity_id=${nap}    status=completed    timeout=15s
    Stream Should Not Receive    ${stream}    before=${proof}    entity_id=${other}
    Summary    execution ${nap.id} alone, while ${other.id} ran

A New Connection Streams What Comes
    [Documentation]    What ran while nobody listened is not told afterwards.
    ${stream}=    Open Execution Stream
    ${witness}=    Open Execution Stream
    Close Stream    ${stream}
    ${missed}=    Run Action    ${OK}
    Let Notifications Pass    ${witness}
    Reconnect Stream    ${stream}
    ${run}=    Execute Action    ${OK}
    ${proof}=    Stream Should Receive    ${stream}    entity_id=${run}    status=completed    timeout=15s
    Stream Should Not Receive    ${stream}    before=${proof}    entity_id=${missed}
    Summary    execution ${run.id} was streamed, ${missed.id} had been missed

Nobody Streams Another's Executions
    [Documentation]    When Bob has his own, which ran later, he has nothing of Ann's.
    [Tags]    isolation    gap:notifications-unscoped
    ${ann}=    Open Execution Stream    session=ann
    ${bob}=    Open Execution Stream    session=bob
    ${run}=    Execute Action    ${HERS}    session=ann
    Stream Should Receive    ${ann}    entity_id=${run}    status=completed    timeout=15s
    ${own}=    Execute Action    ${HIS}    session=bob
    ${proof}=    Stream Should Receive    ${bob}    entity_id=${own}    status=completed    timeout=15s
    Stream Should Not Receive    ${bob}    before=${proof}    action_ref=${HERS}
    Summary    execution ${run.id} of ann is not streamed to bob, ${own.id} is

A Stream Is Refused
    [Documentation]    Without a token, with a tampered one, for a log that there is not, and for what does not exist.
    [Template]    Stream Should Be Refused
    # status    keyword    arguments
    401    Open Execution Stream    anonymous=${True}
    401    Open Execution Stream    session=forged
    401    Open Log Stream    ${FINISHED}    anonymous=${True}
    401    Open Log Stream    ${FINISHED}    session=forged
    401    Open Artifact Stream    ${ARTIFACT}    anonymous=${True}
    401    Open Artifact Stream    ${ARTIFACT}    session=forged
    400    Open Log Stream    ${FINISHED}    stdlog
    404    Open Log Stream    ${999999999}
    404    Open Artifact Stream    ${999999999}

What An Action Writes Is Streamed While It Runs
    [Documentation]    The first line has come before the action may end, the whole text at its end, and nothing but it.
    [Tags]    gap:log-stream
    [Template]    Log Should Be Streamed Live
    # log    script    text
    stdout    echo one; sleep 2; echo two    one\ntwo\n
    stderr    echo one >&2; sleep 2; echo two >&2    one\ntwo\n

The Log Of A Finished Execution Is Streamed Whole
    [Documentation]    At once, however it ended.
    [Tags]    gap:log-stream
    [Template]    Finished Log Should Be Streamed
    # script    status    log    text
    printf 'a\\nb\\n'    completed    stdout    a\nb\n
    printf 'Grüße, ohne Zeilenende'    completed    stdout    Grüße, ohne Zeilenende
    echo out; echo wrong >&2; exit 3    failed    stderr    wrong\n
    seq 1 20000    completed    stdout    ${TWENTY_THOUSAND}

A Stream From An Offset Has What Follows It
    [Documentation]    The offset is that of bytes, as each piece tells it.
    [Tags]    gap:log-stream
    ${action}=    Create Simple Action    script=printf 'äbc\\ndef\\n'
    ${run}=    Run Action    ${action}
    ${whole}=    Open Log Stream    ${run}
    Stream Text Should Be    ${whole}    äbc\ndef\n    timeout=8s
    ${piece}=    Stream Should Receive    ${whole}    event=content
    Should Be Equal    ${piece.id}    9
    ${rest}=    Open Log Stream    ${run}    offset=5
    Stream Text Should Be    ${rest}    def\n    timeout=8s
    Summary    execution ${run.id}: 9 bytes, ${{ len('def ') }} from the fifth on

The Log Of A Cancelled Execution Ends With It
    [Documentation]    What it had written arrives, and the stream does not go on.
    [Tags]    gap:log-stream
    ${action}=    Create Simple Action    script=echo before; sleep 60; echo after
    ${run}=    Execute Action    ${action}
    ${stream}=    Open Log Stream    ${run}
    Stream Should Receive    ${stream}    text=before\n    timeout=8s
    Cancel Execution    ${run}
    Wait For Execution Status    ${run}    cancelled
    Stream Text Should Be    ${stream}    before\n    timeout=8s
    Summary    execution ${run.id} cancelled after 'before'

An Artifact Is Streamed
    [Documentation]    Its whole content comes first.
    ${stream}=    Open Artifact Stream    ${ARTIFACT}
    ${piece}=    Stream Should Receive    ${stream}    event=content    timeout=15s
    Should Be Equal    ${piece.text}    fine\n    strip_spaces=True
    Summary    artifact ${ARTIFACT}: ${piece.text}

The Stream Of An Artifact Ends With Its Execution
    [Documentation]    Nothing more is going to be written to it.
    [Tags]    gap:log-stream
    ${stream}=    Open Artifact Stream    ${ARTIFACT}
    Stream Should Receive    ${stream}    event=content    timeout=15s
    Stream Should End    ${stream}    timeout=8s
    ${last}=    Get Stream Frames    ${stream}    event=done
    Should Be Equal    ${{ len($last) }}    ${1}
    Summary    artifact ${ARTIFACT}: done
