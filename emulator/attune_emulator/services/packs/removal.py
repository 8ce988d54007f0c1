"""Deleting a pack."""

import shutil
from typing import TYPE_CHECKING

from attune_emulator import deviations
from attune_emulator.services.keys.owners import demand_no_keys
from attune_emulator.services.packs.loader import remove_components
from attune_emulator.store import Row

if TYPE_CHECKING:
    from attune_emulator.emulator import Emulator


def remove_pack(emulator: "Emulator", pack: Row) -> None:
    """Delete a pack, its components and its files; what it did (events, executions) stays.

    Keys it owns are in the way: nothing is deleted then.
    """
    demand_no_keys(emulator.db, "pack", pack["id"])
    with emulator.db.transaction():
        remove_components(emulator, pack)
        emulator.db.delete("pack", pack["id"])
    shutil.rmtree(emulator.settings.packs_dir / pack["ref"], ignore_errors=True)
    environments = emulator.settings.runtime_envs_dir
    for each in environments.iterdir() if deviations.on("environments-removed-all") else [environments / pack["ref"]]:
        shutil.rmtree(each, ignore_errors=True)
    emulator.bus.send("pack.deleted", pack)
