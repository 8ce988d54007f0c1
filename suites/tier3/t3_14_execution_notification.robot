*** Settings ***
Documentation       T3.14 Execution completion notification.
...                 Whoever listens is told what becomes of executions, as it happens.
...
...                 Success: every transition is announced in order and once, within a second of its change (the plan's 100 ms
...                 are recorded); the frame has the whole object; filters let through what they name and nothing else; only
...                 who is signed in may listen, until the token ends, and hears of what that person may see.

Resource            ../../resources/notifications.resource

Suite Setup         Run Keywords    Prepare For Notifications    AND    Prepare For Two People

Test Tags           tier3    T3.14    notification
Test Timeout        120s


*** Test Cases ***
Every Way To An End Is Announced In Order And Once
    [Documentation]    The statuses are those of the history, each frame beginning where the one before it ended.
    [Template]    Way Should Be Announced
    # statuses    action
    requested scheduling scheduled running completed    ${OK}
    requested scheduling scheduled running failed    ${BAD}
    requested scheduling running completed    ${FLOW}

A Cancelled Execution Is Announced As Such
    [Documentation]    On its way to the end it is cancelled; both steps are announced.
    ${stream}=    Open Notification Stream    entity_type:execution
    ${run}=    Execute Action    ${NAP}    parameters=${{ {'duration': 60} }}
    Stream Should Receive    ${stream}    entity_id=${run}    status=running    timeout=15s
    Cancel Execution    ${run}
    Status Changes Should Be Announced    ${stream}    ${run}    ${CANCELLED_PATH}    timeout=15s
    Get Execution Transitions    ${run}    ==    ${{ $CANCELLED_PATH.split() }}
    Summary    execution ${run.id}: ${CANCELLED_PATH}

A Chain Is Announced From Its Event To The End
    [Documentation]    Webhook, event, enforcement, execution: each once, none before what it comes from.
    ${stream}=    Open Notification Stream    all
    ${event}    ${last}=    Fire And Follow    ${stream}
    ${made}=    Stream Should Receive    ${stream}    notification_type=enforcement_created    event=${event}
    Status Changes Should Be Announced
    ...    ${stream}
    ...    ${made.entity_id}
    ...    created processed
    ...    entity_type=enforcement
    Status Changes Should Be Announced    ${stream}    ${last.entity_id}    ${RUN_PATH}
    ${frames}=    Get Stream Frames    ${stream}    trigger_ref=${AUTOMATION.trigger.ref}
    Should Be Equal    ${{ sorted(one.notification_type for one in $frames) }}    ${{ sorted($CHAIN_FRAMES.split()) }}
    ${order}=    Evaluate    [one.notification_type for one in $frames if one.notification_type.endswith('_created')]
    Should Be Equal    ${order}    ${{ ['event_created', 'enforcement_created', 'execution_created'] }}
    Summary    event ${event} -> enforcement ${made.entity_id} -> execution ${last.entity_id}, ${{ len($frames) }} frames

The Tasks Of A Workflow Are Announced With Their Parent
    [Documentation]    Each task names its parent and its task; the parent completes after all of them.
    ${stream}=    Open Notification Stream    entity_type:execution
    ${parent}=    Execute Action    ${FLOW}
    ${end}=    Stream Should Receive    ${stream}    entity_id=${parent}    status=completed    timeout=15s
    ${done}=    Stream Should Receive    ${stream}    count=2    parent=${parent.id}    status=completed
    Should Be Equal    ${{ [one.payload.workflow_task.task_name for one in $done] }}    ${{ ['first', 'second'] }}
    Should Be True    $done[-1].frame < $end.frame
    Summary    execution ${parent.id}: tasks ${{ [one.entity_id for one in $done] }} before it

A Frame Has What The Platform Answers
    [Documentation]    The members of the last frame are those of the execution, with their types; the times are its times.
    ${stream}=    Open Notification Stream    all
    ${_}    ${last}=    Fire And Follow    ${stream}
    ${execution}=    Get Execution    ${last.entity_id}
    VAR    ${told}    ${last.payload}
    VAR    @{same}    ${told.id}    ${told.action_id}    ${told.action_ref}    ${told.status}    ${told.enforcement}    ${told.parent}
    VAR    @{asked}    ${execution.id}    ${execution.action}    ${execution.action_ref}    completed    ${execution.enforcement}    ${None}
    Json Should Match    ${same}    ${asked}    message=what the frame says of the execution
    Should Be Equal    ${{ [$told.rule_ref, $told.trigger_ref] }}    ${{ [$AUTOMATION.rule.ref, $AUTOMATION.trigger.ref] }}
    Timestamps Should Be Near    ${told.updated}    ${execution.updated}    tolerance=1ms
    Timestamps Should Be Near    ${told.created}    ${execution.created}    tolerance=1ms
    Timestamps Should Be Near    ${told.started_at}    ${execution.started_at}    tolerance=1ms
    Summary    execution ${execution.id}: frame #${last.frame} at ${last.timestamp}

