"""Writes the audit log, a little after the fact, as the platform does."""

from typing import Any

from attune_emulator import clock
from attune_emulator.http.call import Call
from attune_emulator.store import Database

_UNRECORDED = ("/health", "/docs", "/api-spec", "/api/v1/audit-events", "/_emulator/")


class AuditRecorder:
    """Collects audit events and writes them in batches."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._pending: list[dict[str, Any]] = []

    def note(self, call: Call, category: str, event_type: str, outcome: str, **fields: Any) -> None:
        """Record an event of a request; `fields` are columns of audit_event."""
        caller = call.__dict__.get("caller")
        request = call.request
        self._pending.append(
            {
                "created": clock.now(),
                "category": category,
                "event_type": event_type,
                "outcome": outcome,
                "actor_identity": caller.identity_id if caller else None,
                "actor_login": caller.login if caller else None,
                "actor_token_type": caller.token_type if caller else None,
                "actor_ip": request.headers.get("x-forwarded-for"),
                "actor_user_agent": request.headers.get("user-agent"),
                "request_id": call.request_id,
                "http_method": request.method,
                "http_path": request.url.path,
            }
            | fields
        )

    def note_request(self, call: Call, status: int, took_ms: float) -> None:
        """Record the request itself."""
        path = call.request.url.path
        if path.startswith(_UNRECORDED):
            return
        outcome = "denied" if status in (401, 403) else "failure" if status >= 400 else "success"
        resource_type, resource_ref = _resource(path)
        self.note(
            call,
            "api",
            f"api.{call.request.method.lower()}.{outcome}",
            outcome,
            http_status=status,
            duration_ms=int(took_ms),
            resource_type=resource_type,
            resource_ref=resource_ref if resource_ref and not resource_ref.isdigit() else None,
            resource_id=int(resource_ref) if resource_ref and resource_ref.isdigit() else None,
        )

    def flush(self) -> None:
        """Write what was collected."""
        pending, self._pending = self._pending, []
        if not pending:
            return
        with self._db.transaction():
            for event in pending:
                self._db.insert("audit_event", event)


def _resource(path: str) -> tuple[str | None, str | None]:
    parts = path.strip("/").split("/")
    if parts[:2] == ["api", "v1"]:
        parts = parts[2:]
    return (parts[0] if parts and parts[0] else None), (parts[1] if len(parts) > 1 else None)
