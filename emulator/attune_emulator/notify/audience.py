"""Who may be told what, where the plan's promise is kept: people hear of what they may see."""

import time

from attune_emulator import deviations
from attune_emulator.authn import Caller
from attune_emulator.authz import Access
from attune_emulator.notify.hub import Notification
from attune_emulator.store import Database, Row
from attune_emulator.visibility import Visibility

# Rights change seldom and notifications come in bursts.
_REMEMBERED = 1.0


class Listener:
    """What one caller may be told."""

    def __init__(self, db: Database, caller: Caller) -> None:
        self._db, self._caller = db, caller
        self._looked = 0.0
        self._access = Access(db, caller)
        self._sight = Visibility(db, caller, self._access)

    def may_hear(self, notification: Notification) -> bool:
        """Tell whether a notification is for this caller's ears."""
        if deviations.on("notifications-unscoped") or deviations.on("stranger-notified"):
            return True
        self._refresh()
        if deviations.on("own-unheard"):
            return self._sight.everything
        return self._sight.everything or self._concerns(notification.entity_type, notification.entity_id)

    def _refresh(self) -> None:
        if time.monotonic() - self._looked > _REMEMBERED:
            self._looked = time.monotonic()
            self._access = Access(self._db, self._caller)
            self._sight = Visibility(self._db, self._caller, self._access)

    def _concerns(self, entity_type: str, entity_id: int) -> bool:
        match entity_type:
            case "execution":
                return self._execution(entity_id)
            case "event" | "enforcement":
                row = self._row(entity_type, entity_id)
                return row is not None and self._sight.record(
                    row["trigger_ref"], row["rule_ref"], executor=row["scope_identity"]
                )
            case "inquiry":
                row = self._row("inquiry", entity_id)
                mine = row is not None and row["assigned_to"] == self._caller.identity_id
                return mine or (row is not None and self._execution(row["execution"]))
            case "workflow_execution":
                row = self._row("workflow_execution", entity_id)
                return row is not None and self._execution(row["execution"])
            case "rule":
                row = self._row("rule", entity_id)
                return row is not None and self._sight.definition(row["pack_ref"], row["owner_identity"])
        return self._granted(entity_type)

    def _granted(self, entity_type: str) -> bool:
        """Artifacts and queues have grants of their own to be read."""
        resource = "artifacts" if entity_type == "artifact" else "queues"
        return self._access.any(resource, "read")

    def _execution(self, number: int | None) -> bool:
        row = self._row("execution", number)
        if row is None:
            return False
        return self._sight.record(row["action_ref"], row["rule_ref"], executor=row["executor"])

    def _row(self, table: str, number: int | None) -> Row | None:
        return None if number is None else self._db.by_id(table, number)