A Completion Carries The Whole Execution
    [Documentation]    Parameters and result are in the frame, so that nobody has to ask for them.
    [Tags]    gap:partial-object
    ${stream}=    Open Notification Stream    entity_type:execution
    ${run}=    Execute Action    ${SAY}    parameters=${{ {'message': 'in the frame'} }}
    ${last}=    Stream Should Receive    ${stream}    entity_id=${run}    status=completed    timeout=15s
    ${execution}=    Get Execution    ${run}
    VAR    ${whole}    ${{ {'config': $execution.config, 'result': $execution.result} }}
    Json Should Match    ${last.payload}    ${whole}    mode=subset    message=the frame of the completion
    Summary    execution ${run.id}: ${last.payload.result.stdout}

Many Executions At Once Are Announced Without A Loss
    [Documentation]    Twenty side by side: every transition of each, in its order, once, within a second by the platform's own
    ...    clock; the latencies are recorded.
    ${workflow}=    Create With Items Workflow    ${OK}
    ${stream}=    Open Notification Stream    entity_type:execution
    ${parent}=    Execute Action    ${workflow}    parameters=${{ {'items': list(range(20))} }}
    Stream Should Receive    ${stream}    entity_id=${parent}    status=completed    timeout=40s
    ${last}=    Stream Should Receive    ${stream}    count=20    parent=${parent.id}    status=completed
    Status Changes Should Be Announced    ${stream}    ${{ [one.entity_id for one in $last] }}    ${RUN_PATH}
    ${longest}=    Notifications Should Be Timely    ${stream}    limit=1s    parent=${parent.id}
    Summary    100 frames of ${{ len($last) }} executions, the slowest ${longest} s after its change

A Filter Lets Through What It Names And Nothing Else
    [Documentation]    Of a chain that a webhook sets off. A person's own filter gets nothing: no notification names a person.
    [Template]    Filter Should Let Through
    # filter    kinds of frames
    all    ${CHAIN_FRAMES}
    entity_type:event    event_created
    entity_type:enforcement    enforcement_created enforcement_status_changed
    notification_type:execution_created    execution_created
    notification_type:enforcement_status_changed    enforcement_status_changed
    entity_type:inquiry    ${EMPTY}
    entity:execution:999999999    ${EMPTY}
    entity_type:nothing_like_it    ${EMPTY}

An Entity Filter Follows One Execution
    [Documentation]    Of two that run side by side, the one that is named.
    ${nap}=    Execute Action    ${NAP}    parameters=${{ {'duration': 1} }}
    ${stream}=    Open Notification Stream    entity:execution:${nap.id}
    ${other}=    Run Action    ${OK}
    ${proof}=    Stream Should Receive    ${stream}    status=completed    timeout=15s
    Should Be Equal    ${proof.entity_id}    ${nap.id}
    Stream Should Not Receive    ${stream}    before=${proof}    entity_id=${other}
    Summary    execution ${nap.id} alone, while ${other.id} ran

Several Filters Deliver One Copy
    [Documentation]    Three that fit the same frames, one of them twice.
    ${stream}=    Open Notification Stream
    ...    all
    ...    entity_type:execution
    ...    notification_type:execution_created
    ...    entity_type:execution
    ${run}=    Execute Action    ${OK}
    Status Changes Should Be Announced    ${stream}    ${run}    ${RUN_PATH}    timeout=15s
    Summary    execution ${run.id}: five frames through four filters

A Filter That Was Taken Back Lets Nothing Through
    [Documentation]    What runs meanwhile is not announced; a filter set anew shows what comes after.
    ${stream}=    Open Notification Stream    entity_type:execution
    ${witness}=    Open Notification Stream    entity_type:execution
    Remove Stream Filters    ${stream}    entity_type:execution
    ${unheard}=    Execute Action    ${OK}
    Stream Should Receive    ${witness}    entity_id=${unheard}    status=completed    timeout=15s
    Let Notifications Pass    ${witness}
    Add Stream Filters    ${stream}    entity_type:execution
    ${heard}=    Execute Action    ${OK}
    ${proof}=    Stream Should Receive    ${stream}    entity_id=${heard}    status=completed    timeout=15s
    Stream Should Not Receive    ${stream}    before=${proof}    entity_id=${unheard}
    Summary    execution ${heard.id} was announced, ${unheard.id} was not

A Filter That Cannot Be Is Refused
    [Documentation]    It is named, and the connection stays.
    [Template]    Filter Should Be Refused
    # filter    words
    nonsense:x    Invalid filter 'nonsense:x': Unknown filter type: nonsense
    nothing    Invalid filter 'nothing'
    entity:execution    Invalid filter 'entity:execution'
    entity:execution:abc    Invalid filter 'entity:execution:abc'
    user:me    Invalid filter 'user:me'

A Message That Is No Order Is Complained About
    [Documentation]    The connection stays, and the next order is obeyed.
    [Template]    Order Should Be Complained About
    # text    words
    not json    Malformed message:
    {"type": "subscribe"}    Malformed message:
    {"type": "subscribe", "filter": 5}    Malformed message:
    {"type": "publish", "filter": "all"}    Malformed message:

