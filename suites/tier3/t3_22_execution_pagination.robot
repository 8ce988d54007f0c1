*** Settings ***
Documentation       T3.22 Execution history pagination.
...                 Read page by page, a list is complete and nothing comes twice.
...
...                 Success: pages have the size that was asked for, the total is right, no gaps and no repetitions, newest
...                 first; a page beyond the end is empty, and odd numbers are answered and not failed on.

Resource            ../../resources/paging.resource

Suite Setup         Prepare Lists To Page Through

Test Tags           tier3    T3.22    paging
Test Timeout        300s


*** Variables ***
${EXECUTIONS}       /api/v1/executions


*** Test Cases ***
A Hundred Executions Come In Five Pages Of Twenty
    [Documentation]    Twenty each, together the hundred that were started and no other, none twice, newest first, total 100.
    ${items}=    Pages Should Be Complete
    ...    ${EXECUTIONS}
    ...    of=${HUNDRED}
    ...    size=20
    ...    filters=action_ref=${ACTION.ref}
    ...    order=created descending
    Summary    ${{ len($items) }} executions from ${items}[0][created] back to ${items}[-1][created]

Any Size Of Page Gives The Same List
    [Documentation]    The elements and their order are those of the whole list, however it is cut.
    [Template]    Cut Should Give The Same List
    # size
    100
    33
    7
    1

Pages Beyond The End Are Empty
    [Documentation]    200 with no rows and the right total, however far beyond.
    [Template]    Page Should Be Answered
    # path    query    rows    what it tells
    ${EXECUTIONS}    action_ref=${ACTION.ref}&per_page=20&page=6&include_total=true    0    total_items=100&has_next=False
    ${EXECUTIONS}    action_ref=${ACTION.ref}&per_page=100&page=2&include_total=true    0    total_items=100&total_pages=1
    ${EXECUTIONS}    action_ref=${ACTION.ref}&per_page=20&page=1000000    0    page=1000000&has_next=False

A Page Holds A Hundred Rows At Most
    [Documentation]    There are 105: whatever more is asked for, a page has its hundred.
    [Template]    Page Should Be Answered
    # path    query    rows
    ${EXECUTIONS}    pack_name=${PACK.ref}&per_page=100    100
    ${EXECUTIONS}    pack_name=${PACK.ref}&per_page=101    100
    ${EXECUTIONS}    pack_name=${PACK.ref}&per_page=1000    100
    ${EXECUTIONS}    pack_name=${PACK.ref}&per_page=4294967295    100

Without A Size A Page Has Twenty Rows
    [Documentation]    And without a number it is the first.
    [Template]    Page Should Be Answered
    # path    query    rows    what it tells
    ${EXECUTIONS}    action_ref=${ACTION.ref}    20    page=1&page_size=20&has_next=True
    ${EXECUTIONS}    action_ref=${ACTION.ref}&page=5    20    page=5&page_size=20&has_next=False

What Is No Number Is Refused
    [Documentation]    400, and the answer names the parameter.
    [Template]    Page Should Be Refused
    # path    query    name
    ${EXECUTIONS}    page=-1    page
    ${EXECUTIONS}    page=two    page
    ${EXECUTIONS}    page=1.5    page
    ${EXECUTIONS}    per_page=-5    per_page
    ${EXECUTIONS}    per_page=99999999999999999999    per_page
    /api/v1/rules    page_size=many    page_size
    /api/v1/inquiries    offset=-1    offset

Filters Count Before Pages Do
    [Documentation]    The total is that of what fits, and each page is full.
    [Template]    List Should Come In Pages
    # path    of    filters    order
    ${EXECUTIONS}    ${OWN.execution}    action_ref=${OWN.used.action.ref}    created descending
    ${EXECUTIONS}    ${OWN.execution}    rule_ref=${OWN.used.rule.ref}    created descending
    ${EXECUTIONS}    ${OWN.execution}    trigger_ref=${OWN.used.trigger.ref}    created descending
    ${EXECUTIONS}    ${OWN.execution}    pack_name=${OWN.used.action.pack_ref}&status=completed    created descending

Records Come In Pages
    [Documentation]    Events and enforcements newest first, with their totals; the steps of an execution as well.
    [Template]    List Should Come In Pages
    # path    of    filters    order
    /api/v1/events    ${OWN.event}    trigger_ref=${OWN.used.trigger.ref}    created descending
    /api/v1/enforcements    ${OWN.enforcement}    rule_ref=${OWN.used.rule.ref}    created descending
    /api/v1/inquiries    ${OWN.inquiry}    assigned_to=${OWN.person.id}
    /api/v1/queues/${OWN.queue}[0][ref]/items    ${OWN.item}

