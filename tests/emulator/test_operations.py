"""Known and unknown paths, and the document that describes the API."""

import pytest

from attune_emulator.http.operations import known_operations
from attune_emulator.http.routes import Route, Table


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/api/v1/nothing", 404),
        ("GET", "/api/v1/packs/", 404),
        ("GET", "/", 404),
        ("PATCH", "/api/v1/rules/x.y", 405),
        ("DELETE", "/health", 405),
    ],
)
def test_unknown_paths_and_methods_have_empty_bodies(emulator, method, path, status) -> None:
    answer = emulator.call(method, path)
    assert (answer.status_code, answer.content) == (status, b"")


def test_known_operations_that_nobody_built_are_501(emulator) -> None:
    answer = emulator.call("GET", "/docs")
    assert answer.status_code == 501 and answer.json()["code"] == "NOT_IMPLEMENTED"
    assert "GET /docs" in answer.json()["error"]


def _handler() -> None: ...


def _route(path: str) -> Route:
    return Route("GET", path, _handler, "t", True, None, None, {})  # type: ignore[arg-type]  # why: never called here


def test_literal_segments_win_over_parameters() -> None:
    table = Table([_route("/a/{ref}"), _route("/a/enabled"), _route("/a/{ref}/b"), _route("/f/{*path}")], [])
    assert {p: table.find(p).methods["GET"].path for p in ("/a/enabled", "/a/x", "/a/enabled/b", "/f/x/y")} == {
        "/a/enabled": "/a/enabled",
        "/a/x": "/a/{ref}",
        "/a/enabled/b": "/a/{ref}/b",
        "/f/x/y": "/f/{*path}",
    }
    assert table.find("/f/x/y").values == ("x/y",)
    assert table.find("/a/x%2Fy").values == ("x/y",)
    assert table.find("/a") is None and table.find("/a/x/") is None


def test_no_operation_is_listed_twice_under_other_names_of_its_parameters(emulator) -> None:
    listed = emulator.data("GET", "/_emulator/operations", token=None)
    shapes = [(operation["method"], _shape(operation["path"])) for operation in listed]
    assert sorted({shape for shape in shapes if shapes.count(shape) > 1}) == []


def test_the_document_describes_what_is_built_and_nothing_else(emulator) -> None:
    document = emulator.data("GET", "/api-spec/openapi.json", token=None)
    described = {(method.upper(), path) for path, item in document["paths"].items() for method in item}
    known = {(method, path.replace("{*", "{")) for method, path in known_operations()}
    shapes = {(method, _shape(path)) for method, path in known}
    assert ("POST", "/api/v1/packs") in described
    assert [d for d in described if (d[0], _shape(d[1])) not in shapes] == []
    body = document["components"]["schemas"]["CreatePack"]
    assert body["required"] == ["ref", "label", "version"] and body["properties"]["ref"]["maxLength"] == 255


def _shape(path: str) -> str:
    return "/".join("{}" if part.startswith("{") else part for part in path.split("/"))
