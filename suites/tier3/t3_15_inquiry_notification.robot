*** Settings ***
Documentation       T3.15 Inquiry creation notification.
...                 Questions to people, their answers and their ends are told live.
...
...                 Success: a question is announced at once with its id, its execution and until when it is open; an answer and
...                 an end without one likewise; each once; a view of what is open can be kept by notifications alone; the
...                 person who is asked hears of it, and nobody without a right to.

Resource            ../../resources/inquiry_notifications.resource

Suite Setup         Run Keywords    Prepare For Notifications    AND    Prepare For Two People

Test Tags           tier3    T3.15    notification    inquiry
Test Timeout        120s


*** Test Cases ***
A Question Is Announced With What It Is About
    [Documentation]    Once, within a second: its id, the asking execution, pending, and no end.
    ${stream}=    Open Notification Stream    entity_type:inquiry
    ${parent}    ${asked}=    Ask And Hear Of It    ${stream}
    ${inquiry}=    Get Inquiry    ${asked.entity_id}
    Should Be Equal    ${asked.notification_type}    inquiry_created
    Frame Should Tell Of The Inquiry    ${asked}    ${inquiry}
    Should Be Equal    ${asked.payload.timeout_at}    ${None}
    Stream Should Receive    ${stream}    count=1    execution=${inquiry.execution}
    ${seconds}=    Notifications Should Be Timely    ${stream}    execution=${inquiry.execution}
    Summary    inquiry ${inquiry.id} of execution ${parent.id}, told after ${seconds} s

A Question With A Limit Says Until When It Is Open
    [Documentation]    The moment in the frame is the inquiry's own.
    ${stream}=    Open Notification Stream    entity_type:inquiry
    ${_}    ${asked}=    Ask And Hear Of It    ${stream}    limit=timeout: 60,
    ${inquiry}=    Get Inquiry    ${asked.entity_id}
    Timestamps Should Be Near    ${asked.payload.timeout_at}    ${inquiry.timeout_at}    tolerance=1ms
    Timestamps Should Be Near    ${asked.payload.timeout_at}    ${asked.payload.created}    later_by=60s
    Summary    inquiry ${inquiry.id} until ${asked.payload.timeout_at}

A Question Has What A Person Needs To Answer It
    [Documentation]    The words and who is asked are in the frame, so that a view needs nothing else.
    [Tags]    gap:partial-object
    ${her}=    Get Current User    session=ann
    ${stream}=    Open Notification Stream    entity_type:inquiry
    ${_}    ${asked}=    Ask And Hear Of It    ${stream}    question={prompt: "Ship it?", assigned_to: ${her.id}}
    VAR    ${wanted}    ${{ {'prompt': 'Ship it?', 'assigned_to': $her.id} }}
    Json Should Match    ${asked.payload}    ${wanted}    mode=subset
    Summary    inquiry ${asked.entity_id}: ${asked.payload.prompt}

An Answer Is Announced Once
    [Documentation]    After its question, within a second of it; who answered goes on without asking.
    ${stream}=    Open Notification Stream    entity_type:inquiry
    ${parent}    ${asked}=    Ask And Hear Of It    ${stream}
    ${answered}=    Respond To Inquiry    ${asked.entity_id}    ${{ {'approved': True} }}
    ${heard}=    Stream Should Receive    ${stream}    entity_id=${answered}    notification_type=inquiry_responded    timeout=10s
    Frame Should Tell Of The Inquiry    ${heard}    ${answered}
    Timestamps Should Be Near    ${heard.payload.updated}    ${answered.updated}    tolerance=1ms
    Wait For Execution Status    ${parent}    completed
    Inquiry Should Have Been Announced    ${stream}    ${answered}    inquiry_created    inquiry_responded
    ${seconds}=    Notifications Should Be Timely    ${stream}    entity_id=${answered}
    Summary    inquiry ${answered.id} answered, told after ${seconds} s

A Question Made By Hand Is Announced Like Any Other
    [Documentation]    Of an execution that runs, and of no workflow.
    ${run}=    Execute Action    ${NAP}    parameters=${{ {'duration': 2} }}
    ${stream}=    Open Notification Stream    entity_type:inquiry
    ${inquiry}=    Create Inquiry    ${run}    By hand?
    ${asked}=    Stream Should Receive    ${stream}    entity_id=${inquiry}    timeout=10s
    Should Be Equal    ${asked.notification_type}    inquiry_created
    Frame Should Tell Of The Inquiry    ${asked}    ${inquiry}
    Respond To Inquiry    ${inquiry}    fine
    Stream Should Receive    ${stream}    entity_id=${inquiry}    notification_type=inquiry_responded    timeout=10s
    Inquiry Should Have Been Announced    ${stream}    ${inquiry}    inquiry_created    inquiry_responded
    Summary    inquiry ${inquiry.id} of execution ${run.id}

A Question Out Of Time Is Announced
    [Documentation]    Not before its time and within 2 s of it; a late answer is refused, and no answer is announced.
    ${stream}=    Open Notification Stream    entity_type:inquiry
    ${parent}    ${asked}=    Ask And Hear Of It    ${stream}    limit=timeout: 1,
    ${over}=    Stream Should Receive    ${stream}    notification_type=inquiry_timeout    entity_id=${asked.entity_id}    timeout=15s
    Should Be Equal    ${{ [$over.payload.status, $over.payload.execution] }}    ${{ ['timeout', $asked.payload.execution] }}
    Timestamps Should Be Near    ${over.timestamp}    ${asked.payload.timeout_at}    later_by=1s    tolerance=1s
    Request Should Be Refused    400, 409    Respond To Inquiry    ${asked.entity_id}    late
    Wait For Execution Status    ${parent}    failed
    Inquiry Should Have Been Announced    ${stream}    ${asked.entity_id}    inquiry_created    inquiry_timeout
    Summary    inquiry ${asked.entity_id} due ${asked.payload.timeout_at}, told ${over.timestamp}

