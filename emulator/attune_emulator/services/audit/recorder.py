"""Writes the audit log, a little after the fact, as the platform does."""

from typing import Any

from attune_emulator import clock, deviations
from attune_emulator.http.call import Call
from attune_emulator.store import Database

_UNRECORDED = ("/health", "/docs", "/api-spec", "/api/v1/audit-events", "/_emulator/")


class AuditRecorder:
    """Collects audit events and writes them in batches."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._pending: list[dict[str, Any]] = []

    def record(self, category: str, event_type: str, outcome: str = "success", **fields: Any) -> None:
        """Record that something happened; `fields` are columns of audit_event."""
        created = clock.after(5) if deviations.on("audit-time-wrong") else clock.now()
        if outcome == "denied" and deviations.on("denials-unrecorded"):
            return
        event = {"created": created, "category": category, "event_type": event_type, "outcome": outcome}
        if deviations.on("audit-actor-lost"):
            fields |= {"actor_identity": None, "actor_login": None}
        self._pending.append(event | fields)

    def note(self, call: Call, category: str, event_type: str, outcome: str, **fields: Any) -> None:
        """Record what a caller did: who, and to what; how it was asked for stands in the request's own event."""
        asked = {} if deviations.on("request-id") else {"request_id": call.request_id}
        self.record(category, event_type, outcome, **_actor(call) | asked | fields)

    def note_request(self, call: Call, status: int, took_ms: float) -> None:
        """Record the request itself."""
        request = call.request
        if request.url.path.startswith(_UNRECORDED):
            return
        outcome = "denied" if status in (401, 403) else "failure" if status >= 400 else "success"
        self.note(
            call,
            "api",
            f"api.{request.method.lower()}.{outcome}",
            outcome,
            actor_ip=request.headers.get("x-forwarded-for") or (request.client.host if request.client else None),
            actor_user_agent=request.headers.get("user-agent"),
            request_id=call.request_id,
            http_method=request.method,
            http_path=request.url.path,
            http_status=status,
            duration_ms=int(took_ms),
        )

    def flush(self) -> None:
        """Write what was collected."""
        pending, self._pending = self._pending, []
        if not pending:
            return
        with self._db.transaction():
            for event in pending:
                self._db.insert("audit_event", event)


def _actor(call: Call) -> dict[str, Any]:
    caller = call.__dict__.get("caller")
    if caller is None:
        return {}
    return {
        "actor_identity": caller.identity_id,
        "actor_login": caller.login,
        "actor_token_type": caller.token_type,
    }
