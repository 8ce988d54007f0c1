"""Closing inquiries that nobody answered in time."""

from typing import TYPE_CHECKING

from attune_emulator import clock, deviations
from attune_emulator.services.inquiries.answering import expire

if TYPE_CHECKING:
    from attune_emulator.emulator import Emulator

PERIOD = 1.0


def start(emulator: "Emulator") -> None:
    """Look at every second which inquiries have run out of time."""
    emulator.supervisor.every("inquiry timeouts", PERIOD, lambda: _expire_due(emulator))


def _expire_due(emulator: "Emulator") -> None:
    if deviations.on("inquiry-never-times-out"):
        return
    due = "status = 'pending' AND timeout_at IS NOT NULL AND timeout_at <= ?"
    for inquiry in emulator.db.all(f"SELECT * FROM inquiry WHERE {due} ORDER BY timeout_at", clock.now()):
        expire(emulator, inquiry)
