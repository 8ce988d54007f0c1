"""What a fresh platform holds: the core pack and its administrator."""

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from attune_emulator.authn import hash_password
from attune_emulator.services.packs.registration import read_pack_yaml, store_pack
from attune_emulator.settings import ADMIN_LOGIN, ADMIN_PASSWORD

if TYPE_CHECKING:
    from attune_emulator.emulator import Emulator

CORE_PACK = Path(__file__).parent / "core_pack"


def seed(emulator: "Emulator") -> None:
    """Fill an empty store; leave a filled one as it is."""
    if emulator.db.value("SELECT id FROM identity LIMIT 1") is not None:
        return
    target = emulator.settings.packs_dir / "core"
    shutil.copytree(CORE_PACK, target, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__"))
    config = read_pack_yaml(target)["config"]
    store_pack(emulator, target, is_standard=True, config=config, owner_identity=None)
    admin = emulator.db.insert(
        "identity",
        {
            "login": ADMIN_LOGIN,
            "display_name": "Test User",
            "password_hash": hash_password(ADMIN_PASSWORD),
            "attributes": {},
        },
    )
    core_admin = emulator.db.by_ref("permission_set", "core.admin")
    assert core_admin is not None
    emulator.db.insert("permission_assignment", {"identity": admin["id"], "permission_set": core_admin["id"]})
