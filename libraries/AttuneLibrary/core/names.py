"""Names of a run: everything made is found by the prefix `e2e_<run>_<process>_`."""

import hashlib
import itertools
import os
import re
import secrets
import string
import threading

from .errors import BadInput
from .owner import Owner

PREFIX = "e2e"
LENGTH = 6
_DIGITS = string.digits + string.ascii_lowercase


def run_id(owner: Owner) -> str:
    """The same in every process of a run, another in every other run on any machine."""
    number = int.from_bytes(hashlib.sha256(f"{os.uname().nodename}:{owner.key}".encode()).digest()[:8])
    digits = []
    for _ in range(LENGTH):
        number, digit = divmod(number, len(_DIGITS))
        digits.append(_DIGITS[digit])
    return "".join(digits)


class Names:
    """Gives names that no other test, process or run gives."""

    def __init__(self, run: str, process: str) -> None:
        self.run = run
        self.process = process
        self._numbers = itertools.count(1)
        self._lock = threading.Lock()

    @property
    def prefix(self) -> str:
        """What the names of this process begin with."""
        return f"{PREFIX}_{self.run}_{self.process}_"

    def ref(self, suffix: str = "") -> str:
        """A fresh reference; `suffix` says what it is for."""
        word = re.sub(r"[^a-z0-9_]+", "_", str(suffix).lower()).strip("_")
        if suffix and not word:
            raise BadInput(f"suffix '{suffix}' has no letter or digit; give a word such as webhook")
        with self._lock:
            number = next(self._numbers)
        return self.prefix + (f"{number}_{word}" if word else str(number))

    def password(self) -> str:
        """A fresh password that any password rule accepts."""
        return "Aa1!" + secrets.token_urlsafe(16)
