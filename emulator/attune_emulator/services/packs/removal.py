"""Deleting a pack."""

import shutil
from typing import TYPE_CHECKING

from attune_emulator.services.packs.loader import remove_components
from attune_emulator.store import Row

if TYPE_CHECKING:
    from attune_emulator.emulator import Emulator


def remove_pack(emulator: "Emulator", pack: Row) -> None:
    """Delete a pack, its components and its files; what it did (events, executions) stays.

    Keys it owns are in the way: the foreign key then refuses, and nothing is deleted.
    """
    with emulator.db.transaction():
        remove_components(emulator, pack)
        emulator.db.delete("pack", pack["id"])
    shutil.rmtree(emulator.settings.packs_dir / pack["ref"], ignore_errors=True)
    shutil.rmtree(emulator.settings.runtime_envs_dir / pack["ref"], ignore_errors=True)
    emulator.bus.send("pack.deleted", pack)
