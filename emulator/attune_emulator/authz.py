"""Who may do what: grants from permission sets, and the constraints on them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from attune_emulator import deviations
from attune_emulator.authn import Caller
from attune_emulator.http.errors import Forbidden
from attune_emulator.store import Database, Row

RESOURCES = (
    *("packs", "actions", "queues", "rules", "triggers", "executions", "events", "enforcements", "inquiries", "keys"),
    *("artifacts", "runtimes", "workers", "retention", "identities", "permissions", "audit_log"),
)
ACTIONS = (
    *("read", "create", "install", "configure", "update", "delete", "execute", "cancel", "respond", "manage"),
    "decrypt",
)

STANDARD_SET = "standard"
# Where the platform judges the tokens of people alone, and executions do as they like.
OPEN_TO_EXECUTIONS = frozenset({"packs", "actions", "queues", "rules", "triggers"})


@dataclass(frozen=True)
class Grant:
    """Some actions on one kind of resource, perhaps only on part of it."""

    resource: str
    actions: frozenset[str]
    constraints: dict[str, Any] | None = None


@dataclass(frozen=True)
class Subject:
    """What a constraint looks at: the thing the caller wants to touch."""

    id: int | None = None
    ref: str | None = None
    pack_ref: str | None = None
    owner_identity: int | None = None
    owner_type: str | None = None
    owner_ref: str | None = None
    visibility: str | None = None
    encrypted: bool | None = None
    execution_id: int | None = None
    execution_ancestors: tuple[int, ...] = ()


ANYTHING = Subject()


def parse_grants(stored: Sequence[dict[str, Any]]) -> list[Grant]:
    """Read a permission set's grants; a single `action` is accepted beside `actions`."""
    return [
        Grant(
            resource=entry.get("resource", ""),
            actions=frozenset(entry.get("actions") or [entry.get("action", "")]),
            constraints=entry.get("constraints") or None,
        )
        for entry in stored
    ]


def assigned_sets(db: Database, identity_id: int) -> list[Row]:
    """Return the permission sets of an identity, assigned directly or through its roles."""
    return db.all(
        "SELECT * FROM permission_set WHERE id IN ("
        " SELECT permission_set FROM permission_assignment WHERE identity = ?1 UNION"
        " SELECT s.permission_set FROM permission_set_role_assignment s"
        " JOIN identity_role_assignment i ON i.role = s.role WHERE i.identity = ?1) ORDER BY ref",
        identity_id,
    )


def _standard_grants(metadata: dict[str, Any]) -> list[Grant]:
    action_ref = str(metadata.get("action_ref", ""))
    pack_ref = action_ref.partition(".")[0]
    keys, artifacts = frozenset({"read", "decrypt"}), frozenset({"read", "create", "update", "delete"})
    owners = {"action": action_ref, "pack": pack_ref}
    return [
        Grant(resource, actions, {"owner_types": [kind], "owner_refs": [ref]})
        for kind, ref in owners.items()
        for resource, actions in (("keys", keys), ("artifacts", artifacts))
    ]


def grants_of(db: Database, caller: Caller) -> list[Grant]:
    """Return every grant of a caller: of its identity, or of the sets an execution token names."""
    if caller.token_type != "execution" or deviations.on("token-with-all-rights"):
        return [grant for row in assigned_sets(db, caller.identity_id) for grant in parse_grants(row["grants"])]
    found: list[Grant] = []
    for ref in caller.metadata.get("permission_set_refs") or []:
        row = db.by_ref("permission_set", ref)
        if ref == STANDARD_SET:
            found += _standard_grants(caller.metadata)
        elif row is not None:
            found += parse_grants(row["grants"])
    return found


