"""Work queues as pack files; unknown keys are refused."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from attune_emulator.http.bodies import body_of
from attune_emulator.http.errors import ApiError
from attune_emulator.services.packs.yaml_files import PackFileError
from attune_emulator.services.queues.bodies import CreateQueue
from attune_emulator.services.queues.changes import insert_queue, update_queue
from attune_emulator.services.queues.config import complaint, read_config
from attune_emulator.store import Row

if TYPE_CHECKING:
    from attune_emulator.emulator import Emulator

_KEYS = {
    *("ref", "label", "description", "enabled", "accepting_new_items", "dispatch_action", "default_priority"),
    *("allow_pending_update", "update_strategy", "batch_mode", "item_schema", "action_params"),
    *("permission_set_refs", "config"),
}


def load(emulator: "Emulator", pack: Row, document: dict[str, Any], file: Path) -> str | None:
    """Insert or update the queue a file describes; return its ref."""
    if unknown := sorted(document.keys() - _KEYS):
        raise PackFileError(f"unknown field `{unknown[0]}`")
    body = _body(document)
    action = emulator.db.by_ref("action", body.dispatch_action_ref)
    if action is None:
        raise PackFileError(f"dispatch_action '{body.dispatch_action_ref}' names no action")
    values = body.given() | {
        "pack": pack["id"],
        "pack_ref": pack["ref"],
        "is_adhoc": False,
        "dispatch_action": action["id"],
        "permission_set_refs": body.permission_set_refs,
    }
    known = emulator.db.by_ref("work_queue", body.ref)
    if known is None:
        insert_queue(emulator, values)
    else:
        update_queue(emulator, known, values)
    return body.ref


def _body(document: dict[str, Any]) -> CreateQueue:
    renamed = {("dispatch_action_ref" if key == "dispatch_action" else key): value for key, value in document.items()}
    renamed.setdefault("label", renamed.get("ref"))
    try:
        body = body_of(CreateQueue, renamed, 0)
    except ApiError as error:
        raise PackFileError(error.message) from error
    if wrong := complaint(read_config(body.config), body.batch_mode):
        raise PackFileError(wrong)
    return body


def remove_others(emulator: "Emulator", pack: Row, kept: set[str]) -> None:
    """Delete the pack's queues that no file describes any more."""
    for row in emulator.db.all("SELECT id, ref FROM work_queue WHERE pack = ? AND NOT is_adhoc", pack["id"]):
        if row["ref"] not in kept:
            emulator.db.delete("work_queue", row["id"])
