"""Executions: what was done, is being done and is to be done."""

from dataclasses import dataclass, replace
from typing import Any, ClassVar, Literal

from starlette.responses import Response

from attune_emulator import deviations
from attune_emulator.definitions import ACTION, existing
from attune_emulator.delegation import may_delegate
from attune_emulator.http.call import Call
from attune_emulator.http.errors import BadRequest, Bare, Forbidden, Invalid
from attune_emulator.http.queries import PageSize, PerPage, Query
from attune_emulator.http.replies import created, data, ordered, select_page
from attune_emulator.http.routes import Routes
from attune_emulator.services.executions.access import (
    missing,
    seen_executions,
    sees_execution,
    subject_of,
    visible_execution,
)
from attune_emulator.services.executions.bodies import Execute, placement
from attune_emulator.services.executions.cancelling import cancel
from attune_emulator.services.executions.creation import create_execution
from attune_emulator.services.executions.parameters import objection
from attune_emulator.services.executions.secrets import real_config, unseal
from attune_emulator.services.executions.statuses import NOT_STARTED, STATUSES
from attune_emulator.services.executions.views import execution_summary, execution_view
from attune_emulator.store import Row

routes = Routes("executions")

_CONTAINS = "instr(lower(result), lower(?)) > 0"
_CONTAINS_LIKE = "result LIKE '%' || ? || '%'"

Status = Literal[
    "requested",
    "scheduling",
    "scheduled",
    "running",
    "completed",
    "failed",
    "canceling",
    "cancelled",
    "timeout",
    "abandoned",
]


@dataclass
class ExecutionQuery(PerPage):
    """Narrows down the list of executions; refs may hold ``*``."""

    status: Status | None = None
    action_ref: str | None = None
    pack_name: str | None = None
    rule_ref: str | None = None
    trigger_ref: str | None = None
    executor: int | None = None
    result_contains: str | None = None
    enforcement: int | None = None
    parent: int | None = None
    top_level_only: bool | None = None
    include_total: bool = False
    per_page: int | None = None
    cap: ClassVar[int | None] = 100

    def asked_size(self) -> int:
        default = 10 if deviations.on("default-page-short") else 20
        return default if self.per_page is None else self.per_page


@dataclass
class OneExecution(Query):
    """Whether to show secret parameters in clear."""

    include_secret_values: bool = False


@routes.post("/api/v1/executions/execute")
def execute(call: Call, body: Execute) -> Response:
    """Run an action or a workflow."""
    action = existing(call, ACTION, body.action_ref)
    call.demand("actions", "execute", ACTION.subject(action["ref"], action))
    if not call.visible.definition(action["pack_ref"], action["owner_identity"]):
        raise ACTION.missing(body.action_ref)
    if body.artifact_retention_limit is not None and body.artifact_retention_limit <= 0:
        raise BadRequest("artifact_retention_limit must be greater than zero")
    columns = placement(body) | _origin(call)
    refs = (
        action["default_execution_permission_set_refs"]
        if body.permission_set_refs is None
        else body.permission_set_refs
    )
    if body.permission_set_refs and not may_delegate(call.db, call.access, body.permission_set_refs):
        raise Forbidden("Cannot execute action with permission sets beyond current access")
    if not deviations.on("parameter-validation") and (wrong := objection(action, body.parameters)) is not None:
        raise Invalid(wrong)
    row = create_execution(
        call.emulator,
        action=action,
        config=body.parameters or None,
        env_vars=body.env_vars,
        permission_set_refs=refs,
        artifact_retention_policy=body.artifact_retention_policy or action["artifact_retention_policy"] or "versions",
        artifact_retention_limit=body.artifact_retention_limit or action["artifact_retention_limit"] or 5,
        **columns,
    )
    call.audit(
        "execution",
        "execution.requested",
        resource_type="executions",
        resource_id=row["id"],
        resource_ref=row["action_ref"],
    )
    return created(execution_view(row))


def _origin(call: Call) -> dict[str, Any]:
    """Return who starts it: an action's own call makes a child of its execution."""
    parent = call.db.by_id("execution", call.caller.execution_id) if call.caller.execution_id is not None else None
    if parent is None:
        return {"executor": 1 if deviations.on("started-as-administrator") else call.caller.identity_id}
    return {"executor": parent["executor"], "parent": parent["id"]}


