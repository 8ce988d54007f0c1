"""Keywords about workflows: actions made of tasks."""

from collections.abc import Mapping
from typing import Any

import yaml
from robot.api.deco import keyword

from ..core.errors import BadInput
from .resources import Resources, given, plain

PATH = "/api/v1/workflows"


def definition_of(definition: Any) -> dict[str, Any]:
    """A definition as data; a text is YAML (or JSON, which is YAML too)."""
    found = definition
    if isinstance(definition, str):
        try:
            found = yaml.safe_load(definition)
        except yaml.YAMLError as problem:
            raise BadInput(f"definition is no YAML: {' '.join(str(problem).split())}") from None
    if not isinstance(found, Mapping):
        raise BadInput("definition must be a dictionary or YAML text with the keys version and tasks")
    converted: dict[str, Any] = plain(found)
    return converted


class Workflows(Resources):
    """Workflows; each has an action of the same ref, by which it is run."""

    @keyword(tags=["workflow"])
    def create_workflow(
        self,
        definition: Any,
        *,
        ref: str | None = None,
        pack: Any = None,
        label: str | None = None,
        version: str | None = None,
        param_schema: dict[str, Any] | None = None,
        out_schema: dict[str, Any] | None = None,
        description: str | None = None,
        tags: list[str] | None = None,
        session: Any = None,
    ) -> Any:
        """Creates a workflow in the suite's pack (or ``pack``) and returns it; it is deleted with its test or suite.

        ``definition`` is a dictionary or YAML text with ``version``, ``tasks``, ``vars``, ``output_map``; it is sent
        as it is. ``version`` is by default the definition's, or 1.0.0. Run it with `Run Action` by its ref.

        Example:
        | ${workflow}=    Create Workflow    {version: 1.0.0, tasks: [{name: one, action: core.noop}]}
        | Run Action    ${workflow}
        """
        own = self.pack_of(pack, session)
        full = self.full_ref(ref, own, "workflow")
        content = definition_of(definition)
        body = given(
            ref=full,
            pack_ref=own,
            label=label or full,
            description=description,
            version=version or str(content.get("version") or "1.0.0"),
            param_schema=param_schema,
            out_schema=out_schema,
            definition=content,
            tags=tags,
        )
        return self.create("workflow", body, session)

    @keyword(tags=["workflow"])
    def get_workflow(self, workflow: Any, *, session: Any = None) -> Any:
        """Returns a workflow with its definition.

        Example:
        | ${workflow}=    Get Workflow    ${workflow.ref}
        """
        return self.fetch("workflow", workflow, session)

    @keyword(tags=["workflow"])
    def list_workflows(
        self, *, pack: Any = None, tags: list[str] | None = None, search: str | None = None, session: Any = None
    ) -> list[Any]:
        """Returns the workflows that all given filters fit, from all pages.

        Example:
        | ${workflows}=    List Workflows    pack=${PACK_REF}
        """
        return self.every(
            PATH,
            session,
            pack_ref=self.optional_ref("pack", pack, session),
            tags=",".join(tags) if tags else None,
            search=search,
        )

    @keyword(tags=["workflow"])
    def update_workflow(
        self,
        workflow: Any,
        *,
        definition: Any = None,
        label: str | None = None,
        description: str | None = None,
        version: str | None = None,
        param_schema: dict[str, Any] | None = None,
        out_schema: dict[str, Any] | None = None,
        tags: list[str] | None = None,
        session: Any = None,
    ) -> Any:
        """Changes what is given of a workflow and returns it as it is then.

        Example:
        | Update Workflow    ${workflow}    version=1.1.0
        """
        changes = given(
            definition=None if definition is None else definition_of(definition),
            label=label,
            description=description,
            version=version,
            param_schema=param_schema,
            out_schema=out_schema,
            tags=tags,
        )
        return self.change("workflow", workflow, changes, session)

    @keyword(tags=["workflow"])
    def delete_workflow(self, workflow: Any, *, session: Any = None) -> None:
        """Deletes a workflow and its action.

        Example:
        | Delete Workflow    ${workflow}
        """
        self.remove("workflow", workflow, session)
