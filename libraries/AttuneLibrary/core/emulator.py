"""Starts the embedded emulator: one process for all processes of a run, gone with the run however it ends.

The processes of a run meet in a folder named after the run's owner. A small shell around the emulator removes that
folder when the emulator ends; the emulator ends by itself when the owner is gone.
"""

import importlib.util
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import IO
from urllib.parse import urlsplit

from ..client import PlatformUnreachable
from .locks import PREFIX, held, temporary
from .owner import Owner, start_of
from .platform import Started

START_SECONDS = 60.0
LOOK_SECONDS = 0.02
LOG_LINES = 3
AROUND = 'trap "" INT TERM HUP; "$@"; echo $? >"$0/exit"; [ -e "$0/keep" ] || rm -rf -- "$0"'
CHECKOUT = Path(__file__).resolve().parents[3] / "emulator"


def start_emulator(owner: Owner, options: tuple[str, ...] = ()) -> Started:
    """Where the run's emulator answers; it is started by whichever process asks first."""
    sweep()
    with held(temporary(f"{owner.key}.lock"), START_SECONDS):
        folder = meeting_folder(owner)
        return _ready(folder / "ready.json") or _launched(owner, folder, options)


def meeting_folder(owner: Owner) -> Path:
    folder = temporary(owner.key)
    folder.mkdir(mode=0o700, exist_ok=True)
    if folder.stat().st_uid != os.getuid():
        raise PlatformUnreachable(f"{folder} belongs to another user; remove it or set TMPDIR")
    return folder


def start_another(owner: Owner, number: int, options: tuple[str, ...]) -> tuple[Started, Path]:
    """One more emulator that nobody else meets, for as long as the owner lives; with it the folder of its files."""
    folder = temporary(f"{owner.key}-own-{number}")
    folder.mkdir(mode=0o700)
    return _launched(owner, folder, options), folder


def end_in(folder: Path, number: signal.Signals) -> int:
    """End an emulator by a signal and keep its files, for `start_again`; returns the exit code."""
    (folder / "keep").touch()
    told, ready = folder / "exit", folder / "ready.json"
    os.kill(int(json.loads(ready.read_text())["pid"]), number)
    end = time.monotonic() + START_SECONDS
    while not (told.is_file() and told.read_text().strip()):
        if time.monotonic() > end:
            raise PlatformUnreachable(f"the emulator had not ended {START_SECONDS:g} s after signal {number.name}")
        time.sleep(LOOK_SECONDS)  # why: a process is looked at that is no platform any more
    code = int(told.read_text())
    for file in (told, ready):
        file.unlink()
    return code


def start_again(owner: Owner, folder: Path, options: tuple[str, ...], before: Started) -> None:
    """Start an emulator on the files and at the addresses of one that was ended by `end_in`."""
    (folder / "keep").unlink()
    addresses = (("--port", before.api_url), ("--ws-port", before.ws_url))
    ports = tuple(text for option, url in addresses for text in (option, str(urlsplit(url).port)))
    _launched(owner, folder, (*options, *ports))


def stop_emulator(owner: Owner) -> None:
    """End the run's emulator at once instead of leaving it to notice that its owner is gone."""
    stop_in(temporary(owner.key))


def stop_in(folder: Path) -> None:
    """End the emulator whose files lie in a folder; the folder goes with it."""
    try:
        os.kill(int(json.loads((folder / "ready.json").read_text())["pid"]), signal.SIGTERM)
    except (FileNotFoundError, ProcessLookupError):
        return  # it was never started, or has ended


def sweep() -> None:
    """Remove what emulators left that were killed together with the shell around them."""
    mine = temporary("")
    for folder in mine.parent.glob(f"{mine.name}*-*"):
        match = re.fullmatch(rf"{PREFIX}-\d+-(\d+)-(\w+)(-own-\d+|\.lock)?", folder.name)
        if match and not Owner(int(match[1]), match[2]).alive() and not _still_running(folder / "ready.json"):
            if folder.is_dir():
                shutil.rmtree(folder, ignore_errors=True)
            else:
                folder.unlink(missing_ok=True)


def _still_running(ready: Path) -> bool:
    try:
        return bool(start_of(int(json.loads(ready.read_text())["pid"])))
    except OSError:
        return False


def _launched(owner: Owner, folder: Path, options: tuple[str, ...]) -> Started:
    command = [
        sys.executable, "-P", "-m", "attune_emulator",
        "--port", "0", "--ws-port", "0", "--data", str(folder / "data"),
        "--owner-pid", str(owner.pid), "--ready-file", str(folder / "ready.json"), *options,
    ]  # fmt: skip
    with (folder / "emulator.log").open("w+b") as log:
        process = subprocess.Popen(
            ["/bin/sh", "-c", AROUND, str(folder), *command],
            cwd="/",
            env=_environment(),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        end = time.monotonic() + START_SECONDS
        while process.poll() is None and time.monotonic() < end:
            if started := _ready(folder / "ready.json"):
                # It outlives this process on purpose, so nobody is going to wait for it.
                process.returncode = 0
                return started
            time.sleep(LOOK_SECONDS)  # why: a process is looked at, before there is a platform to wait for
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        raise PlatformUnreachable(f"the embedded emulator did not start: {_last_words(log)}")


def _ready(file: Path) -> Started | None:
    try:
        facts = json.loads(file.read_text())
    except FileNotFoundError:
        return None
    return Started(facts["url"], facts["ws_url"])


def _environment() -> dict[str, str]:
    """This process's environment, with the emulator of the same checkout where there is one."""
    environment = dict(os.environ)
    if CHECKOUT.is_dir():
        before = environment.get("PYTHONPATH")
        environment["PYTHONPATH"] = os.pathsep.join([str(CHECKOUT), *([before] if before else [])])
    elif importlib.util.find_spec("attune_emulator") is None:
        raise PlatformUnreachable(
            "no ATTUNE_API_URL is set and the package attune_emulator is not installed: set one or install the other"
        )
    return environment


def _last_words(log: IO[bytes]) -> str:
    log.seek(0)
    lines = log.read().decode("utf-8", "replace").split("\n")
    return " / ".join([line.strip() for line in lines if line.strip()][-LOG_LINES:]) or "it said nothing"