@routes.get("/api/v1/executions")
def list_executions(call: Call, query: ExecutionQuery) -> Response:
    """List executions, newest first."""
    seen = seen_executions(call)
    where, values = [seen.sql], list(seen.values)
    for name in ("status", "executor", "enforcement", "parent"):
        if (wanted := getattr(query, name)) is not None:
            where.append(f"{name} = ?")
            values.append(wanted)
    for name in ("action_ref", "rule_ref", "trigger_ref"):
        if (wanted := getattr(query, name)) is not None:
            where.append(f"{name} GLOB ?" if "*" in wanted and name != "rule_ref" else f"{name} = ?")
            values.append(_pattern(wanted) if "*" in wanted and name != "rule_ref" else wanted)
    if query.pack_name is not None:
        where.append("pack_of(action_ref) = ?")
        values.append(query.pack_name)
    if query.result_contains is not None:
        where.append(_CONTAINS_LIKE if deviations.on("like-wildcards") else _CONTAINS)
        values.append(query.result_contains)
    if query.top_level_only:
        where.append("parent IS NULL")
    return _page(call, query, " AND ".join(where), values, counted=query.include_total)


def _pattern(text: str) -> str:
    return "".join(f"[{char}]" if char in "?[" else char for char in text)


def _page(call: Call, query: PageSize | PerPage, where: str, values: list[Any], *, counted: bool = True) -> Response:
    order = "created ASC" if deviations.on("oldest-first") else "created DESC"
    sql, window = ordered(f"SELECT * FROM execution WHERE {where}", order), query.window()
    if deviations.on("pages-overlap"):
        window = replace(window, offset=max(window.offset - 1, 0))
    return select_page(call.db, sql, values, window, execution_summary, counted=counted)


@routes.get("/api/v1/executions/stats")
def stats(call: Call) -> Response:
    """Count executions by what became of them."""
    seen = seen_executions(call)
    rows = call.db.all(f"SELECT status, count(*) AS n FROM execution WHERE {seen.sql} GROUP BY status", *seen.values)
    counts = {row["status"]: row["n"] for row in rows}
    named = ("completed", "failed", "running", "cancelled", "timeout", "abandoned")
    pending = sum(counts.get(status, 0) for status in NOT_STARTED)
    return data({"total": sum(counts.values()), "pending": pending} | {name: counts.get(name, 0) for name in named})


@routes.get("/api/v1/executions/status/{status}")
def list_by_status(call: Call, status: str, query: PageSize) -> Response:
    """List executions in one status."""
    if status.lower() not in STATUSES:
        raise BadRequest(f"Invalid execution status: {status}")
    seen = seen_executions(call)
    return _page(call, query, f"{seen.sql} AND status = ?", [*seen.values, status.lower()])


@routes.get("/api/v1/enforcements/{enforcement_id}/executions")
def list_of_enforcement(call: Call, enforcement_id: int, query: PageSize) -> Response:
    """List the executions an enforcement made."""
    seen = seen_executions(call)
    return _page(call, query, f"{seen.sql} AND enforcement = ?", [*seen.values, enforcement_id])


@routes.get("/api/v1/executions/enforcement/{enforcement_id}")
def list_of_enforcement_by_documented_path(call: Call, enforcement_id: int) -> Response:
    """Refuse a path that the platform describes and does not serve."""
    raise Bare(404)


@routes.get("/api/v1/executions/{id}")
def get_execution(call: Call, id: int, query: OneExecution) -> Response:
    """Get one execution."""
    row = visible_execution(call, id)
    subject = subject_of(call.db, row)
    call.demand("executions", "read", subject)
    if not query.include_secret_values:
        return data(execution_view(row))
    call.demand("executions", "decrypt", subject)
    details = {"execution": id}
    call.audit(
        "secret", "secret.execution_values.decrypted", resource_type="executions", resource_id=id, details=details
    )
    return data(execution_view(_revealed(call, row)))


def _revealed(call: Call, row: Row) -> Row:
    hidden, config = unseal(call.emulator, row), real_config(call.emulator, row)
    result = row["result"]
    if hidden.get("result") and isinstance(result, dict) and isinstance(result.get("data"), dict):
        result = result | {"data": result["data"] | hidden["result"]}
    return row | {"config": config, "result": result}


@routes.post("/api/v1/executions/{id}/cancel")
def cancel_execution(call: Call, id: int) -> Response:
    """Cancel an execution: at once before it runs, by ending its process when it runs."""
    row = call.db.by_id("execution", id)
    if row is None or not sees_execution(call, row):
        raise missing(id)
    call.promised("executions", "cancel", subject_of(call.db, row))
    return data(execution_view(cancel(call.emulator, row)))
