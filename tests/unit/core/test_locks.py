"""Locks between processes: exclusive, freed by the kernel, leaving no file."""

import fcntl
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from AttuneLibrary.core.errors import BadInput
from AttuneLibrary.core.exclusion import Exclusion
from AttuneLibrary.core.locks import FileLock, held, lock_for

HOLDER = """
import sys, pathlib
from AttuneLibrary.core.locks import FileLock
FileLock(pathlib.Path(sys.argv[1])).acquire(5)
print("held", flush=True)
sys.stdin.read()
"""


def holder_of(path: Path) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


def test_a_lock_is_exclusive_and_leaves_no_file(tmp_path: Path) -> None:
    first, second = FileLock(tmp_path / "l"), FileLock(tmp_path / "l")
    assert first.acquire(0)
    assert not second.acquire(0)
    first.release()
    assert second.acquire(0)
    second.release()
    assert list(tmp_path.iterdir()) == []


def test_who_waited_on_the_old_file_gets_the_new_one(tmp_path: Path) -> None:
    first, second = FileLock(tmp_path / "l"), FileLock(tmp_path / "l")
    assert first.acquire(0)
    pauses: list[float] = []

    def pause(seconds: float) -> None:
        pauses.append(seconds)
        first.release()

    assert second.acquire(5, pause)
    assert len(pauses) == 1
    assert (tmp_path / "l").exists()
    second.release()


def test_a_file_that_loses_its_name_while_it_is_locked_does_not_count(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "l"
    flock, times = fcntl.flock, iter([True, False])

    def flock_late(descriptor: int, operation: int) -> None:
        flock(descriptor, operation)
        if next(times):
            path.unlink()
            path.touch()

    monkeypatch.setattr("fcntl.flock", flock_late)
    lock = FileLock(path)
    assert lock.acquire(5, lambda _: None)
    monkeypatch.undo()
    assert not FileLock(path).acquire(0)
    lock.release()


def test_a_killed_holder_frees_its_lock(tmp_path: Path) -> None:
    process = holder_of(tmp_path / "l")
    lock = FileLock(tmp_path / "l")
    assert not lock.acquire(0)
    os.kill(process.pid, signal.SIGKILL)
    process.communicate()
    assert lock.acquire(2)
    lock.release()


def test_a_lock_that_does_not_come_is_an_error(tmp_path: Path) -> None:
    with held(tmp_path / "l", 0), pytest.raises(TimeoutError), held(tmp_path / "l", 0):
        pass


def test_platforms_have_locks_of_their_own(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("tempfile.gettempdir", lambda: str(tmp_path))
    assert lock_for("timers", "http://a").path == lock_for("timers", "http://a").path
    assert lock_for("timers", "http://a").path != lock_for("timers", "http://b").path


def test_a_scope_gives_back_what_it_took(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("tempfile.gettempdir", lambda: str(tmp_path))
    mine = Exclusion(lambda: "http://a", lambda _: None)
    others = Exclusion(lambda: "http://a", lambda _: None)
    assert mine.take("timers", 0)
    assert not mine.take("timers", 0)
    mark = mine.mark()
    mine.take("limits", 0)
    mine.back_to(mark)
    assert others.take("limits", 0)
    with pytest.raises(BadInput, match="'timers' is still held by another test after 0 s"):
        others.take("timers", 0)
    mine.back_to(frozenset())
    assert others.take("timers", 0)
    others.back_to(frozenset())
    assert list(tmp_path.iterdir()) == []


def test_several_share_a_lock_and_keep_out_who_wants_it_alone(tmp_path: Path) -> None:
    first, second = FileLock(tmp_path / "l", shared=True), FileLock(tmp_path / "l", shared=True)
    alone = FileLock(tmp_path / "l")
    assert first.acquire(0) and second.acquire(0)
    first.release()
    assert not alone.acquire(0)
    assert second.held
    second.release()
    assert alone.acquire(0)
    assert not first.acquire(0)
    alone.release()
    assert list(tmp_path.iterdir()) == []
