"""Packs as files: archives that may be hostile, registration, components, tests."""

import io
import tarfile
from collections.abc import Callable

import pytest

SET = "ref: {ref}.readers\nlabel: Readers\ngrants:\n  - {resource: packs, actions: [read]}\n"
RUNTIME = "ref: {ref}.shell\nname: My Shell\nexecution_config: {interpreter: {binary: /bin/sh}}\n"
FILES = {
    "pack.yaml": "ref: {ref}\nname: Label\nlabel: ignored\nversion: 1.2.3\ndescription: d\nkeywords: [k]\n"
    "config_schema: {a: {type: string}}\nmetadata: {m: 1}\nruntime_deps: [shell]\ndependencies: [core]\n"
    "config: {a: ignored}\nis_standard: true\n",
    "permission_sets/readers.yaml": SET,
    "runtimes/shell.yaml": RUNTIME,
    "actions/run.sh": "#!/bin/sh\necho hi\n",
}


def archive(
    ref: str, files: dict[str, str] | None = None, tamper: Callable[[tarfile.TarFile], None] | None = None
) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as tar:
        for name, text in (FILES if files is None else files).items():
            raw = text.replace("{ref}", ref).encode()
            info = tarfile.TarInfo(name)
            info.size, info.mode = len(raw), 0o755 if name.endswith(".sh") else 0o644
            tar.addfile(info, io.BytesIO(raw))
        if tamper:
            tamper(tar)
    return buffer.getvalue()


def upload(emulator, raw: bytes, token: str | None = "admin", **fields: str):
    files = {"pack": ("pack.tar.gz", raw, "application/gzip")}
    return emulator.call("POST", "/api/v1/packs/upload", token=token, files=files, data=fields)


def pack_dir(emulator, ref: str):
    return emulator.directory / "data" / "packs" / ref


def test_an_upload_makes_the_pack_its_components_and_its_files(emulator) -> None:
    answer = upload(emulator, archive("uploaded"))
    assert answer.status_code == 201 and answer.json()["message"] == "Pack uploaded and registered successfully"
    data = answer.json()["data"]
    assert (data["test_result"], data["tests_skipped"]) == (None, False)
    pack = data["pack"]
    read = {"label": "Label", "version": "1.2.3", "tags": ["k"], "conf_schema": {"a": {"type": "string"}}}
    read |= {"meta": {"m": 1}, "runtime_deps": ["shell"], "dependencies": ["core"]}
    ignored = {"config": {}, "is_standard": False}
    assert {name: pack[name] for name in read | ignored} == read | ignored
    sets = emulator.call("GET", "/api/v1/permissions/sets?pack_ref=uploaded").json()
    assert [row["ref"] for row in sets] == ["uploaded.readers"]
    assert emulator.data("GET", "/api/v1/runtimes/uploaded.shell")["name"] == "My Shell"
    script = pack_dir(emulator, "uploaded") / "actions" / "run.sh"
    assert script.read_text() == "#!/bin/sh\necho hi\n" and script.stat().st_mode & 0o111


def test_the_pack_may_lie_one_folder_down(emulator) -> None:
    files = {f"folder/{name}": text for name, text in FILES.items()}
    assert upload(emulator, archive("one_down", files)).status_code == 201
    assert (pack_dir(emulator, "one_down") / "pack.yaml").is_file()


def _link(tar: tarfile.TarFile, kind: bytes, target: str) -> None:
    info = tarfile.TarInfo("actions/link")
    info.type, info.linkname = kind, target
    tar.addfile(info)


def _file(tar: tarfile.TarFile, name: str) -> None:
    info = tarfile.TarInfo(name)
    info.size = 4
    tar.addfile(info, io.BytesIO(b"evil"))


def _device(tar: tarfile.TarFile) -> None:
    info = tarfile.TarInfo("actions/null")
    info.type, info.devmajor, info.devminor = tarfile.CHRTYPE, 1, 3
    tar.addfile(info)


@pytest.mark.parametrize(
    "tamper",
    [
        lambda tar: _file(tar, "../escaped"),
        lambda tar: _file(tar, "actions/../../escaped"),
        lambda tar: _file(tar, "/tmp/attune_emulator_escaped"),
        lambda tar: _link(tar, tarfile.SYMTYPE, "/etc/passwd"),
        lambda tar: _link(tar, tarfile.LNKTYPE, "pack.yaml"),
        _device,
    ],
    ids=["parent", "parent inside", "absolute", "symlink", "hard link", "device"],
)
def test_hostile_members_are_refused_and_nothing_is_left(emulator, tamper) -> None:
    answer = upload(emulator, archive("hostile", tamper=tamper))
    assert answer.status_code == 400 and answer.json()["error"].startswith("Failed to extract pack archive: ")
    assert emulator.call("GET", "/api/v1/packs/hostile").status_code == 404
    assert not pack_dir(emulator, "hostile").exists() and not list(emulator.directory.rglob("escaped"))
    assert not list((emulator.directory / "data").glob("pack-*"))


