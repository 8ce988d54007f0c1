*** Settings ***
Documentation       For each hop from a webhook to its execution a fault of the platform breaks just it: the failure names the hop and why.

Resource            ../../../resources/attune.resource
Library             faults.py

Suite Setup         Prepare
Test Teardown       Mend Everything    ${PLATFORM.url}
Test Timeout        60s


*** Test Cases ***
An Event That No Rule Hears Of
    [Documentation]    FAIL REGEXP: Chain Should Complete: event \\d+ has 0 enforcements[\\s\\S]+chain: trigger \\S+ -> event \\d+\\s+no enforcement was made: [\\s\\S]+
    Chain Should Break    event-unheard

An Enforcement That Starts Nothing
    [Documentation]    FAIL REGEXP: Chain Should Complete: event \\d+ has 1 enforcements, 0 executions[\\s\\S]+chain: trigger \\S+ -> event \\d+ -> enforcement \\d+ \\(rule \\S+\\)\\s+no execution was started: enforcement \\d+ is processed[\\s\\S]+
    Chain Should Break    enforcement-starts-nothing

An Execution That Is Not Scheduled
    [Documentation]    FAIL REGEXP: Chain Should Complete: event \\d+ has 1 enforcements, 1 executions \\(requested\\)[\\s\\S]+execution \\d+ requested[\\s\\S]+it is not scheduled: the executor has not taken it \\(workers: \\S+ is (active|busy)\\)[\\s\\S]+
    Chain Should Break    execution-never-scheduled

An Execution That Its Worker Does Not Begin
    [Documentation]    FAIL REGEXP: Chain Should Complete: event \\d+ has 1 enforcements, 1 executions \\(scheduled\\)[\\s\\S]+execution \\d+ scheduled[\\s\\S]+worker \\S+ is (active|busy) and has not begun it[\\s\\S]+
    Chain Should Break    execution-never-run

An Execution That No Worker May Take
    [Documentation]    FAIL REGEXP: [\\s\\S]+it is not scheduled: no worker may take it \\(workers: \\S+ is cordoned\\)[\\s\\S]+
    ${workers}=    List Workers
    Cordon Worker    ${workers}[0]
    Chain Should Break

*** Keywords ***
Prepare
    [Documentation]    A platform whose faults are nobody else's, and which takes what they leave with it.
    ${platform}=    Start Own Platform
    VAR    ${PLATFORM}    ${platform}    scope=SUITE
    Use A Pack Of My Own

Chain Should Break
    [Documentation]    Fires a webhook on a platform with a fault and waits for what it should lead to.
    [Arguments]    @{faults}
    ${automation}=    Create Webhook Automation
    Break The Platform    ${PLATFORM.url}    @{faults}
    ${event}=    Fire Webhook    ${automation.trigger}    {"message": "hello"}
    Chain Should Complete    event=${event}    timeout=500ms
