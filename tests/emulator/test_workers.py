"""Workers: seen, kept from new work, killed, stopped, started; and an emulator that begins again."""

import time


def worker(shop) -> dict:
    return next(w for w in shop.items("/api/v1/workers") if w["name"] == "worker-emulator-01")


def order(shop, name: str) -> None:
    shop.emulator.data("POST", f"/_emulator/workers/worker-emulator-01/{name}")


def test_a_worker_says_what_it_can_do(shop) -> None:
    shop.script("true")
    row = shop.emulator.until(lambda: worker(shop) if worker(shop)["host"] else None)
    assert (row["worker_role"], row["status"], row["health_state"]) == ("action", "active", "active")
    assert {"native", "python", "shell"} <= {runtime["name"] for runtime in row["supported_runtimes"]}
    assert row["load"]["max_concurrent_executions"] == 10 and row["heartbeat_stale"] is False
    bare = shop.emulator.call("GET", f"/api/v1/workers/{row['id']}").json()
    assert bare["name"] == row["name"]


def test_without_node_a_worker_does_not_offer_it(start_emulator, open_shop, monkeypatch) -> None:
    monkeypatch.setenv("ATTUNE_NODE", "/nowhere/node")
    shop = open_shop(start_emulator())
    assert "node" not in {runtime["name"] for runtime in worker(shop)["supported_runtimes"]}
    body = {"ref": f"{shop.pack}.js", "pack_ref": shop.pack, "label": "x", "entrypoint": "x.js"}
    shop.post("/api/v1/actions", runtime_ref="core.nodejs", **body)
    row = shop.run("js")
    assert row["status"] == "failed" and "requires runtime: Node.js" in row["result"]["message"]


def test_only_ten_run_at_a_time(start_emulator, open_shop) -> None:
    shop = open_shop(start_emulator())
    shop.shell("nap", "sleep 0.7")
    for _ in range(13):
        shop.execute("nap")

    def load() -> dict:
        found: dict = worker(shop)["load"]
        return found

    shop.emulator.until(lambda: load()["running"] == 10)
    assert (load()["scheduled"], load()["utilization_percent"]) == (3, 100)
    shop.emulator.until(lambda: load()["total_active"] == 0)


def test_a_cordoned_worker_gets_nothing_new(start_emulator, open_shop) -> None:
    shop = open_shop(start_emulator())
    path = f"/api/v1/workers/{worker(shop)['id']}"
    cordoned = shop.emulator.call("POST", path + "/cordon", json={"reason": "maintenance"}).json()
    assert (cordoned["health_state"], cordoned["cordon_reason"], cordoned["cordoned_by"]) == (
        "cordoned",
        "maintenance",
        1,
    )
    execution = shop.execute("core.noop")
    time.sleep(0.5)
    assert shop.get(execution)["status"] == "requested"
    shop.emulator.call("POST", path + "/uncordon")
    assert shop.wait(execution)["status"] == "completed"
    changes = [row["changed_fields"] for row in shop.items(path + "/history") if row["operation"] == "UPDATE"]
    assert sum("cordoned" in fields for fields in changes) == 2


def test_a_killed_workers_execution_is_abandoned_and_the_next_one_runs(start_emulator, open_shop) -> None:
    shop = open_shop(start_emulator("--stale-after", "1", "--heartbeat", "0.2"))
    shop.shell("nap", "sleep 60")
    lost, waiting = shop.execute("nap"), None
    shop.wait(lost, "running")
    order(shop, "kill")
    waiting = shop.execute("core.noop")
    assert shop.wait(lost, "abandoned")["result"]["worker"]["name"] == "worker-emulator-01"
    alerts = shop.emulator.until(lambda: shop.items("/api/v1/events", trigger_ref="core.alert"))
    assert alerts
    order(shop, "start")
    assert shop.wait(waiting)["status"] == "completed"
    assert shop.run("core.noop")["status"] == "completed"
    assert shop.get(lost)["status"] == "abandoned"


