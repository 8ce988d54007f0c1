"""What the pack endpoints are sent."""

from dataclasses import dataclass, field
from typing import Annotated, Any

from attune_emulator.http.bodies import Body
from attune_emulator.http.fields import Length, Patch


@dataclass
class CreatePack(Body):
    ref: Annotated[str, Length(1, 255)]
    label: Annotated[str, Length(1, 255)]
    version: Annotated[str, Length(1, 50)]
    description: str | None = None
    conf_schema: Any = field(default_factory=dict)
    config: Any = field(default_factory=dict)
    meta: Any = field(default_factory=dict)
    tags: list[str] = field(default_factory=list)
    runtime_deps: list[str] = field(default_factory=list)
    dependencies: list[str] = field(default_factory=list)
    is_standard: bool = False


@dataclass
class UpdatePack(Body):
    label: Annotated[str, Length(1, 255)] | None = None
    description: Patch[str] | None = None
    version: Annotated[str, Length(1, 50)] | None = None
    conf_schema: Any = None
    config: Any = None
    meta: Any = None
    tags: list[str] | None = None
    runtime_deps: list[str] | None = None
    dependencies: list[str] | None = None
    is_standard: bool | None = None


@dataclass
class RegisterPack(Body):
    path: Annotated[str, Length(1)]
    skip_tests: bool = False
    force: bool = False


@dataclass
class InstallPack(Body):
    source: Annotated[str, Length(1)]
    ref_spec: str | None = None
    skip_tests: bool = False
    skip_deps: bool = False


@dataclass
class RegisterPacks(Body):
    pack_paths: list[str]
    packs_base_dir: str | None = None
    skip_validation: bool = False
    skip_tests: bool = False
    force: bool = False


@dataclass
class PackPaths(Body):
    pack_paths: list[str]
    skip_validation: bool = False
