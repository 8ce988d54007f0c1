"""Secrets planted in a run, and the search for them in what the run wrote."""

import json
import os
from pathlib import Path
from urllib.parse import quote

from robot.api.deco import not_keyword
from robot.api.types import Secret

PLACE = "PLANTED_FILE"
FEWEST = 5


def plant(name: str, secret: Secret) -> None:
    """Notes a secret under a name, for the search afterwards."""
    file = Path(os.environ[PLACE])
    known = json.loads(file.read_text()) if file.exists() else {}
    file.write_text(json.dumps({**known, name: secret.value}))


def planted_secrets_should_be_absent(folder: str, except_file: str) -> None:
    """Searches every file but the one with the secrets themselves."""
    planted = json.loads((Path(folder) / except_file).read_text())
    if len(planted) < FEWEST:
        raise AssertionError(f"only {len(planted)} secrets were planted: {', '.join(planted)}")
    files = [file for file in Path(folder).rglob("*") if file.is_file() and file.name != except_file]
    found = [
        f"{name} is in {file.name}"
        for file in files
        for name, secret in planted.items()
        if any(form in file.read_text(errors="replace") for form in forms(secret))
    ]
    if found:
        raise AssertionError("; ".join(found))


@not_keyword
def forms(secret: str) -> set[str]:
    """A secret as it is, and as a URL, JSON or XML would hold it."""
    return {secret, quote(secret, safe=""), json.dumps(secret)[1:-1], secret.replace("&", "&amp;")}
