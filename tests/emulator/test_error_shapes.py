"""Errors come in the platform's different shapes."""

import pytest

PACK = {"ref": "shapes", "label": "Shapes", "version": "1.0.0"}


def test_the_ordinary_error_has_a_message_and_a_code(emulator) -> None:
    answer = emulator.call("GET", "/api/v1/packs/none_of_these")
    assert (answer.status_code, answer.json()) == (
        404,
        {"error": "Pack 'none_of_these' not found", "code": "NOT_FOUND"},
    )


@pytest.mark.parametrize(
    ("token", "message"),
    [(None, "Missing authentication token"), ("garbage", "Invalid authentication token")],
)
def test_the_token_extractor_has_a_shape_of_its_own(emulator, token, message) -> None:
    answer = emulator.call("GET", "/api/v1/packs", token=token)
    assert (answer.status_code, answer.json()) == (401, {"error": {"code": 401, "message": message}})


def test_me_without_a_token_is_an_ordinary_error(emulator) -> None:
    answer = emulator.call("GET", "/auth/me", token=None)
    assert (answer.status_code, answer.json()) == (401, {"error": "Unauthorized", "code": "UNAUTHORIZED"})


JSON = {"Content-Type": "application/json"}
INTO = "Failed to deserialize the JSON body into the target type: "


@pytest.mark.parametrize(
    ("raw", "headers", "status", "text"),
    [
        ("{", JSON, 400, "Failed to parse the request body as JSON: "),
        ("", JSON, 400, "Failed to parse the request body as JSON: EOF while parsing a value"),
        ('{"label":NaN}', JSON, 400, "Failed to parse the request body as JSON: "),
        ("{}", {"Content-Type": "text/plain"}, 415, "Expected request with `Content-Type: application/json`"),
        ("{}", JSON, 422, INTO + "missing field `ref`"),
        ("[]", JSON, 422, INTO + "invalid type: sequence, expected struct"),
        ('{"ref":5}', JSON, 422, INTO + "ref: invalid type: integer `5`, expected a string"),
        ('{"ref":"a","tags":"x"}', JSON, 422, INTO + 'tags: invalid type: string "x", expected a sequence'),
        ('{"ref":"a","tags":[1]}', JSON, 422, INTO + "tags[0]: invalid type: integer `1`, expected a string"),
        ('{"is_standard":1}', JSON, 422, INTO + "is_standard: invalid type: integer `1`, expected a boolean"),
    ],
)
def test_framework_rejections_are_plain_text(emulator, raw, headers, status, text) -> None:
    answer = emulator.call("POST", "/api/v1/packs", data=raw.encode(), headers=dict(headers))
    assert answer.status_code == status and answer.text.startswith(text)
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"


def test_broken_bounds_name_every_field(emulator) -> None:
    answer = emulator.call("POST", "/api/v1/packs", json=PACK | {"ref": "", "label": "x" * 256})
    assert answer.status_code == 422 and answer.json()["code"] == "VALIDATION_ERROR"
    first, second = answer.json()["error"].split("\n")
    assert first.startswith('Validation failed: r#ref: Validation error: length [{"min": Number(1), "max": Number(255)')
    assert second.startswith("label: Validation error: length [")


def test_broken_constraints_are_422_and_named(emulator) -> None:
    answer = emulator.call("POST", "/api/v1/packs", json=PACK | {"version": "one"})
    assert (answer.status_code, answer.json()["error"]) == (422, "Validation constraint failed: pack_version_semver")


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("/api/v1/identities/abc", "Invalid URL: Cannot parse `abc` to a `i64`"),
        ("/api/v1/packs?page=x", "Failed to deserialize query string: page: invalid digit found in string"),
        ("/api/v1/packs?page_size=-1", "Failed to deserialize query string: page_size: invalid digit found in string"),
    ],
)
def test_bad_paths_and_queries_are_plain_400(emulator, path, text) -> None:
    answer = emulator.call("GET", path)
    assert (answer.status_code, answer.text) == (400, text)


def test_unknown_query_names_and_body_fields_are_ignored(emulator) -> None:
    assert emulator.call("GET", "/api/v1/packs?limit=1&colour=red").status_code == 200
    emulator.data("POST", "/api/v1/packs", json=PACK | {"ref": "shapes_extra", "colour": "red"})


def test_a_body_beyond_two_megabytes_is_413(emulator) -> None:
    answer = emulator.call("POST", "/api/v1/packs", json=PACK | {"description": "x" * 3_000_000})
    assert (answer.status_code, answer.text) == (413, "Failed to buffer the request body: length limit exceeded")
