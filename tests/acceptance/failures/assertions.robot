*** Settings ***
Documentation       Assertions that fail: every difference with its path, every refusal with its reason.

Resource            ../../../resources/attune.resource

Test Timeout        60s


*** Test Cases ***
Differences Are Told With Their Paths
    [Documentation]    FAIL the JSON values do not match: 3 differences
    ...    ${SPACE}${SPACE}$.user.id: is 1 (integer), wanted '1' (string)
    ...    ${SPACE}${SPACE}$.user.tags[1]: is missing, wanted 'b' (string)
    ...    ${SPACE}${SPACE}$.extra: is true (boolean), wanted to be absent
    Json Should Match    {"user": {"id": 1, "tags": ["a"]}, "extra": true}    {"user": {"id": "1", "tags": ["a", "b"]}}

A Message Of One's Own Goes First
    [Documentation]    FAIL GLOB: the payload is lost: 1 difference\n*$.a: is missing, wanted 1 (integer)
    Json Should Match    {}    {"a": 1}    message=the payload is lost

A Request That Was Obeyed
    [Documentation]    FAIL Request Should Be Refused: 'List Packs' was obeyed, wanted 403 or 404
    Request Should Be Refused    403, 404    List Packs

A Request Refused Otherwise
    [Documentation]    FAIL REGEXP: Request Should Be Refused: 'Get Pack' was to be refused with 403, but GET /api/v1/packs/absent answered 404, expected 2xx .*
    Request Should Be Refused    403    Get Pack    absent

A Request Refused For Another Reason
    [Documentation]    FAIL REGEXP: Request Should Be Refused: the error of 'Get Pack' does not contain 'secret': GET .*
    Request Should Be Refused    404    Get Pack    absent    error=secret

A Status That Was Not Expected
    [Documentation]    FAIL REGEXP: GET /health answered 200, expected 404 [\\s\\S]+
    Send Request    GET    /health    anonymous=True    expected_status=404

A Health That Lacks A Runtime
    [Documentation]    FAIL GLOB: Services Should Be Healthy: no active worker has the runtime cobol (there are: *)
    Services Should Be Healthy    runtimes=shell, cobol