def test_too_many_files_are_refused(emulator) -> None:
    files = FILES | {f"lib/f{number}": "" for number in range(10_001)}
    answer = upload(emulator, archive("crowded", files))
    assert answer.status_code == 400 and "more than 10000 files" in answer.json()["error"]


def test_a_file_that_unpacks_to_more_than_fifty_megabytes_is_refused(emulator) -> None:
    answer = upload(emulator, archive("bomb", FILES | {"lib/zeros": "\0" * (51 * 1024 * 1024)}))
    assert answer.status_code == 400 and "larger than 50 MB" in answer.json()["error"]


@pytest.mark.parametrize(
    ("document", "error"),
    [
        ("version: 1.0.0\n", "Missing 'ref' field in pack.yaml"),
        ("ref: lacking\n", "Missing 'version' field in pack.yaml"),
        ("ref: ../../lacking\nversion: 1.0.0\n", "Validation constraint failed: pack_ref_format"),
        ("ref: [\n", "Failed to parse pack.yaml: invalid YAML"),
    ],
)
def test_a_bad_pack_yaml_is_refused(emulator, document, error) -> None:
    answer = upload(emulator, archive("lacking", {"pack.yaml": document}))
    assert answer.status_code in (400, 422) and answer.json()["error"].startswith(error)


def test_a_refused_upload_destroys_nothing_but_on_the_platform(emulator, platform_like) -> None:
    for each, kept in ((emulator, True), (platform_like, False)):
        upload(each, archive("refused"))
        assert upload(each, archive("refused")).status_code == 409
        assert pack_dir(each, "refused").exists() is kept
        assert not list((each.directory / "data").glob("pack-*"))


def test_an_existing_pack_needs_force(emulator) -> None:
    first = upload(emulator, archive("again")).json()["data"]["pack"]
    emulator.data("PUT", "/api/v1/packs/again", json={"config": {"a": "kept"}})
    refused = upload(emulator, archive("again"))
    assert refused.status_code == 409
    changed = FILES | {"pack.yaml": FILES["pack.yaml"].replace("1.2.3", "2.0.0")}
    del changed["permission_sets/readers.yaml"]
    second = upload(emulator, archive("again", changed), force="true").json()["data"]["pack"]
    assert (second["id"], second["version"], second["config"]) == (first["id"], "2.0.0", {"a": "kept"})
    assert emulator.call("GET", "/api/v1/permissions/sets?pack_ref=again").json() == []
    assert pack_dir(emulator, "again").is_dir()


def test_a_bad_component_does_not_keep_the_others_out(emulator) -> None:
    files = FILES | {"runtimes/bad.yaml": "name: [", "runtimes/refless.yaml": "name: x\n"}
    assert upload(emulator, archive("half", files)).status_code == 201
    assert emulator.call("GET", "/api/v1/runtimes/half.shell").ok


def test_deleting_the_pack_takes_its_files_and_components(emulator) -> None:
    upload(emulator, archive("shortlived"))
    emulator.data("DELETE", "/api/v1/packs/shortlived")
    assert not pack_dir(emulator, "shortlived").exists()
    assert emulator.call("GET", "/api/v1/runtimes/shortlived.shell").status_code == 404
    assert emulator.call("GET", "/api/v1/permissions/sets?pack_ref=shortlived").json() == []


def on_disk(tmp_path, ref: str, files: dict[str, str]):
    for name, text in files.items():
        file = tmp_path / ref / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text.replace("{ref}", ref))
    return tmp_path / ref


def test_a_directory_is_registered_or_installed(emulator, tmp_path) -> None:
    for ref, path, status in (("by_path", "register", 201), ("by_source", "install", 200)):
        place = str(on_disk(tmp_path, ref, FILES))
        answer = emulator.call("POST", f"/api/v1/packs/{path}", json={"path": place, "source": place})
        assert answer.status_code == status, answer.text
        assert emulator.data("GET", f"/api/v1/packs/{ref}")["label"] == "Label"
    archived = tmp_path / "archived.tar.gz"
    archived.write_bytes(archive("by_archive"))
    assert emulator.call("POST", "/api/v1/packs/install", json={"source": str(archived)}).status_code == 200


