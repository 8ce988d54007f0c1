"""The least that makes one thing of each kind: for tests whose subject is not the thing but what may be done to it."""

from collections.abc import Mapping
from typing import Any

SHELL = "core.shell"
PYTHON = "core.python"
TASKS = {"version": "1.0.0", "tasks": [{"name": "only", "action": "core.noop"}]}
# What each kind of thing is made of.
DEFINITIONS: dict[str, tuple[str, ...]] = {
    "action": (),
    "trigger": (),
    "sensor": ("trigger",),
    "rule": ("trigger", "action"),
    "workflow": (),
    "key": (),
    "queue": ("action",),
    "artifact": (),
    "runtime": (),
}


def body_of(kind: str, ref: str, pack: str, parts: Mapping[str, Any]) -> dict[str, Any]:
    """The body of the POST that makes a thing; `parts` are the refs of what it is made of, by kind."""
    within = {"ref": ref, "pack_ref": pack, "label": ref}
    made_of = {f"{name}_ref": parts.get(name) for name in DEFINITIONS[kind]}
    bodies: dict[str, dict[str, Any]] = {
        "action": {**within, "entrypoint": "true", "runtime_ref": SHELL},
        "trigger": within,
        "sensor": {**within, **made_of, "entrypoint": "true", "runtime_ref": PYTHON, "enabled": False},
        "rule": {**within, **made_of},
        "workflow": {**within, "version": "1.0.0", "definition": TASKS},
        "key": {"ref": ref, "name": ref, "owner_type": "pack", "owner_pack_ref": pack, "value": "x"},
        "queue": {"ref": ref, "label": ref, "dispatch_action_ref": parts.get("action"), "enabled": False},
        "artifact": {"ref": ref, "scope": "pack", "owner": pack, "type": "file_text"},
        "runtime": {"ref": ref, "pack_ref": pack, "name": ref, "distributions": {}, "execution_config": {}},
    }
    return bodies[kind]