Definitions Come In Pages
    [Documentation]    Every list that a pack has, and those that are narrowed by an owner or a word.
    [Template]    List Should Come In Pages
    # path    of    filters    order    key
    /api/v1/packs/${OWN.pack.ref}/actions    ${{ $OWN.action + $OWN.workflow }}    key=ref
    /api/v1/packs/${OWN.pack.ref}/triggers    ${OWN.trigger}
    /api/v1/packs/${OWN.pack.ref}/sensors    ${OWN.sensor}
    /api/v1/packs/${OWN.pack.ref}/rules    ${OWN.rule}
    /api/v1/packs/${OWN.pack.ref}/workflows    ${OWN.workflow}
    /api/v1/workflows    ${OWN.workflow}    pack_ref=${OWN.pack.ref}
    /api/v1/actions/${OWN.action}[0][ref]/rules    ${OWN.rule}
    /api/v1/triggers/${OWN.trigger}[0][ref]/rules    ${OWN.rule}
    /api/v1/queues    ${OWN.queue}    search=${OWN.pack.ref}
    /api/v1/keys    ${OWN.key}    owner_type=pack&owner=${OWN.pack.id}    ref ascending    ref
    /api/v1/artifacts    ${OWN.artifact}    scope=pack&owner=${OWN.pack.ref}    created descending

Every List Of The Platform Has Pages
    [Documentation]    A page of one row, and more behind it.
    [Template]    Page Should Be Answered
    # path    query    rows    what it tells
    /api/v1/packs    page_size=1    1    page=1&page_size=1&has_next=True
    /api/v1/actions    page_size=1    1    page=1&page_size=1&has_next=True
    /api/v1/triggers    page_size=1    1    page=1&page_size=1&has_next=True
    /api/v1/triggers/enabled    page_size=1    1    page=1&page_size=1&has_next=True
    /api/v1/sensors    page_size=1    1    page=1&page_size=1&has_next=True
    /api/v1/rules    page_size=1    1    page=1&page_size=1&has_next=True
    /api/v1/rules/enabled    page_size=1    1    page=1&page_size=1&has_next=True
    /api/v1/workflows    page_size=1    1    page=1&page_size=1&has_next=True
    /api/v1/runtimes    page_size=1    1    page=1&page_size=1&has_next=True
    /api/v1/identities    page_size=1    1    page=1&page_size=1&has_next=True
    /api/v1/inquiries/status/pending    page_size=1    1    page=1&page_size=1&has_next=True
    /api/v1/executions/status/completed    page_size=1    1    page=1&page_size=1&has_next=True
    /api/v1/audit-events    per_page=1    1    page=1&page_size=1&has_next=True
    /api/v1/history/execution    page_size=1    1    page=1&page_size=1&has_next=True

The Page After A Capped One Goes On Where That Ended
    [Documentation]    Whoever asks for 200 gets a hundred, and on the second page the other five.
    [Tags]    gap:paging
    [Template]    Page Should Be Answered
    # path    query    rows    what it tells
    ${EXECUTIONS}    pack_name=${PACK.ref}&per_page=200    100    page_size=100&has_next=True
    ${EXECUTIONS}    pack_name=${PACK.ref}&per_page=200&page=2    5    page_size=100&has_next=False

Every List Bounds Its Pages
    [Documentation]    The size that is answered is the one that was given: a hundred at most, and never none.
    [Tags]    gap:paging
    [Template]    Page Should Be Answered
    # path    query    rows    what it tells
    ${EXECUTIONS}    action_ref=${ACTION.ref}&per_page=0    1    page_size=1
    ${EXECUTIONS}    action_ref=${ACTION.ref}&page=0&per_page=5    5    page=1
    /api/v1/events    trigger_ref=${OWN.used.trigger.ref}&per_page=1000    5    page_size=100
    /api/v1/enforcements    rule_ref=${OWN.used.rule.ref}&per_page=1000    5    page_size=100
    /api/v1/keys    owner_type=pack&owner=${OWN.pack.id}&per_page=1000    5    page_size=100
    /api/v1/queues    search=${OWN.pack.ref}&per_page=1000    5    page_size=100
    /api/v1/packs/${OWN.pack.ref}/rules    page_size=0    1    page_size=1

Page Zero Of Events Is The First
    [Documentation]    As it is of every other list.
    [Tags]    gap:paging
    ${page}=    Page Should Have    /api/v1/events    trigger_ref=${OWN.used.trigger.ref}&page=0&include_total=true    5    page=1
    Summary    page 0 is page ${page.page} with ${page.total_items} events

Totals Count What May Be Seen
    [Documentation]    Two people have keys of their own: each has pages of one's own keys, and a total of those alone.
    [Tags]    gap:paging
    Open Ordinary User    alias=ann
    Open Ordinary User    alias=bob
    ${of_ann}=    Three Keys Of A Person    ann
    Three Keys Of A Person    bob
    ${keys}=    Pages Should Be Complete
    ...    /api/v1/keys
    ...    of=${of_ann}
    ...    size=2
    ...    filters=owner_type=identity
    ...    key=ref
    ...    session=ann
    Summary    ann has ${{ len($keys) }} keys on two pages, whatever others have
