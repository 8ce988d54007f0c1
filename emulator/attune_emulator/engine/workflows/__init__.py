"""Workflows: which task follows which, and what becomes of the whole."""

from typing import TYPE_CHECKING

from attune_emulator.engine.workflows.conductor import Conductor

if TYPE_CHECKING:
    from attune_emulator.emulator import Emulator


def start(emulator: "Emulator") -> None:
    """Conduct every workflow that is started, and first those that an earlier run left behind."""
    conductor = Conductor(emulator)
    emulator.bus.listen("workflow.started", conductor.begin)
    emulator.bus.listen("execution.finished", conductor.child_ended)
    emulator.bus.listen("execution.canceling", conductor.cancel)
    conductor.resume()
