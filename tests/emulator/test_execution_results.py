"""What is recorded of an execution: status, result, steps, logs."""

from pathlib import Path

import pytest


@pytest.mark.parametrize("code", [1, 2, 127, 255])
def test_an_exit_code_is_recorded_as_it_is(shop, code) -> None:
    row = shop.script(f"echo out; echo err >&2; exit {code}")
    assert row["status"] == "failed"
    result = row["result"]
    assert (result["exit_code"], result["error"], result["stdout"]) == (code, "err\n", "out\n")
    assert result["succeeded"] is False and isinstance(result["duration_ms"], int)


@pytest.mark.parametrize(
    ("script", "error"),
    [
        ("exit 3", "Command exited with code 3"),
        ("for i in 1 2 3 4 5; do echo e$i >&2; done; exit 1", "e1\ne2\ne3\ne4\ne5\n"),
        ("for i in 1 2 3 4 5 6; do echo e$i >&2; done; exit 1", "e6"),
        ("false; echo not reached >&2", "Command exited with code 1"),
        ("kill -9 $$", "Command exited with code -1"),
    ],
)
def test_the_error_is_the_whole_stderr_or_its_last_line(shop, script, error) -> None:
    row = shop.script(script)
    assert (row["status"], row["result"]["error"]) == ("failed", error)


def test_a_success_shows_its_output_and_where_its_stderr_lies(shop) -> None:
    row = shop.script("echo out; echo warning >&2")
    assert row["status"] == "completed"
    assert row["result"].keys() == {"exit_code", "duration_ms", "succeeded", "stdout", "stderr_log"}
    assert Path(row["result"]["stderr_log"]).read_text() == "warning\n"


def test_a_failure_that_speaks_of_being_cancelled_is_taken_for_a_cancellation(shop) -> None:
    row = shop.script("echo the job was cancelled >&2; exit 4")
    assert (row["status"], row["result"]["cancelled"], row["result"]["exit_code"]) == ("cancelled", True, 4)


def test_the_steps_are_in_the_history_and_the_output_in_the_logs(shop) -> None:
    row = shop.script("echo one; echo two >&2")
    assert shop.transitions(row["id"]) == ["requested", "scheduling", "scheduled", "running", "completed"]
    assert (shop.log(row["id"], "stdout"), shop.log(row["id"], "stderr")) == ("one\n", "two\n")
    first = shop.items(f"/api/v1/executions/{row['id']}/history")[-1]
    assert (first["operation"], first["changed_fields"], first["old_values"]) == ("INSERT", [], None)


def test_each_execution_is_a_version_of_the_same_log(shop) -> None:
    shop.shell("say", 'echo "$word"')
    first, second = (shop.run("say", {"word": word}) for word in ("one", "two"))
    artifacts = shop.emulator.data("GET", f"/api/v1/executions/{second['id']}/artifacts")
    assert [a["ref"] for a in artifacts] == [f"{shop.pack}.say.stdout.log"]
    versions = shop.emulator.data("GET", f"/api/v1/artifacts/{artifacts[0]['id']}/versions")
    assert [(v["version"], v["execution"]) for v in versions] == [(2, second["id"]), (1, first["id"])]


def test_inline_parameters_are_variables_that_are_not_exported(shop) -> None:
    values = {"a-b": "it's", "n": 5, "l": [1, "x"], "o": {"k": None}, "z": None, "b": True, "f": 1.5}
    script = 'echo "[$a_b][$PARAM_A_B][$n][$l][$o][$z][$b][$f]"; cat; env | grep -c PARAM_A_B || true'
    row = shop.script(script, values)
    assert row["result"]["stdout"] == '[it\'s][it\'s][5][[1,"x"]][{"k":null}][null][true][1.5]\n0\n'


def test_output_that_a_child_still_writes_is_waited_for(shop) -> None:
    row = shop.script("(sleep 0.4; echo late) & echo early")
    assert row["result"]["stdout"] == "early\nlate\n"


def test_long_output_is_cut_and_the_cut_is_said(shop, real_shop) -> None:
    script = "head -c 11000000 /dev/zero | tr '\\0' x"
    for each, flagged in ((shop, True), (real_shop, False)):
        result = each.script(script)["result"]
        assert result["stdout"].endswith("x\n\n[OUTPUT TRUNCATED: stdout exceeded size limit]\n")
        assert len(result["stdout"]) == 10 * 1024 * 1024 - 128 + 49
        assert ("stdout_truncated" in result) == flagged
    failed = real_shop.script(script + "; exit 1")["result"]
    assert failed["stdout_truncated"] is True and failed["stdout_bytes_truncated"] == 11000000 - (
        10 * 1024 * 1024 - 128
    )


@pytest.mark.parametrize(
    ("action", "error"),
    [
        ({"entrypoint": "echo hi", "runtime_ref": None}, "No runtime found for action: "),
        ({"entrypoint": "x.py", "runtime_ref": "core.python"}, "No executable content found for action "),
        ({"entrypoint": "x", "runtime_ref": "core.native"}, "Runtime 'native' not found for action: "),
    ],
)
def test_what_cannot_be_started_says_why(shop, action, error) -> None:
    body = {"ref": f"{shop.pack}.x", "pack_ref": shop.pack, "label": "x"}
    shop.post("/api/v1/actions", **body, **action)
    row = shop.run("x")
    assert row["status"] == "failed" and "exit_code" not in row["result"]
    assert row["result"]["error"].startswith("Action execution failed: ") and error in row["result"]["error"]


@pytest.mark.parametrize(
    ("wish", "words"),
    [
        ({"runtime_ref": "core.go"}, "requires runtime: Go, version constraint: none, required worker runtimes: none"),
        ({"required_worker_runtimes": {"ruby": "*"}}, "required worker runtimes: ruby *, worker placement: none"),
        ({"worker_selector": {"zone": "moon"}}, 'worker placement: selector={"zone": "moon"}, tolerations=0'),
    ],
)
def test_what_no_worker_can_run_fails_at_once(shop, wish, words) -> None:
    body = {"ref": f"{shop.pack}.wish", "pack_ref": shop.pack, "label": "x", "entrypoint": "true"}
    shop.post("/api/v1/actions", **body | {"runtime_ref": "core.shell"} | wish)
    row = shop.run("wish")
    assert (row["status"], row["worker"], row["result"]["error"]) == ("failed", None, "Execution is unschedulable")
    assert words in row["result"]["message"] and row["result"]["failed_by"] == "execution_scheduler"


def test_the_list_is_filtered_and_counted(shop) -> None:
    shop.shell("good", "echo Needle")
    shop.shell("bad", "exit 1")
    good = [shop.run("good")["id"] for _ in range(3)]
    bad = shop.run("bad")["id"]

    def ids(**query) -> list[int]:
        return [row["id"] for row in shop.items("/api/v1/executions", **query)]

    assert ids(action_ref=f"{shop.pack}.*") == [bad, *reversed(good)]
    assert ids(action_ref=f"{shop.pack}.*", status="failed") == [bad]
    assert ids(pack_name=shop.pack, result_contains="needle") == list(reversed(good))
    assert ids(action_ref=f"{shop.pack}.good", per_page=2, page=2) == [good[0]]
    answer = shop.emulator.call("GET", "/api/v1/executions", params={"pack_name": shop.pack, "include_total": "true"})
    assert answer.json()["pagination"]["total_items"] == 4