class Access:
    """The rights of one caller, read from the store once."""

    def __init__(self, db: Database, caller: Caller) -> None:
        self.caller = caller
        self.grants = [] if caller.is_service else grants_of(db, caller)
        if deviations.on("grants-taken-away") and not self.is_administrator:
            self.grants = [Grant(g.resource, g.actions - {"create"}, g.constraints) for g in self.grants]

    def any(self, resource: str, action: str) -> bool:
        """Tell whether the caller holds the grant at all, whatever its constraints."""
        held = any(g.resource == resource and action in g.actions for g in self.grants)
        return self.caller.is_service or held or self._unjudged(resource, action)

    def allows(self, resource: str, action: str, subject: Subject = ANYTHING) -> bool:
        """Tell whether the caller may do this to this thing."""
        if self.caller.is_service or (deviations.on("grant-not-checked") and action != "read"):
            return True
        return self._unjudged(resource, action) or self.holds(resource, action, subject)

    def holds(self, resource: str, action: str, subject: Subject) -> bool:
        """Tell whether one of the caller's own grants covers this."""
        return any(self._fits(grant, subject) for grant in self.grants if self._names(grant, resource, action))

    def allows_constrained(self, resource: str, action: str, subject: Subject) -> bool:
        """Tell whether a grant with constraints allows it; unconstrained ones do not count."""
        held = (g for g in self.grants if g.constraints and self._names(g, resource, action))
        return self._unjudged(resource, action) or any(self._fits(grant, subject) for grant in held)

    def _unjudged(self, resource: str, action: str) -> bool:
        """Tell whether grants do not count: for executions on the platform, and where a fault says so."""
        if deviations.on("reads-unchecked") and action == "read":
            return True
        if deviations.on("viewer-may-write") and action != "read":
            return any(self._names(g, "packs", "read") for g in self.grants)
        if self.caller.token_type != "execution" or not deviations.on("execution-token-rights"):
            return False
        return resource in OPEN_TO_EXECUTIONS and action != "execute"

    def demand(self, resource: str, action: str, subject: Subject = ANYTHING) -> None:
        """Raise the platform's 403 unless the caller may do this."""
        if not self.allows(resource, action, subject):
            raise PermissionRefused(resource, action, subject)

    @property
    def is_administrator(self) -> bool:
        """The emulator's own notion, for its promises: whoever may manage permissions."""
        return self.caller.is_service or any(
            g.resource == "permissions" and "manage" in g.actions and not g.constraints for g in self.grants
        )

    @staticmethod
    def _names(grant: Grant, resource: str, action: str) -> bool:
        return grant.resource == resource and action in grant.actions

    def _fits(self, grant: Grant, subject: Subject) -> bool:
        return all(self._holds(name, wanted, subject) for name, wanted in (grant.constraints or {}).items())

    def _holds(self, name: str, wanted: Any, subject: Subject) -> bool:
        if wanted is None:
            return True
        match name:
            case "pack_refs":
                return subject.pack_ref in wanted
            case "owner":
                return self._owned(wanted, subject.owner_identity)
            case "owner_types":
                return subject.owner_type in wanted
            case "owner_refs":
                return subject.owner_ref in wanted
            case "visibility":
                return subject.visibility in (wanted if isinstance(wanted, list) else [wanted])
            case "refs":
                return subject.ref in wanted
            case "ids":
                return subject.id in wanted
            case "encrypted":
                return subject.encrypted is bool(wanted)
            case "execution_scope":
                return self._in_scope(wanted, subject)
            case "attributes":
                return not wanted
        return False

    def _owned(self, wanted: str, owner: int | None) -> bool:
        return {"any": True, "none": owner is None, "self": owner == self.caller.identity_id}.get(wanted, False)

    def _in_scope(self, wanted: str, subject: Subject) -> bool:
        own = self.caller.execution_id
        related = subject.execution_id == own or (wanted == "descendants" and own in subject.execution_ancestors)
        return wanted == "any" or (own is not None and related)


class PermissionRefused(Forbidden):
    """A missing grant."""

    def __init__(self, resource: str, action: str, subject: Subject = ANYTHING) -> None:
        named = "" if deviations.on("refusals-unexplained") else f": {resource}:{action}"
        super().__init__(f"Insufficient permissions{named}")
        self.resource = resource
        self.details = {
            "resource": resource,
            "action": action,
            "reason": "grant_not_found_or_constraints_not_matched",
            "target_id": subject.id,
            "target_ref": subject.ref,
            "pack_ref": subject.pack_ref,
            "owner_identity_id": subject.owner_identity,
            "owner_type": subject.owner_type,
            "owner_ref": subject.owner_ref,
            "visibility": subject.visibility,
            "encrypted": subject.encrypted,
        }
