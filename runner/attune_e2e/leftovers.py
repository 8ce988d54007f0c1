"""What runs leave on a platform when they are killed, found by prefix and age, and its removal."""

import re
import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from attune_e2e.api import Api, Refused

PREFIX = "e2e_"
UNFINISHED = ("requested", "scheduling", "scheduled", "running", "canceling")
# In this order nothing that is needed goes before what needs it: rules fire, keys hold their packs.
BY_REF = ("rules", "keys", "queues", "sensors", "workflows", "actions", "triggers", "runtimes", "packs")
# The platform writes these itself; they are records and stay.
_LOGS = re.compile(r"\.(stdout|stderr)\.log$")


@dataclass
class Swept:
    """What was found by kind, what of it is gone, and why the rest is not."""

    found: dict[str, list[str]] = field(default_factory=dict)
    removed: dict[str, int] = field(default_factory=dict)
    failures: list[str] = field(default_factory=list)

    @property
    def total(self) -> int:
        return sum(map(len, self.found.values()))


class Sweeper:
    """Removes what carries the prefix and is old enough.

    Args:
        administrator: sees and may delete nearly everything.
        prefix: what a part of the ref, or the login, begins with.
        older_than: seconds since the creation.
        dry_run: only find.
    """

    def __init__(
        self, administrator: Api, *, prefix: str = PREFIX, older_than: float = 0, dry_run: bool = False
    ) -> None:
        self._admin, self._prefix, self._dry_run = administrator, prefix, dry_run
        self._any_age = older_than <= 0
        self._before = datetime.now(UTC) - timedelta(seconds=older_than)
        self.swept = Swept()

    def sweep(self) -> Swept:
        """Sweep as each leftover identity, since nobody else sees its packs, then as the administrator."""
        identities = list(self._identities())
        if not self._dry_run:
            for identity in identities:
                self._sweep_as_owner(identity)
        self._sweep_as(self._admin)
        for identity in identities:
            path = f"/api/v1/identities/{identity['id']}"
            self._remove(self._admin, "identities", identity["login"], "DELETE", path)
        return self.swept

    def _identities(self) -> Iterator[dict[str, Any]]:
        for summary in list(self._admin.every("identities")):
            if summary["login"].startswith(self._prefix) and (self._any_age or not self._in_use(summary)):
                yield summary

    def _in_use(self, identity: dict[str, Any]) -> bool:
        """Tell from the audit log whether an identity, whose age nobody tells, was made or did anything lately."""
        since = self._before.isoformat().replace("+00:00", "Z")
        queries = (
            {"actor_login": identity["login"]},
            {"event_type": "admin.identity.created", "resource_id": identity["id"]},
        )
        try:
            answers = [
                self._admin.call("GET", "/api/v1/audit-events", params={**query, "created_after": since})["items"]
                for query in queries
            ]
        except Refused as refusal:
            self.swept.failures.append(f"identity {identity['login']} stays, its age is unknown: {refusal}")
            return True
        return any(answers)

    def _sweep_as_owner(self, identity: dict[str, Any]) -> None:
        password = "Aa1!" + secrets.token_urlsafe(18)
        path = f"/api/v1/identities/{identity['id']}"
        grant = {"identity_id": identity["id"], "permission_set_ref": "core.admin"}
        try:
            if identity.get("frozen"):
                self._admin.call("POST", f"{path}/unfreeze")
            self._admin.call("PUT", path, json={"password": password})
            # Its own grants may have gone with the pack they came from.
            self._grant(grant)
            self._sweep_as(Api(self._admin.url, identity["login"], password))
        except Refused as refusal:
            self.swept.failures.append(f"identity {identity['login']}: {refusal}")

    def _grant(self, grant: dict[str, Any]) -> None:
        try:
            self._admin.call("POST", "/api/v1/permissions/assignments", json=grant)
        except Refused as refusal:
            if refusal.status != 409:
                raise

    def _sweep_as(self, api: Api) -> None:
        for rule in self._ours(api, "rules"):
            if rule.get("enabled") and not self._dry_run:
                # A deleted rule's timer may go on; a disabled one's does not.
                self._attempt(api, "rules", "POST", f"/api/v1/rules/{rule['ref']}/disable")
        for execution in self._ours(api, "executions", "action_ref"):
            if execution["status"] in UNFINISHED:
                path = f"/api/v1/executions/{execution['id']}/cancel"
                self._remove(api, "executions", f"{execution['action_ref']} {execution['id']}", "POST", path)
        for artifact in self._ours(api, "artifacts"):
            if not _LOGS.search(artifact["ref"]):
                path = f"/api/v1/artifacts/{artifact['id']}"
                self._remove(api, "artifacts", artifact["ref"], "DELETE", path)
        for collection in BY_REF:
            for item in self._ours(api, collection):
                self._remove(api, collection, item["ref"], "DELETE", f"/api/v1/{collection}/{item['ref']}")

    def _ours(self, api: Api, collection: str, name: str = "ref") -> list[dict[str, Any]]:
        """Return everything of ours in a list; read to its end before anything is deleted from it."""
        return [item for item in api.every(collection) if self._named(item.get(name) or "") and self._old(item)]

    def _named(self, ref: str) -> bool:
        return any(part.startswith(self._prefix) for part in ref.split("."))

    def _old(self, item: dict[str, Any]) -> bool:
        created = item.get("created")
        return self._any_age or (created is not None and datetime.fromisoformat(created) <= self._before)

    def _remove(self, api: Api, kind: str, name: str, method: str, path: str) -> None:
        found = self.swept.found.setdefault(kind, [])
        if name not in found:
            found.append(name)
        if not self._dry_run and self._attempt(api, kind, method, path):
            self.swept.removed[kind] = self.swept.removed.get(kind, 0) + 1

    def _attempt(self, api: Api, kind: str, method: str, path: str) -> bool:
        try:
            api.call(method, path)
        except Refused as refusal:
            if refusal.status != 404:
                self.swept.failures.append(f"{kind}, as {api.login}: {refusal}")
                return False
        return True
