*** Settings ***
Documentation       T2.8 Retry policy execution: pauses.
...                 Between two attempts lies a pause, which grows as the policy says.
...
...                 Success: from each end to the next start it takes as long as ``delay``, ``backoff`` and ``max_delay`` say,
...                 and not much longer.

Resource            ../../resources/retries.resource

Suite Setup         Prepare For Retries

Test Tags           tier2    T2.8    workflow    failure
Test Timeout        300s


*** Test Cases ***
The Pauses Grow As The Policy Says
    [Documentation]    A task that never succeeds: from each end to the next start, neither less nor much more than its pause.
    [Template]    Pauses Should Be
    # retry policy    seconds
    count: 2, delay: 1    1 1
    count: 2, delay: 1, backoff: linear    1 2
    count: 3, delay: 1, backoff: exponential    1 2 4
    count: 2, delay: 1, backoff: exponential, max_delay: 1    1 1
    count: 1, delay: 3, backoff: constant, max_delay: 1    1
