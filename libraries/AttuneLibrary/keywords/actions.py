"""Keywords about actions: what executions run."""

from typing import Any

from robot.api.deco import keyword

from .resources import Resources, given

SHELL = "core.shell"


class Actions(Resources):
    """Actions made over the API are inline: the shell runs the text of their entrypoint."""

    @keyword(tags=["action"])
    def create_action(
        self,
        ref: str | None = None,
        *,
        pack: Any = None,
        label: str | None = None,
        entrypoint: str = "echo ok",
        runtime: str | None = SHELL,
        param_schema: dict[str, Any] | None = None,
        out_schema: dict[str, Any] | None = None,
        description: str | None = None,
        permission_sets: list[str] | None = None,
        timeout: Any = None,
        required_worker_runtimes: dict[str, Any] | None = None,
        worker_selector: dict[str, Any] | None = None,
        worker_tolerations: list[Any] | None = None,
        worker_affinity: dict[str, Any] | None = None,
        session: Any = None,
    ) -> Any:
        """Creates an action in the suite's pack (or ``pack``) and returns it; it is deleted with its test or suite.

        ``entrypoint`` is shell text of 1 to 1024 characters, in which each parameter is a variable of its name.
        ``runtime`` is a runtime's ref; other runtimes than the shell need a file in a pack (`Upload Pack`).
        ``param_schema`` maps names to ``{'type': ..., 'required': ..., 'default': ..., 'secret': ...}``.
        ``permission_sets`` are what the token of its executions may do; without any they have no token.
        ``timeout`` is how long one of its executions may take.
        A ``ref`` without a dot is put under the pack. A taken ref is refused with 409, an unknown pack with 404.

        Example:
        | ${action}=    Create Action    greet    entrypoint=echo "hello $name"
        | ...    param_schema={'name': {'type': 'string'}}
        """
        own = self.pack_of(pack, session)
        full = self.full_ref(ref, own, "action")
        body = given(
            ref=full,
            pack_ref=own,
            label=label or full,
            description=description,
            entrypoint=entrypoint,
            runtime_ref=runtime,
            param_schema=param_schema,
            out_schema=out_schema,
            default_execution_permission_set_refs=permission_sets,
            timeout=self.seconds(timeout),
            required_worker_runtimes=required_worker_runtimes,
            worker_selector=worker_selector,
            worker_tolerations=worker_tolerations,
            worker_affinity=worker_affinity,
        )
        return self.create("action", body, session)

    @keyword(tags=["action"])
    def get_action(self, action: Any, *, session: Any = None) -> Any:
        """Returns an action. ``action`` is its ref, id or object; an unknown one is 404.

        Example:
        | ${action}=    Get Action    core.echo
        """
        return self.fetch("action", action, session)

    @keyword(tags=["action"])
    def get_action_by_ref(self, action: Any, *, session: Any = None) -> Any:
        """Same as `Get Action`."""
        return self.get_action(action, session=session)

    @keyword(tags=["action"])
    def list_actions(self, *, pack: Any = None, session: Any = None) -> list[Any]:
        """Returns every action of every pack, or of ``pack``, from all pages.

        Example:
        | ${actions}=    List Actions    pack=${PACK_REF}
        """
        if pack is None:
            return self.every("/api/v1/actions", session)
        return self.every(f"{self.address('pack', pack, session)}/actions", session)

    @keyword(tags=["action"])
    def update_action(
        self,
        action: Any,
        *,
        label: str | None = None,
        description: str | None = None,
        entrypoint: str | None = None,
        runtime: str | None = None,
        param_schema: dict[str, Any] | None = None,
        out_schema: dict[str, Any] | None = None,
        permission_sets: list[str] | None = None,
        session: Any = None,
    ) -> Any:
        """Changes what is given of an action and returns it as it is then.

        Example:
        | Update Action    ${action}    entrypoint=echo changed
        """
        changes = given(
            label=label,
            description=description,
            entrypoint=entrypoint,
            runtime_ref=runtime,
            param_schema=param_schema,
            out_schema=out_schema,
            default_execution_permission_set_refs=permission_sets,
        )
        return self.change("action", action, changes, session)

    @keyword(tags=["action"])
    def delete_action(self, action: Any, *, session: Any = None) -> None:
        """Deletes an action.

        Example:
        | Delete Action    ${action}
        """
        self.remove("action", action, session)
