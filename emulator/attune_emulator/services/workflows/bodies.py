"""What requests about workflows carry."""

from dataclasses import dataclass
from typing import Annotated, Any

from attune_emulator.http.bodies import Body
from attune_emulator.http.fields import Length


@dataclass
class CreateWorkflow(Body):
    """A workflow to be; its definition is not judged before it runs."""

    ref: Annotated[str, Length(1, 255)]
    pack_ref: Annotated[str, Length(1, 255)]
    label: Annotated[str, Length(1, 255)]
    version: Annotated[str, Length(1, 50)]
    definition: Any
    description: str | None = None
    param_schema: Any = None
    out_schema: Any = None
    tags: list[str] | None = None


@dataclass
class UpdateWorkflow(Body):
    """Changes to a workflow."""

    label: Annotated[str, Length(1, 255)] | None = None
    description: str | None = None
    version: Annotated[str, Length(1, 50)] | None = None
    definition: Any = None
    param_schema: Any = None
    out_schema: Any = None
    tags: list[str] | None = None


@dataclass
class WorkflowFile(Body):
    """A workflow that is kept as files of its pack."""

    name: Annotated[str, Length(1, 255)]
    label: Annotated[str, Length(1, 255)]
    version: Annotated[str, Length(1, 50)]
    pack_ref: Annotated[str, Length(1, 255)]
    definition: Any
    description: str | None = None
    param_schema: Any = None
    out_schema: Any = None
    tags: list[str] | None = None
