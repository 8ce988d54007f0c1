*** Settings ***
Documentation       Helpers that create test data, and the timers among them.

Resource            ../../../resources/attune.resource

Suite Setup         Use A Pack Of My Own
Test Timeout        60s


*** Test Cases ***
Create Simple Action Runs A Script
    ${action}=    Create Simple Action    script=echo one; echo two
    Run Action    ${action}    stdout=one\ntwo

Create Echo Action Prints Its Message
    ${echo}=    Create Echo Action
    Run Action    ${echo}    parameters=${{ {'message': 'it\'s -n "so"'} }}    stdout=it's -n "so"
    Run Action    ${echo}    parameters=${{ {'message': {'a': [1, None]}} }}    stdout={"a":[1,null]}

Create Failing Action Ends With Its Code
    ${failing}=    Create Failing Action    exit_code=127    stderr=it's gone
    Run Action    ${failing}    expect=failed    exit_code=127    stderr=it's gone

An Exit Code That Is No Failure Is Refused
    [Documentation]    FAIL exit_code is 0; it must be 1 to 255, or the action would not fail
    Create Failing Action    exit_code=0

Create Sleep Action Takes Its Time
    ${sleep}=    Create Sleep Action    duration=0.2
    Run Action    ${sleep}    stdout=slept 0.2

Create Webhook Trigger Has A Key
    ${trigger}=    Create Webhook Trigger
    Should Be True    ${trigger.webhook_enabled}
    Should Be Equal As Strings    ${trigger.webhook_key}    <secret>

Create Webhook Automation Obeys Its Criteria
    ${automation}=    Create Webhook Automation    criteria=event.payload.n > 3
    ${low}=    Fire Webhook    ${automation.trigger}    ${{ {'n': 3} }}
    ${high}=    Fire Webhook    ${automation.trigger}    ${{ {'n': 4} }}
    Wait For Execution Count    1    rule=${automation.rule}    status=completed
    Event Should Have Caused Nothing    ${low}
    Wait For Enforcement Count    1    event=${high}    operator===

Unique Ref Is Never The Same
    ${first}=    Unique Ref    webhook
    ${second}=    Unique Ref    webhook
    Should Match Regexp    ${first}    ^e2e_[a-z0-9]+_[0-9]+_[0-9]+_webhook$
    Should Not Be Equal    ${first}    ${second}

Timestamp Now And Timestamp Future Are The Platform's
    ${now}=    Timestamp Now
    ${later}=    Timestamp Future    1 hour
    ${past}=    Timestamp Future    - 1 hour
    Should Match Regexp    ${now}    ^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z$
    Should Be True    $past < $now < $later

A Time That Is None Is Refused
    [Documentation]    FAIL seconds is 'soon'; it must be a time such as 5, 1 hour or - 1 hour
    Timestamp Future    soon

Create Interval Timer, Create Cron Timer And Create Date Timer Fire
    Exclusive    timers    gap=timer-restart
    ${automation}=    Create Timer Automation    1
    ${interval}=    Create Interval Timer    2
    ${cron}=    Create Cron Timer    */2 * * * * *
    ${recurrence}=    Create RRule Timer    FREQ=SECONDLY;INTERVAL=2
    ${at}=    Timestamp Future    3
    ${date}=    Create Date Timer    ${at}
    Observe Timers    ${automation.rule}    ${interval}    ${cron}    ${date}    ${recurrence}    for=6s
    Timer Gaps Should Be    ${automation.rule}    1    minimum=4
    Timer Gaps Should Be    ${interval}    2    minimum=2
    Cron Should Have Fired Exactly    ${cron}    */2    minimum=2
    Timer Should Have Fired Once    ${date}    tolerance=2s
    ${occurrences}=    Timer Events    ${recurrence}
    Should Be Equal    ${occurrences[0].payload.type}    rrule
    ${rules}=    List Rules    action=${automation.action}
    Length Should Be    ${rules}    1
