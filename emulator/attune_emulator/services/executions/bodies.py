"""What requests about executions carry."""

from dataclasses import asdict, dataclass, field
from typing import Any, Literal, TypeVar

from attune_emulator.http.bodies import Body
from attune_emulator.http.errors import BadRequest
from attune_emulator.http.fields import Mismatch, Missing, reader_of
from attune_emulator.services.actions.bodies import RetentionPolicy, Toleration

T = TypeVar("T")


@dataclass
class Execute(Body):
    """An action to run, and how."""

    action_ref: str
    parameters: Any = None
    env_vars: dict[str, Any] | None = None
    permission_set_refs: list[str] | None = None
    artifact_retention_policy: RetentionPolicy | None = None
    artifact_retention_limit: int | None = None
    worker_selector: Any = None
    worker_tolerations: Any = None
    worker_affinity: Any = None


@dataclass
class LabelExpression:
    """A condition on one label of a worker."""

    key: str
    operator: Literal["in", "not_in", "exists", "does_not_exist"]
    values: list[str] = field(default_factory=list)


@dataclass
class SelectorTerm:
    """Conditions on a worker's labels, all of which must hold."""

    match_labels: dict[str, str] = field(default_factory=dict)
    match_expressions: list[LabelExpression] = field(default_factory=list)


@dataclass
class PreferredTerm:
    """A term that adds its weight to a worker's rank."""

    preference: SelectorTerm
    weight: int = 1


@dataclass
class Affinity:
    """Which workers an execution needs, likes and avoids."""

    required: list[SelectorTerm] = field(default_factory=list)
    preferred: list[PreferredTerm] = field(default_factory=list)
    anti_affinity: list[SelectorTerm] = field(default_factory=list)


def placement(body: Execute) -> dict[str, Any]:
    """Return the columns that say which worker may run it; refuses malformed ones with 400."""
    selector = _read(dict[str, str], body.worker_selector, "worker_selector", "an object of labels")
    tolerations = _read(list[Toleration], body.worker_tolerations, "worker_tolerations", "an array of tolerations")
    affinity = _read(Affinity, body.worker_affinity, "worker_affinity", "an affinity object")
    return {
        "worker_selector": selector,
        "worker_tolerations": tolerations and [_tidy(entry) for entry in tolerations],
        "worker_affinity": affinity and asdict(affinity),
    }


def _read(annotation: Any, value: Any, name: str, wanted: str) -> Any:
    if value is None:
        return None
    try:
        return reader_of(annotation)(value, "")
    except (Mismatch, Missing) as error:
        raise BadRequest(f"Invalid {name}: Validation error: {name} must be {wanted}: {error.message}") from error


def _tidy(entry: Toleration) -> dict[str, Any]:
    return {name: value for name, value in asdict(entry).items() if value is not None}
