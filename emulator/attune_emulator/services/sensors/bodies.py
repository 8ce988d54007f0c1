"""What is sent to make and to change a sensor."""

from dataclasses import dataclass, field
from typing import Annotated, Any, Literal

from attune_emulator.http.bodies import Body
from attune_emulator.http.fields import Length, Patch

RetentionPolicy = Literal["versions", "days", "hours", "minutes"]


@dataclass
class CreateSensor(Body):
    """A sensor to be; its trigger must exist, but only pack files tie the two together."""

    ref: Annotated[str, Length(1, 255)]
    pack_ref: Annotated[str, Length(1, 255)]
    label: Annotated[str, Length(1, 255)]
    entrypoint: Annotated[str, Length(1, 1024)]
    runtime_ref: Annotated[str, Length(1, 255)]
    trigger_ref: Annotated[str, Length(1, 255)]
    description: str | None = None
    param_schema: Any = None
    config: Any = None
    worker_selector: dict[str, Any] = field(default_factory=dict)
    worker_tolerations: list[Any] = field(default_factory=list)
    worker_affinity: dict[str, Any] = field(default_factory=dict)
    artifact_retention_policy: RetentionPolicy | None = None
    artifact_retention_limit: int | None = None
    log_retention_policy: RetentionPolicy | None = None
    log_retention_limit: int | None = None
    enabled: bool = True


@dataclass
class UpdateSensor(Body):
    """Changes to a sensor."""

    label: Annotated[str, Length(1, 255)] | None = None
    description: str | None = None
    entrypoint: Annotated[str, Length(1, 1024)] | None = None
    enabled: bool | None = None
    param_schema: Patch[Any] | None = None
    worker_selector: dict[str, Any] | None = None
    worker_tolerations: list[Any] | None = None
    worker_affinity: dict[str, Any] | None = None
    artifact_retention_policy: Patch[RetentionPolicy] | None = None
    artifact_retention_limit: Patch[int] | None = None
    log_retention_policy: Patch[RetentionPolicy] | None = None
    log_retention_limit: Patch[int] | None = None
