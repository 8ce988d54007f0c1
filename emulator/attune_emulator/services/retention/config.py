"""How long records are kept."""

from dataclasses import asdict, dataclass, field
from typing import Any

from attune_emulator.http.bodies import Body
from attune_emulator.http.errors import BadRequest
from attune_emulator.store import Database

DAY = 86400


@dataclass
class Target:
    max_age_seconds: int | None = 30 * DAY


@dataclass
class Targets:
    events: Target = field(default_factory=Target)
    enforcements: Target = field(default_factory=Target)
    executions: Target = field(default_factory=Target)
    execution_history: Target = field(default_factory=Target)
    worker_history: Target = field(default_factory=Target)
    sensor_process_history: Target = field(default_factory=Target)
    audit_events: Target = field(default_factory=lambda: Target(90 * DAY))
    continuous_aggregates: Target = field(default_factory=Target)
    notifications: Target = field(default_factory=Target)
    webhook_event_logs: Target = field(default_factory=Target)
    inquiries: Target = field(default_factory=Target)
    work_queue_items: Target = field(default_factory=Target)
    work_queue_dispatches: Target = field(default_factory=Target)
    pack_test_executions: Target = field(default_factory=Target)
    execution_admission: Target = field(default_factory=Target)
    workers: Target = field(default_factory=Target)
    sensor_processes: Target = field(default_factory=Target)


@dataclass
class RetentionConfig(Body):
    """The whole configuration; what a PUT leaves out takes its default."""

    enabled: bool = True
    check_interval_seconds: int = 3600
    batch_size: int = 1000
    dry_run: bool = False
    advisory_lock_key: int = 7821001
    targets: Targets = field(default_factory=Targets)

    def demand_sense(self) -> None:
        """Raise BadRequest for a zero or negative number."""
        for name in ("check_interval_seconds", "batch_size"):
            if getattr(self, name) <= 0:
                raise BadRequest(f"retention.{name} must be greater than zero")
        for name, target in vars(self.targets).items():
            if target.max_age_seconds is not None and target.max_age_seconds <= 0:
                raise BadRequest(f"retention.targets.{name}.max_age_seconds must be greater than zero or null")


def stored(db: Database) -> dict[str, Any]:
    """Return the configuration in force."""
    row = db.by_id("retention_setting", 1)
    return row["config"] if row else asdict(RetentionConfig())


def store(db: Database, config: RetentionConfig) -> dict[str, Any]:
    """Put a configuration in force."""
    with db.transaction():
        db.delete("retention_setting", 1)
        row = db.insert("retention_setting", {"id": 1, "config": asdict(config)})
    content: dict[str, Any] = row["config"]
    return content
