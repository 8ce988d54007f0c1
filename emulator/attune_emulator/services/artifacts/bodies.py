"""What requests about artifacts carry."""

from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, Literal

from attune_emulator.http.bodies import Body
from attune_emulator.http.fields import Alias, Patch, Range
from attune_emulator.http.queries import PerPage
from attune_emulator.services.actions.bodies import RetentionPolicy

Scope = Literal["system", "identity", "pack", "action", "sensor"]
Kind = Literal["file_binary", "file_datatable", "file_image", "file_text", "other", "progress", "url"]
Visibility = Literal["public", "private"]


@dataclass
class CreateArtifact(Body):
    """An artifact to be."""

    ref: str
    scope: Scope
    owner: str
    type: Kind
    visibility: Visibility | None = None
    retention_policy: RetentionPolicy | None = None
    retention_limit: Annotated[int, Range(min=1)] | None = None
    name: str | None = None
    description: str | None = None
    content_type: str | None = None
    data: Any = None


@dataclass
class UpdateArtifact(Body):
    """Changes to an artifact."""

    scope: Scope | None = None
    owner: str | None = None
    type: Kind | None = None
    visibility: Visibility | None = None
    retention_policy: RetentionPolicy | None = None
    retention_limit: Annotated[int, Range(min=1)] | None = None
    name: Patch[str] | None = None
    description: Patch[str] | None = None
    content_type: Patch[str] | None = None
    data: Patch[Any] | None = None


@dataclass
class ProgressEntry(Body):
    """One step forward."""

    entry: Any


@dataclass
class NewData(Body):
    """What replaces an artifact's data."""

    data: Any


@dataclass
class CreateVersion(Body):
    """A version whose content is JSON."""

    content: Any
    content_type: str | None = None
    execution: int | None = None
    meta: Any = None
    created_by: str | None = None


@dataclass
class AllocateFile(Body):
    """A version whose content somebody will write to a file."""

    content_type: str | None = None
    execution: int | None = None
    meta: Any = None
    created_by: str | None = None


@dataclass
class AllocateByRef(AllocateFile):
    """The same for an artifact that is made when it is missing."""

    scope: Scope | None = None
    owner: str | None = None
    kind: Annotated[Kind | None, Alias("type")] = None
    visibility: Visibility | None = None
    retention_policy: RetentionPolicy | None = None
    retention_limit: int | None = None
    name: str | None = None
    description: str | None = None


@dataclass
class ArtifactQuery(PerPage):
    """Narrows down the list of artifacts."""

    scope: Scope | None = None
    owner: str | None = None
    type: Kind | None = None
    visibility: Visibility | None = None
    execution: int | None = None
    name: str | None = None
    per_page: int = 20
    cap: ClassVar[int | None] = 100