Nobody Listens Without A Token
    [Documentation]    401, whichever way a token could have come.
    [Tags]    security
    ${refusal}=    Request Should Be Refused    401    Open Notification Stream    anonymous=${True}    error=missing_token
    Request Should Be Refused    401    Open Notification Stream    anonymous=${True}    sign_in=subprotocol    error=missing_token
    Summary    ${refusal.status} ${refusal.error}

A Tampered Token Opens No Stream
    [Documentation]    Nor does one that is for something else; the genuine one does.
    [Tags]    security
    [Template]    Connection Should Be Refused
    # way    error
    signature changed    invalid_or_expired_token
    subject changed    invalid_or_expired_token
    expiry changed    invalid_or_expired_token
    algorithm none    invalid_or_expired_token
    signed with 'secret'    invalid_or_expired_token
    refresh token    refresh_tokens_not_allowed

A Token Is Taken As Browsers Send It
    [Documentation]    Among the subprotocols; the platform answers with its own and hides the token.
    ${stream}=    Open Notification Stream    entity_type:execution    sign_in=subprotocol
    Should Be Equal    ${stream.subprotocol}    attune.v1
    Should Be Equal    ${stream.welcome['type']}    welcome
    ${run}=    Execute Action    ${OK}
    Status Changes Should Be Announced    ${stream}    ${run}    ${RUN_PATH}    timeout=15s    settle=0
    Summary    execution ${run.id} through ${stream.subprotocol}

A Connection Ends With Its Token
    [Documentation]    The platform closes it and says why; with a new token it shows what comes.
    [Tags]    security    needs:own-platform
    Start Own Platform    token_ttl=3
    ${stream}=    Open Notification Stream    entity_type:execution
    ${why}=    Stream Should End    ${stream}    code=4401    reason=token expired    timeout=20s
    Reconnect Stream    ${stream}
    ${run}=    Execute Action    core.noop
    Stream Should Receive    ${stream}    entity_id=${run}    status=completed    timeout=15s
    Summary    4401 ${why}, then execution ${run.id} by a new token

A New Connection Shows What Comes And Repeats Nothing
    [Documentation]    What ran while nobody listened is not told afterwards.
    ${stream}=    Open Notification Stream    entity_type:execution
    ${witness}=    Open Notification Stream    entity_type:execution
    Close Stream    ${stream}
    ${missed}=    Run Action    ${OK}
    Let Notifications Pass    ${witness}
    Reconnect Stream    ${stream}
    ${run}=    Execute Action    ${OK}
    ${proof}=    Stream Should Receive    ${stream}    entity_id=${run}    status=completed    timeout=15s
    Status Changes Should Be Announced    ${stream}    ${run}    ${RUN_PATH}
    Stream Should Not Receive    ${stream}    before=${proof}    entity_id=${missed}
    Summary    execution ${run.id} was announced, ${missed.id} had been missed

Everybody Hears Of One's Own Executions
    [Documentation]    Two people and the administrator listen; each of the two runs an action of one's own.
    ${ann}    ${bob}    ${admin}=    Listen As Two People
    ${run}=    Execute Action    ${HERS}    session=ann
    Status Changes Should Be Announced    ${ann}    ${run}    ${RUN_PATH}    timeout=15s    settle=0
    ${other}=    Execute Action    ${HIS}    session=bob
    Status Changes Should Be Announced    ${bob}    ${other}    ${RUN_PATH}    timeout=15s    settle=0
    Status Changes Should Be Announced    ${admin}    ${{ [$run, $other] }}    ${RUN_PATH}
    Summary    executions ${run.id} of ann and ${other.id} of bob, both to the administrator

Nobody Hears Of Another's Executions
    [Documentation]    When Bob has heard the whole of his own, which ran later, he has heard nothing of Ann's.
    [Tags]    isolation    gap:notifications-unscoped
    ${ann}    ${bob}    ${_}=    Listen As Two People
    ${run}=    Execute Action    ${HERS}    session=ann
    Stream Should Receive    ${ann}    entity_id=${run}    status=completed    timeout=15s
    ${own}=    Execute Action    ${HIS}    session=bob
    ${proof}=    Stream Should Receive    ${bob}    entity_id=${own}    status=completed    timeout=15s
    Stream Should Not Receive    ${bob}    before=${proof}    action_ref=${HERS}
    Summary    execution ${run.id} of ann is not told to bob, ${own.id} is

Nobody Listens To Another Person's Filter
    [Documentation]    The filter of one's own identity is taken, that of somebody else is refused.
    [Tags]    security    isolation
    ${ann}=    Unique User Client
    ${her}=    Get Current User    session=${ann}
    ${admin}=    Get Current User
    ${stream}=    Open Notification Stream    user:${her.id}    session=${ann}
    Run Keyword And Expect Error    Unauthorized*    Add Stream Filters    ${stream}    user:${admin.id}
    Stream Should Be Open    ${stream}
    Summary    identity ${her.id} listens to user:${her.id}, not to user:${admin.id}
