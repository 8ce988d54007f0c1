"""Starts the embedded emulator, one for all processes of a run."""

from .errors import BadInput
from .owner import Owner
from .platform import Started


def start_emulator(owner: Owner) -> Started:
    raise BadInput("ATTUNE_API_URL is not set")