def test_a_silent_worker_is_inactive_and_work_waits_for_it(start_emulator, open_shop) -> None:
    shop = open_shop(start_emulator("--stale-after", "0.5", "--heartbeat", "0.1"))
    order(shop, "kill")
    shop.emulator.until(lambda: worker(shop)["status"] == "inactive")
    assert worker(shop)["health_state"] == "offline"
    alert = shop.items("/api/v1/events", trigger_ref="core.alert")[0]
    payload = shop.emulator.data("GET", f"/api/v1/events/{alert['id']}")["payload"]
    assert (payload["failure_type"], payload["component_ref"]) == ("worker_stale_heartbeat", "worker-emulator-01")
    waiting = shop.execute("core.noop")
    order(shop, "start")
    assert shop.wait(waiting)["status"] == "completed"


def test_a_stopped_worker_finishes_what_it_runs(start_emulator, open_shop) -> None:
    shop = open_shop(start_emulator())
    shop.shell("nap", "sleep 0.7; echo done")
    execution = shop.execute("nap")
    shop.wait(execution, "running")
    order(shop, "stop")
    assert worker(shop)["status"] == "inactive"
    (process,) = shop.emulator.data("GET", "/_emulator/workers")
    assert (process["running"], process["exit_code"]) == (True, None)
    waiting = shop.execute("core.noop")
    assert shop.wait(execution)["result"]["stdout"] == "done\n"
    assert shop.get(waiting)["status"] == "requested"
    ended = {"name": "worker-emulator-01", "pid": None, "running": False, "exit_code": 0}
    shop.emulator.until(lambda: shop.emulator.data("GET", "/_emulator/workers") == [ended])
    order(shop, "start")
    assert shop.wait(waiting)["status"] == "completed"


def test_work_goes_on_where_a_killed_emulator_left_it(start_emulator, open_shop) -> None:
    shop = open_shop(start_emulator("--stale-after", "1", "--heartbeat", "0.2"))
    shop.shell("nap", "sleep 60")
    shop.shell("ok", "echo fine")
    ask = {"name": "ask", "action": "core.ask", "input": {"prompt": "?"}, "next": [{"do": ["after"]}]}
    shop.workflow("gate", [ask, {"name": "after", "action": f"{shop.pack}.ok"}])
    parent, lost = shop.execute("gate"), shop.execute("nap")
    (inquiry,) = shop.emulator.until(lambda: shop.items("/api/v1/inquiries"))
    shop.wait(lost, "running")
    shop.emulator.kill()
    shop.emulator.start()
    assert shop.get(parent)["status"] == "running"
    shop.emulator.data("POST", f"/api/v1/inquiries/{inquiry['id']}/respond", json={"response": 1})
    assert shop.wait(parent)["status"] == "completed"
    assert [c["status"] for c in shop.children(parent)] == ["completed", "completed"]
    assert shop.wait(lost)["status"] == "abandoned"


def test_several_workers_share_the_work(start_emulator, open_shop) -> None:
    shop = open_shop(start_emulator("--workers", "2"))
    shop.shell("nap", "sleep 0.5")
    rows = [shop.wait(execution) for execution in [shop.execute("nap") for _ in range(4)]]
    assert len({row["worker"] for row in rows}) == 2


def test_figures_are_counted_by_the_hour(shop) -> None:
    shop.script("true")
    shop.script("exit 1")
    figures = shop.emulator.data("GET", "/api/v1/analytics/dashboard")
    counted = {"completed": 0, "failed": 0}
    for entry in figures["execution_status"]:
        counted[entry["label"]] = counted.get(entry["label"], 0) + entry["value"]
    assert counted["completed"] >= 1 and counted["failed"] >= 1
    assert figures["failure_rate"]["failed_count"] == counted["failed"]
    rate = shop.emulator.data("GET", "/api/v1/analytics/executions/failure-rate", params={"hours": 1})
    assert 0 < rate["failure_rate_pct"] < 100
    assert shop.emulator.call("GET", "/api/v1/analytics/events/volume?since=abc").status_code == 400
