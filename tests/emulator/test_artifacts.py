"""Artifacts, their versions and their streams."""

import time

import pytest


@pytest.fixture
def artifact(shop) -> dict:
    body = {"ref": f"{shop.pack}.report", "scope": "pack", "owner": shop.pack, "type": "file_text"}
    return shop.post("/api/v1/artifacts", **body)


def url(artifact: dict, rest: str = "") -> str:
    return f"/api/v1/artifacts/{artifact['id']}{rest}"


def upload(shop, artifact: dict, content: bytes, **fields: str):
    files = {"file": ("x.txt", content, "text/plain")}
    return shop.emulator.call("POST", url(artifact, "/versions/upload"), files=files, data=fields)


def test_versions_are_numbered_and_the_latest_is_downloaded(shop, artifact) -> None:
    assert shop.emulator.call("GET", url(artifact, "/download")).status_code == 404
    assert upload(shop, artifact, b"first", created_by="me").json()["data"]["version"] == 1
    shop.emulator.data("POST", url(artifact, "/versions"), json={"content": {"a": [1]}})
    download = shop.emulator.call("GET", url(artifact, "/download"))
    assert (download.json(), download.headers["content-type"]) == ({"a": [1]}, "application/json")
    assert download.headers["content-disposition"] == f'attachment; filename="{shop.pack}_report_v2.json"'
    assert shop.emulator.call("GET", url(artifact, "/versions/1/download")).content == b"first"
    listed = shop.emulator.data("GET", url(artifact, "/versions"))
    assert [(v["version"], v["created_by"], v["size_bytes"]) for v in listed] == [(2, None, 9), (1, "me", 5)]


def test_bytes_come_back_as_they_went(shop, artifact) -> None:
    content = bytes(range(256)) * 20
    upload(shop, artifact, content)
    assert shop.emulator.call("GET", url(artifact, "/download")).content == content


def test_only_so_many_versions_are_kept(shop, artifact) -> None:
    for number in range(7):
        upload(shop, artifact, str(number).encode())
    assert [v["version"] for v in shop.emulator.data("GET", url(artifact, "/versions"))] == [7, 6, 5, 4, 3]
    folder = shop.emulator.directory / "data" / "artifacts" / shop.pack / "report"
    assert sorted(file.name for file in folder.iterdir()) == [f"v{n}.txt" for n in range(3, 8)]


def test_progress_grows_entry_by_entry(shop, artifact) -> None:
    made = shop.post("/api/v1/artifacts", ref=f"{shop.pack}.bar", scope="system", owner="", type="progress")
    assert made["visibility"] == "public"
    for percent in (10, 20):
        made = shop.post(url(made, "/progress"), entry={"percent": percent})
    assert made["data"] == [{"percent": 10}, {"percent": 20}]
    answer = shop.emulator.call("POST", url(artifact, "/progress"), json={"entry": 1})
    assert answer.status_code == 400 and "is type FileText, not progress" in answer.json()["error"]


def test_a_file_is_allocated_for_others_to_write(shop, artifact) -> None:
    version = shop.post(url(artifact, "/versions/file"), content_type="text/plain")
    file = shop.emulator.directory / "data" / "artifacts" / version["file_path"]
    file.write_text("written beside the API")
    assert shop.emulator.call("GET", url(artifact, "/download")).text == "written beside the API"


def test_who_may_not_read_finds_nothing(shop, artifact) -> None:
    _, token = shop.emulator.person(f"{shop.pack}@example.org")
    assert shop.emulator.call("GET", url(artifact), token=token).status_code == 404
    assert shop.emulator.call("GET", "/api/v1/artifacts", token=token).json()["items"] == []
    body = {"ref": f"{shop.pack}.theirs", "scope": "pack", "owner": shop.pack, "type": "file_text"}
    refused = shop.emulator.call("POST", "/api/v1/artifacts", token=token, json=body)
    assert (refused.status_code, refused.json()["error"]) == (
        403,
        f"Insufficient permissions: artifacts:create on owner '{shop.pack}'",
    )


def test_deleting_takes_the_files_along(shop, artifact) -> None:
    upload(shop, artifact, b"x")
    folder = shop.emulator.directory / "data" / "artifacts" / shop.pack / "report"
    assert list(folder.iterdir())
    shop.emulator.data("DELETE", url(artifact))
    assert not list(folder.iterdir()) and shop.emulator.call("GET", url(artifact)).status_code == 404


def events(answer, seconds: float = 6) -> list[tuple[str, str]]:
    """Return the events of a stream, each with the time it came, until it ends or `seconds` are over."""
    found, name, data, end = [], "", [], time.monotonic() + seconds
    for line in answer.iter_lines(decode_unicode=True):
        if line.startswith("event: "):
            name = line.removeprefix("event: ")
        elif line.startswith("data: "):
            data.append(line.removeprefix("data: "))
        elif not line and name:
            found.append((name, "\n".join(data)))
            name, data = "", []
        if time.monotonic() > end:
            break
    return found


SLOW = "for i in 1 2 3; do echo line $i; sleep 0.5; done"


def test_a_log_is_streamed_while_it_is_written(shop) -> None:
    shop.shell("slow", SLOW)
    execution = shop.execute("slow")
    path = f"/api/v1/executions/{execution}/logs/stdout/stream"
    with shop.emulator.call("GET", path, stream=True) as answer:
        found = events(answer)
    assert answer.headers["content-type"] == "text/event-stream"
    lines = [entry for entry in found if entry[0] != "waiting"]
    assert lines[0] == ("content", "line 1\n") and lines[-1] == ("done", "")
    assert "".join(text for name, text in lines if name in ("content", "append")) == "line 1\nline 2\nline 3\n"
    assert len(lines) >= 4
    with shop.emulator.call("GET", path + "?offset=7", stream=True) as answer:
        assert events(answer) == [("content", "line 2\nline 3\n"), ("done", "")]


def test_an_artifact_is_streamed_to_its_end(shop) -> None:
    shop.shell("slow", SLOW)
    execution = shop.execute("slow")
    (log,) = shop.emulator.until(lambda: shop.emulator.data("GET", f"/api/v1/executions/{execution}/artifacts"))
    with shop.emulator.call("GET", url(log, "/stream"), stream=True) as answer:
        found = events(answer)
    assert found[-1] == ("done", "")
    assert "".join(text for name, text in found if name in ("content", "append")) == "line 1\nline 2\nline 3\n"


def test_on_the_platform_a_log_stream_only_waits(real_shop) -> None:
    real_shop.shell("slow", "echo line; sleep 0.6")
    execution = real_shop.execute("slow")
    with real_shop.emulator.call("GET", f"/api/v1/executions/{execution}/logs/stdout/stream", stream=True) as answer:
        found = events(answer)
    assert {name for name, _ in found} == {"waiting", "done"}


@pytest.mark.parametrize(("path", "status"), [("/1/logs/other/stream", 400), ("/999999/logs/stdout/stream", 404)])
def test_streams_that_are_none_are_refused(shop, path, status) -> None:
    shop.script("true")
    assert shop.emulator.call("GET", f"/api/v1/executions{path}").status_code == status
    assert shop.emulator.call("GET", f"/api/v1/executions{path}", token=None).status_code == 401