Questions Side By Side Are Announced One By One
    [Documentation]    Three of one workflow, answered in another order: each with its own answer, nothing twice.
    ${stream}=    Open Notification Stream    entity_type:inquiry
    ${open}=    Ask Three And Hear Of Them    ${stream}
    Respond To Inquiry    ${open}[2]    third
    Respond To Inquiry    ${open}[0]    first
    Respond To Inquiry    ${open}[1]    second
    ${third}=    Stream Should Receive    ${stream}    entity_id=${open}[2]    notification_type=inquiry_responded    timeout=10s
    ${first}=    Stream Should Receive    ${stream}    entity_id=${open}[0]    notification_type=inquiry_responded    timeout=10s
    ${second}=    Stream Should Receive    ${stream}    entity_id=${open}[1]    notification_type=inquiry_responded    timeout=10s
    Should Be True    $third.frame < $first.frame < $second.frame
    Inquiries Should Have Been Announced    ${stream}    ${open}    inquiry_created    inquiry_responded
    Summary    inquiries ${open}, the last answered first

A View Of Open Questions Can Be Kept By Notifications Alone
    [Documentation]    Of three one is answered and one runs out of time: what the frames leave open is what the platform lists.
    ${stream}=    Open Notification Stream    entity_type:inquiry
    ${_}    ${short}=    Ask And Hear Of It    ${stream}    limit=timeout: 1,
    ${_}    ${long}=    Ask And Hear Of It    ${stream}    after=${short}
    ${_}    ${answered}=    Ask And Hear Of It    ${stream}    after=${long}
    Respond To Inquiry    ${answered.entity_id}    done
    Stream Should Receive    ${stream}    notification_type=inquiry_responded    entity_id=${answered.entity_id}    timeout=10s
    Stream Should Receive    ${stream}    notification_type=inquiry_timeout    entity_id=${short.entity_id}    timeout=15s
    VAR    @{asked}    ${short.entity_id}    ${long.entity_id}    ${answered.entity_id}
    ${view}=    Open By Frames    ${stream}    ${asked}
    Pending Among Should Be    ${asked}    ${view}
    Should Be Equal    ${view}    ${{ [$long.entity_id] }}
    Summary    of inquiries ${asked} ${view} is open

A Filter Follows What It Names
    [Documentation]    Created questions only, answers only, one question only; a second round proves that no others come.
    [Template]    Inquiry Filter Should Let Through
    # filter    kinds of frames about the inquiry
    entity_type:inquiry    inquiry_created inquiry_responded
    notification_type:inquiry_created    inquiry_created
    notification_type:inquiry_responded    inquiry_responded
    notification_type:inquiry_timeout    ${EMPTY}
    entity_type:execution    ${EMPTY}

One Question Is Followed By Its Own Filter
    [Documentation]    Of two that are open, the answer to the one that is named.
    ${witness}=    Open Notification Stream    entity_type:inquiry
    ${_}    ${one}=    Ask And Hear Of It    ${witness}
    ${_}    ${other}=    Ask And Hear Of It    ${witness}    after=${one}
    ${stream}=    Open Notification Stream    entity:inquiry:${one.entity_id}
    Respond To Inquiry    ${other.entity_id}    other
    Respond To Inquiry    ${one.entity_id}    one
    ${proof}=    Stream Should Receive    ${stream}    notification_type=inquiry_responded    timeout=10s
    Should Be Equal    ${proof.entity_id}    ${one.entity_id}
    Stream Should Not Receive    ${stream}    before=${proof}    entity_id=${other.entity_id}
    Summary    inquiry ${one.entity_id} alone, while ${other.entity_id} was answered

Who Is Asked Hears Of The Question And Of Its Answer
    [Documentation]    A question to Ann, of a workflow of the administrator's.
    ${ann}    ${_}    ${admin}=    Listen As Two People    entity_type:inquiry
    ${her}=    Get Current User    session=ann
    ${_}    ${asked}=    Ask And Hear Of It    ${admin}    question={prompt: "Ann?", assigned_to: ${her.id}}
    Stream Should Receive    ${ann}    notification_type=inquiry_created    entity_id=${asked.entity_id}    timeout=10s
    Respond To Inquiry    ${asked.entity_id}    yes    session=ann
    Stream Should Receive    ${ann}    notification_type=inquiry_responded    entity_id=${asked.entity_id}    timeout=10s
    Inquiry Should Have Been Announced    ${ann}    ${asked.entity_id}    inquiry_created    inquiry_responded
    Summary    inquiry ${asked.entity_id} told to identity ${her.id}

Nobody Hears Of Another Person's Question
    [Documentation]    When Bob has heard of his own, which was asked later, he has heard nothing of Ann's.
    [Tags]    isolation    gap:notifications-unscoped
    ${_}    ${bob}    ${admin}=    Listen As Two People    entity_type:inquiry
    ${her}=    Get Current User    session=ann
    ${him}=    Get Current User    session=bob
    ${_}    ${hers}=    Ask And Hear Of It    ${admin}    question={prompt: "Ann?", assigned_to: ${her.id}}
    ${_}    ${his}=    Ask And Hear Of It    ${admin}    question={prompt: "Bob?", assigned_to: ${him.id}}    after=${hers}
    ${proof}=    Stream Should Receive    ${bob}    entity_id=${his.entity_id}    timeout=10s
    Stream Should Not Receive    ${bob}    before=${proof}    entity_id=${hers.entity_id}
    Summary    inquiry ${hers.entity_id} is not told to bob, ${his.entity_id} is