@pytest.mark.parametrize(
    ("files", "status"), [(None, 400), ({"readme.md": "x"}, 400), ({"pack.yaml": "ref: ["}, 500), (FILES, 201)]
)
def test_registering_a_path_judges_what_lies_there(emulator, tmp_path, files, status) -> None:
    place = on_disk(tmp_path, "judged", files) if files else tmp_path / "nowhere"
    assert emulator.call("POST", "/api/v1/packs/register", json={"path": str(place)}).status_code == status


def test_packs_are_registered_in_a_batch_each_on_its_own(emulator, tmp_path) -> None:
    on_disk(tmp_path, "batched", FILES)
    body = {"packs_base_dir": str(tmp_path), "pack_paths": ["batched", "missing"]}
    result = emulator.data("POST", "/api/v1/packs/register-batch", json=body)
    assert [pack["pack_ref"] for pack in result["registered_packs"]] == ["batched"]
    assert [pack["pack_path"] for pack in result["failed_packs"]] == ["missing"]
    counts = {"total_packs": 2, "success_count": 1, "failure_count": 1, "total_components": 2}
    assert {name: result["summary"][name] for name in counts} == counts


TESTED = FILES | {
    "pack.yaml": FILES["pack.yaml"]
    + "testing: {discovery: {method: directory}, runners: {shell: {type: script, entry_point: tests/run.sh}}}\n",
    "tests/run.sh": "echo tested; exit ${CODE:-0}\n",
}


def test_a_packs_tests_are_run_and_remembered(emulator) -> None:
    upload(emulator, archive("tested", TESTED), skip_tests="true")
    result = emulator.data("POST", "/api/v1/packs/tested/test")
    assert (result["status"], result["totalTests"], result["passed"], result["passRate"]) == ("passed", 1, 1, 1.0)
    assert result["testSuites"][0]["testCases"][0]["stdout"] == "tested\n"
    (run,) = emulator.call("GET", "/api/v1/packs/tested/tests").json()["items"]
    assert (run["triggerReason"], run["result"]) == ("manual", result)
    assert emulator.data("GET", "/api/v1/packs/tested/tests/latest")["id"] == run["id"]


def test_a_failing_test_is_counted(emulator) -> None:
    failing = TESTED | {"tests/run.sh": "echo wrong >&2; exit 3\n"}
    upload(emulator, archive("failing", failing), skip_tests="true")
    result = emulator.data("POST", "/api/v1/packs/failing/test")
    case = result["testSuites"][0]["testCases"][0]
    assert (result["status"], result["failed"], case["errorMessage"]) == ("failed", 1, "exit code 3")


def test_registration_with_tests_is_refused_as_on_the_platform(emulator) -> None:
    refused = upload(emulator, archive("with_tests", TESTED))
    assert refused.status_code == 400 and "valid_trigger_reason" in refused.json()["error"]
    assert emulator.call("GET", "/api/v1/packs/with_tests").status_code == 404
    assert upload(emulator, archive("with_tests", TESTED), force="true").status_code == 201


def test_a_bad_test_configuration_names_what_is_missing(emulator) -> None:
    files = TESTED | {"pack.yaml": FILES["pack.yaml"] + "testing: {discovery: {method: directory}}\n"}
    refused = upload(emulator, archive("misconfigured", files))
    assert refused.status_code == 400 and "missing field `runners`" in refused.json()["error"]
    assert upload(emulator, archive("misconfigured", files), skip_tests="true").status_code == 201
    assert emulator.call("POST", "/api/v1/packs/misconfigured/test").status_code == 500


def test_a_pack_without_tests_cannot_be_tested(emulator) -> None:
    upload(emulator, archive("untested"))
    assert emulator.call("POST", "/api/v1/packs/untested/test").status_code == 400
    assert emulator.call("GET", "/api/v1/packs/untested/tests/latest").status_code == 404


def test_an_uploaded_pack_is_its_uploaders_unless_the_gap_is_on(emulator, platform_like) -> None:
    for target, status in ((emulator, 404), (platform_like, 200)):
        _, reader = target.person("pack_reader", "core.viewer")
        assert upload(target, archive("shared")).status_code == 201
        assert target.call("GET", "/api/v1/packs/shared", token=reader).status_code == status
        assert target.call("GET", "/api/v1/packs/shared").status_code == 200


