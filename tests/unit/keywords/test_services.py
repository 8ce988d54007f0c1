"""Workers and services: what their keywords refuse, and that what was stopped comes back."""

import pytest

from AttuneLibrary.core.context import Context
from AttuneLibrary.core.errors import BadInput
from AttuneLibrary.keywords.services import Services
from AttuneLibrary.keywords.workers import PATH, Workers

from .conftest import FakePlatform

WORKER = {"id": 7, "name": "worker-1", "health_state": "active", "last_heartbeat": "2026-01-01T00:00:00Z"}


class Control:
    """Writes down what it is told."""

    def __init__(self) -> None:
        self.orders: list[str] = []

    def service_of(self, name: str) -> str:
        return "worker" if name.startswith("worker") else name

    def order(self, order: str, service: str) -> None:
        self.orders.append(f"{order} {service}")


@pytest.fixture
def control(context: Context, monkeypatch: pytest.MonkeyPatch) -> Control:
    control = Control()
    monkeypatch.setattr(Context, "services", control)
    return control


@pytest.fixture(autouse=True)
def one_worker(platform: FakePlatform) -> None:
    platform.answer("GET", PATH, [WORKER])


def test_a_worker_is_found_by_name_id_or_object(context: Context) -> None:
    workers = Workers(context)
    assert [workers.get_worker(given).id for given in ("worker-1", 7, "7", WORKER)] == [7] * 4


@pytest.mark.parametrize("given", ["worker-2", 8, None, ""])
def test_an_unknown_worker_is_refused_with_those_there_are(context: Context, given: object) -> None:
    with pytest.raises(BadInput, match=r"unknown worker '.*; allowed: worker-1"):
        Workers(context).get_worker(given)


def test_an_unknown_status_is_refused_with_those_there_are(context: Context) -> None:
    with pytest.raises(BadInput, match=r"unknown worker status 'ofline' \(did you mean 'offline'\?\); allowed: active"):
        Workers(context).wait_for_worker_status(7, "ofline")


def test_a_worker_that_does_not_tell_its_limit_cannot_be_filled(context: Context, platform: FakePlatform) -> None:
    platform.answer("GET", PATH, [WORKER | {"load": {"max_concurrent_executions": None, "running": 0}}])
    with pytest.raises(BadInput, match="does not tell how much this worker runs at a time"):
        Workers(context).fill_worker(7, "core.noop")


def test_what_was_stopped_is_started_at_the_end_and_what_was_started_is_not(context: Context, control: Control) -> None:
    services = Services(context)
    context.cleanup.open_scope()
    services.stop_service("executor")
    services.kill_service("notifier")
    services.start_service("notifier")
    assert context.cleanup.close_scope() == []
    assert control.orders == ["stop executor", "kill notifier", "start notifier", "start executor"]


def test_a_worker_that_does_not_come_back_is_told(context: Context, control: Control) -> None:
    context.settings.change("timeout", "100ms", "test")
    context.cleanup.open_scope()
    Services(context).kill_worker(7)
    (line,) = context.cleanup.close_scope()
    assert line.startswith("service worker could not be deleted: Wait For Worker Status: worker worker-1 is active")
    assert control.orders == ["kill worker", "start worker"]
