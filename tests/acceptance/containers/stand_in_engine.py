"""Stands in for a container engine: understands what worker and library ask of one, and runs Python code by itself.

It contains nothing. It only behaves as if: nobody's rights, no network, a limit of memory, the pack at its own path.
"""

import argparse
import contextlib
import encodings.idna  # noqa: F401  # why: contained code needs it, and could not read it any more
import json
import os
import resource
import signal
import socket
import sys
import tempfile
import urllib.request  # noqa: F401  # why: the same
from pathlib import Path

STATE = Path(tempfile.gettempdir()) / f"attune-stand-in-engine-{os.getuid()}"


def run(words: list[str]) -> None:
    parser = argparse.ArgumentParser(allow_abbrev=False)
    for name in ("name", "label", "network", "user", "cap-drop", "memory", "volume", "workdir", "env"):
        parser.add_argument(f"--{name}", required=True)
    for name in ("rm", "interactive"):
        parser.add_argument(f"--{name}", action="store_true", required=True)
    parser.add_argument("image")
    parser.add_argument("command", nargs=argparse.REMAINDER)
    given = parser.parse_args(words)
    memory = int(given.memory.removesuffix("m")) * 1024 * 1024
    STATE.mkdir(exist_ok=True)
    file = STATE / f"{given.name}.json"
    file.write_text(json.dumps({"label": given.label, "described": described(given, memory)}))
    child = os.fork()
    if child == 0:
        contained(given, memory)
    signal.signal(signal.SIGTERM, lambda *_: os.kill(child, signal.SIGKILL))
    try:
        _, status = os.waitpid(child, 0)
    finally:
        file.unlink()
        with contextlib.suppress(OSError):  # others may still run
            STATE.rmdir()
    code = os.waitstatus_to_exitcode(status)
    sys.exit(code if code >= 0 else 128 - code)


def described(given: argparse.Namespace, memory: int) -> dict[str, object]:
    return {
        "Name": f"/{given.name}",
        "State": {"Running": True},
        "Config": {"Image": given.image, "User": given.user},
        "HostConfig": {"Memory": memory, "NetworkMode": given.network, "Privileged": False},
    }


def contained(given: argparse.Namespace, memory: int) -> None:
    """Become what the container would run."""
    source, inside, _ = given.volume.split(":")
    library = given.env.partition("=")[2].replace(inside, source, 1)
    file = given.command[-1]
    code = Path(file.replace(inside, source, 1)).read_text()
    # Read before the rights are gone: where the pack really lies is nobody else's to enter.
    marker = {path.stem: path.read_text() for path in Path(library).glob("*.py")}
    for name, text in marker.items():
        module = type(sys)(name)
        exec(text, module.__dict__)
        sys.modules[name] = module
    version = given.image.partition(":")[2].partition("-")[0]
    os.environ.update({"PYTHON_VERSION": f"{version}.0", "HOME": "/"})
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    user, group = map(int, given.user.split(":"))
    if os.getuid() == 0:
        os.setgroups([])
        os.setgid(group)
        os.setuid(user)
    socket.socket.connect = unreachable  # type: ignore[method-assign]  # why: this process has no network
    sys.stdout.reconfigure(line_buffering=True)  # type: ignore[union-attr]  # why: it is a text stream
    sys.argv = [file]
    exec(compile(code, file, "exec"), {"__name__": "__main__", "__file__": file})
    sys.exit(0)


def unreachable(*_: object) -> None:
    raise OSError(101, "Network is unreachable")


def ps(words: list[str]) -> None:
    wanted = words[words.index("--filter") + 1].removeprefix("label=")
    for file in STATE.glob("*.json") if STATE.is_dir() else ():
        if json.loads(file.read_text())["label"] == wanted:
            print(file.stem)


def inspect(words: list[str]) -> None:
    print(json.dumps([json.loads((STATE / f"{word}.json").read_text())["described"] for word in words]))


if __name__ == "__main__":
    {"run": run, "ps": ps, "inspect": inspect}[sys.argv[1]](sys.argv[2:])
