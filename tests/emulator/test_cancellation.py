"""Cancelling executions."""

from pathlib import Path

import pytest


def cancel(shop, execution: int):
    return shop.emulator.call("POST", f"/api/v1/executions/{execution}/cancel")


def test_a_running_process_is_asked_to_end_and_keeps_its_output(shop) -> None:
    shop.shell("slow", "trap 'echo told; exit 7' TERM; echo begun; while true; do sleep 0.05; done")
    execution = shop.execute("slow")
    shop.wait(execution, "running")
    shop.emulator.until(lambda: shop.log(execution, "stdout"))
    answer = cancel(shop, execution)
    assert (answer.status_code, answer.json()["data"]["status"]) == (200, "canceling")
    row = shop.wait(execution)
    assert row["status"] == "cancelled"
    result = row["result"]
    assert (result["cancelled"], result["exit_code"], result["error"]) == (True, 7, "Execution cancelled by user")
    assert result["stdout"] == "begun\ntold\n"
    assert shop.transitions(execution)[-3:] == ["running", "canceling", "cancelled"]


def test_a_process_that_does_not_listen_is_killed_with_its_children(shop) -> None:
    shop.shell("deaf", "trap '' TERM; echo $$; (while true; do sleep 1; done) & while true; do sleep 1; done")
    execution = shop.execute("deaf")
    pid = int(shop.emulator.until(lambda: shop.log(execution, "stdout")))
    cancel(shop, execution)
    row = shop.wait(execution)
    assert (row["status"], row["result"]["exit_code"]) == ("cancelled", -1)
    shop.emulator.until(lambda: not _alive_in_group(pid), timeout=5)


def _alive_in_group(group: int) -> list[int]:
    """Return the processes of a group; ended ones that nobody has collected do not count."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue  # gone between the listing and the look
        if int(fields[2]) == group and fields[0] not in "ZX":
            found.append(int(stat.parent.name))
    return found


def test_what_waits_is_cancelled_at_once_and_never_runs(start_emulator, open_shop) -> None:
    shop = open_shop(start_emulator())
    shop.shell("nap", "sleep 1")
    busy = [shop.execute("nap") for _ in range(10)]
    waiting = shop.execute("nap")
    shop.wait(waiting, "scheduled")
    answer = cancel(shop, waiting).json()["data"]
    assert (answer["status"], answer["result"]) == (
        "cancelled",
        {"error": "Cancelled by user before execution started"},
    )
    for execution in busy:
        shop.wait(execution)
    assert "started_at" not in shop.get(waiting) and shop.get(waiting)["status"] == "cancelled"


def test_what_is_over_cannot_be_cancelled(shop) -> None:
    row = shop.script("true")
    answer = cancel(shop, row["id"])
    assert answer.status_code == 409
    assert answer.json()["error"] == f"Execution {row['id']} is in status 'completed' and cannot be cancelled"


@pytest.mark.parametrize(("policy", "outcome"), [("allow_finish", "completed"), ("cancel_running", "cancelled")])
def test_a_workflow_takes_its_tasks_with_it(shop, policy, outcome) -> None:
    shop.shell("nap", "sleep 1; echo done")
    tasks = [
        {"name": "a", "action": f"{shop.pack}.nap", "next": [{"do": ["b"]}]},
        {"name": "b", "action": f"{shop.pack}.nap"},
        {"name": "each", "action": f"{shop.pack}.nap", "with_items": "{{ [1, 2] }}"},
    ]
    shop.workflow("flow", tasks, cancellation_policy=policy)
    parent = shop.execute("flow")
    shop.emulator.until(lambda: sum(child["status"] == "running" for child in shop.children(parent)) == 2)
    cancel(shop, parent)
    assert shop.wait(parent)["result"] == {"error": "Workflow cancelled", "succeeded": False}
    shop.emulator.until(lambda: all("exit_code" in c["result"] for c in shop.children(parent) if "started_at" in c))
    children = shop.children(parent)
    assert len(children) == 3
    assert {c["status"] for c in children if "started_at" in c} == {outcome}
    assert [c["status"] for c in children if "started_at" not in c] == ["cancelled"]
