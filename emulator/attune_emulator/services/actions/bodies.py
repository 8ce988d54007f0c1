"""What requests about actions carry."""

from dataclasses import dataclass, field
from typing import Annotated, Any, Literal

from attune_emulator.http.bodies import Body
from attune_emulator.http.fields import Length, Patch, Range

RetentionPolicy = Literal["versions", "days", "hours", "minutes"]


@dataclass
class Toleration:
    """A taint that an execution puts up with."""

    key: str
    operator: Literal["equal", "exists"] = "equal"
    value: str | None = None
    effect: str | None = None


@dataclass
class CreateAction(Body):
    """An action to be."""

    ref: Annotated[str, Length(1, 255)]
    pack_ref: Annotated[str, Length(1, 255)]
    label: Annotated[str, Length(1, 255)]
    entrypoint: Annotated[str, Length(1, 1024)]
    description: str | None = None
    runtime: int | None = None
    runtime_ref: str | None = None
    runtime_version_constraint: str | None = None
    required_worker_runtimes: dict[str, Any] | None = field(default_factory=dict)
    worker_selector: dict[str, Any] | None = field(default_factory=dict)
    worker_tolerations: list[Toleration] | None = field(default_factory=list)
    worker_affinity: dict[str, Any] | None = field(default_factory=dict)
    param_schema: Any = None
    out_schema: Any = None
    accesses_mcp: bool | None = None
    default_execution_permission_set_refs: list[str] = field(default_factory=list)
    artifact_retention_policy: RetentionPolicy | None = None
    artifact_retention_limit: Annotated[int, Range(min=1)] | None = None
    log_retention_policy: RetentionPolicy | None = None
    log_retention_limit: Annotated[int, Range(min=1)] | None = None
    timeout: Annotated[float, Range(min=0)] | None = None


@dataclass
class UpdateAction(Body):
    """Changes to an action."""

    label: Annotated[str, Length(1, 255)] | None = None
    description: str | None = None
    entrypoint: Annotated[str, Length(1, 1024)] | None = None
    runtime: int | None = None
    runtime_ref: str | None = None
    runtime_version_constraint: Patch[str] | None = None
    required_worker_runtimes: dict[str, Any] | None = None
    worker_selector: dict[str, Any] | None = None
    worker_tolerations: list[Toleration] | None = None
    worker_affinity: dict[str, Any] | None = None
    param_schema: Any = None
    out_schema: Any = None
    accesses_mcp: bool | None = None
    default_execution_permission_set_refs: list[str] | None = None
    artifact_retention_policy: Patch[RetentionPolicy] | None = None
    artifact_retention_limit: Patch[int] | None = None
    log_retention_policy: Patch[RetentionPolicy] | None = None
    log_retention_limit: Patch[int] | None = None
    timeout: Annotated[float, Range(min=0)] | None = None