def test_anything_that_is_no_archive_is_refused(emulator) -> None:
    assert upload(emulator, b"not a tarball").status_code == 400
    answer = emulator.call("POST", "/api/v1/packs/upload", files={"other": ("x", b"x")})
    assert answer.json()["error"] == "Missing required 'pack' field in multipart upload"
    assert emulator.call("POST", "/api/v1/packs/upload", json={}).status_code == 400


def test_dependencies_of_packs_are_told(emulator, tmp_path) -> None:
    needy = {"pack.yaml": "ref: {ref}\nversion: 1.0.0\ndependencies: [core, absent@2.0.0]\n", "requirements.txt": "x\n"}
    place = str(on_disk(tmp_path, "needy", needy))
    told = emulator.data("POST", "/api/v1/packs/dependencies", json={"pack_paths": [place, "/nowhere"]})
    assert [(d["pack_ref"], d["already_installed"]) for d in told["dependencies"]] == [
        ("core", True),
        ("absent", False),
    ]
    assert [(d["pack_ref"], d["version_spec"]) for d in told["missing_dependencies"]] == [("absent", "2.0.0")]
    assert set(told["runtime_requirements"]["needy"]) == {"pack_ref", "python"}
    assert [error["pack_path"] for error in told["errors"]] == ["/nowhere"]


GRAPH = "version: 1.0.0\ntasks:\n  - {name: a, action: core.noop}\n"
INVALID = "version: 1.0.0\ntasks:\n  - {name: a}\n"
WORKFLOWS = {
    "pack.yaml": "ref: {ref}\nversion: 1.0.0\n",
    "actions/flow.yaml": "ref: {ref}.flow\nlabel: Flow\nworkflow_file: workflows/flow.workflow.yaml\n",
    "actions/workflows/flow.workflow.yaml": GRAPH,
    "actions/broken.yaml": "ref: {ref}.broken\nlabel: Broken\nworkflow_file: workflows/broken.workflow.yaml\n",
    "actions/workflows/broken.workflow.yaml": INVALID,
    "actions/gone.yaml": "ref: {ref}.gone\nlabel: Gone\nworkflow_file: workflows/gone.workflow.yaml\n",
    "actions/workflows/lone.workflow.yaml": GRAPH,
    "workflows/top.yaml": "ref: {ref}.top\nlabel: Top\n" + GRAPH,
    "workflows/invalid.yaml": INVALID,
    "workflows/no_yaml.yaml": "[",
}


def refs_in(emulator, ref: str, kind: str) -> list[str]:
    items = emulator.call("GET", f"/api/v1/packs/{ref}/{kind}?page_size=100").json()["items"]
    return sorted(item["ref"].partition(".")[2] for item in items)


def test_workflow_files_make_workflows_when_they_are_valid(emulator) -> None:
    assert upload(emulator, archive("flows", WORKFLOWS)).status_code == 201
    assert refs_in(emulator, "flows", "actions") == ["broken", "flow", "gone"]
    assert refs_in(emulator, "flows", "workflows") == ["flow", "lone", "top"]
    assert emulator.data("GET", "/api/v1/actions/flows.flow")["workflow_def"]
    upload(emulator, archive("flows", {n: t for n, t in WORKFLOWS.items() if "lone" not in n}), force="true")
    assert refs_in(emulator, "flows", "workflows") == ["flow", "top"]


def test_syncing_makes_the_actions_of_the_files_in_workflows(emulator) -> None:
    upload(emulator, archive("synced", WORKFLOWS))
    validated = emulator.data("POST", "/api/v1/packs/synced/workflows/validate")
    assert validated == {"pack_ref": "synced", "validated_count": 1, "error_count": 0, "errors": {}}
    for _ in range(2):
        synced = emulator.data("POST", "/api/v1/packs/synced/workflows/sync")
        assert (synced["loaded_count"], synced["registered_count"], synced["errors"]) == (1, 1, [])
        assert (synced["workflows"][0]["ref_name"], synced["workflows"][0]["created"]) == ("synced.top", False)
    assert refs_in(emulator, "synced", "actions") == ["broken", "flow", "gone", "top"]


@pytest.mark.parametrize("verb", ["sync", "validate"])
def test_workflow_files_of_packs_without_any(emulator, verb) -> None:
    assert emulator.call("POST", f"/api/v1/packs/core/workflows/{verb}").status_code == 200
    missing = emulator.call("POST", f"/api/v1/packs/absent_pack/workflows/{verb}")
    assert (missing.status_code, missing.json()["error"]) == (404, "pack with ref=absent_pack not found")
