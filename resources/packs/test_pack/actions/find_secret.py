"""Looks for its parameter `password` where a secret must not be, and prints the names of such places as JSON.

The value is never printed, only its digest: whoever knows it can tell that it arrived.
"""

import hashlib
import json
import os
import stat
import sys
from pathlib import Path


def main() -> None:
    file = os.environ.get("ATTUNE_PARAMETER_FILE")
    parameters = json.loads(Path(file).read_text() if file else sys.stdin.read())
    password = parameters["password"]
    digest = hashlib.sha256(json.dumps(password, sort_keys=True).encode()).hexdigest()
    wanted = (password if isinstance(password, str) else password["secret"]).encode()
    json.dump({"digest": digest, "looked": looked(), "places": list(places(wanted, file))}, sys.stdout)


def looked() -> bool:
    """Tell whether looking finds what is there: this script on its own command line and in no other way."""
    return os.path.basename(__file__).encode() in content("/proc/self/cmdline")


def places(wanted: bytes, file: str | None):
    for name, path in (
        ("environment", "/proc/self/environ"),
        ("command line", "/proc/self/cmdline"),
        ("parent's environment", f"/proc/{os.getppid()}/environ"),
        ("parent's command line", f"/proc/{os.getppid()}/cmdline"),
    ):
        if wanted in content(path):
            yield name
    processes = [entry for entry in os.listdir("/proc") if entry.isdigit()]
    if any(wanted in content(f"/proc/{number}/cmdline") for number in processes):
        yield "some command line"
    if file and stat.S_ISREG(os.stat(file).st_mode) and wanted in content(file):
        yield "parameter file"


def content(path: str) -> bytes:
    try:
        return Path(path).read_bytes()
    except OSError:
        # Processes end while they are looked at, and others' environments are nobody's business.
        return b""


if __name__ == "__main__":
    main()
