"""What an execution asks of the worker that is to run it."""

import json
from typing import Any

from attune_emulator.store import Database, Row

_NAMES = {
    **dict.fromkeys(("shell", "bash", "sh"), "shell"),
    **dict.fromkeys(("python", "python3"), "python"),
    **dict.fromkeys(("node", "nodejs", "node.js"), "node"),
    **dict.fromkeys(("native", "builtin", "standalone"), "native"),
}


def runtime_name(name: str) -> str:
    """Return the one name of a runtime that goes by several."""
    return _NAMES.get(name.lower(), name.lower())


def runtime_of(db: Database, action: Row) -> str | None:
    """Return the name of the runtime an action asks for; None when it asks for none."""
    runtime = db.by_id("runtime", action["runtime"]) if action["runtime"] is not None else None
    return runtime_name(runtime["name"]) if runtime else None


def wishes_of(db: Database, execution: Row, action: Row) -> "Wishes":
    """Return what an execution and its action ask for; where both speak, the execution counts."""
    runtime = db.by_id("runtime", action["runtime"]) if action["runtime"] is not None else None
    return Wishes(
        runtime["name"] if runtime else None,
        action["runtime_version_constraint"],
        action["required_worker_runtimes"] or {},
        execution["worker_selector"] or action["worker_selector"] or {},
        execution["worker_tolerations"] or action["worker_tolerations"] or [],
        execution["worker_affinity"] or action["worker_affinity"] or {},
    )


class Wishes:
    """What an execution asks of its worker."""

    def __init__(
        self,
        runtime: str | None,
        version: str | None,
        required: dict[str, Any],
        selector: dict[str, Any],
        tolerations: list[Any],
        affinity: dict[str, Any],
    ) -> None:
        self._runtime, self._version, self._required = runtime, version, required
        self._selector, self._tolerations, self._affinity = selector, tolerations, affinity

    def met_by(self, worker: Row) -> bool:
        """Tell whether a worker has the runtimes and the labels."""
        has = {runtime_name(name) for name in worker["capabilities"].get("runtimes", [])}
        needs = {runtime_name(name) for name in ([self._runtime] if self._runtime else []) + list(self._required)}
        labels = worker["capabilities"].get("labels", {})
        if needs - has or any(labels.get(name) != value for name, value in self._selector.items()):
            return False
        required = self._affinity.get("required") or []
        avoided = self._affinity.get("anti_affinity") or []
        return (not required or any(_matches(term, labels) for term in required)) and not any(
            _matches(term, labels) for term in avoided
        )

    def dislike(self, worker: Row) -> int:
        """Return a rank: the smaller the better the worker suits the preferences."""
        labels = worker["capabilities"].get("labels", {})
        preferred = self._affinity.get("preferred") or []
        liked = [int(term.get("weight", 1)) for term in preferred if _matches(term["preference"], labels)]
        return -sum(liked)

    def described(self) -> str:
        """Return the wishes in the platform's words."""
        required = ", ".join(f"{name} {version}" for name, version in self._required.items()) or "none"
        return (
            f"requires runtime: {self._runtime or 'any'}, version constraint: {self._version or 'none'},"
            f" required worker runtimes: {required}, worker placement: {self._placement()}"
        )

    def _placement(self) -> str:
        if not (self._selector or self._tolerations or self._affinity):
            return "none"
        counts = ((part, len(self._affinity.get(part) or [])) for part in ("required", "preferred", "anti_affinity"))
        terms = [f"{part if part == 'anti_affinity' else part + '_affinity'}_terms={count}" for part, count in counts]
        return ", ".join([f"selector={json.dumps(self._selector)}", f"tolerations={len(self._tolerations)}", *terms])


def _matches(term: dict[str, Any], labels: dict[str, str]) -> bool:
    """Tell whether labels satisfy every condition of a selector term."""
    if any(labels.get(name) != value for name, value in (term.get("match_labels") or {}).items()):
        return False
    for condition in term.get("match_expressions") or []:
        name, values = condition["key"], condition.get("values") or []
        judged = {
            "in": labels.get(name) in values,
            "not_in": labels.get(name) not in values,
            "exists": name in labels,
            "does_not_exist": name not in labels,
        }
        if not judged[condition["operator"]]:
            return False
    return True
