"""What every keyword component stands on."""

from collections.abc import Callable
from typing import Any

from ..client import Session
from ..core import objects
from ..core.cleanup import Made
from ..core.context import Context
from ..core.errors import BadInput
from ..core.names import Names
from ..core.settings import Settings, seconds
from ..core.waiting import Waiter

PACK_VARIABLE = "${PACK_REF}"


class Component:
    """One topic's keywords; holds nothing itself, everything shared is in the context."""

    def __init__(self, context: Context) -> None:
        self.context = context

    @property
    def settings(self) -> Settings:
        return self.context.settings

    @property
    def waiter(self) -> Waiter:
        return self.context.waiter

    @property
    def names(self) -> Names:
        return self.context.names

    def api(self, session: object = None) -> Session:
        """The session meant by a keyword's `session` argument."""
        return self.context.sessions.get(session)

    def remember(
        self,
        kind: str,
        key: object,
        session: object = None,
        delete: Callable[[], object] | None = None,
        *,
        whole_run: bool = False,
    ) -> Made:
        """Have a thing deleted at the end of this test or suite; call it BEFORE the request that creates."""
        return self.context.cleanup.remember(kind, key, self.api(session), delete, whole_run=whole_run)

    def id_of(self, kind: str, value: object, session: object = None) -> int:
        """The number of a thing given as number, ref or object."""
        return objects.id_of(kind, value, lambda: self.api(session))

    def ref_of(self, kind: str, value: object, session: object = None) -> str:
        """The ref of a thing given as ref, object or number."""
        return objects.ref_of(kind, value, lambda: self.api(session))

    def pack_of(self, pack: object = None, session: object = None) -> str:
        """The ref of `pack`, or of the running suite's own pack where None."""
        if pack is not None:
            return self.ref_of("pack", pack, session)
        own = self.variable(PACK_VARIABLE)
        if not own:
            raise BadInput(
                "pack is not given and the suite has no pack of its own: make 'Use A Pack Of My Own' its Suite Setup"
            )
        return str(own)

    def full_ref(self, ref: str | None, pack: str, word: str) -> str:
        """`ref` as given, put under `pack` where it has no dot; a fresh one where None."""
        if ref is None:
            return f"{pack}.{self.names.ref(word)}"
        return ref if "." in ref else f"{pack}.{ref}"

    @staticmethod
    def dotted(value: Any) -> Any:
        """A copy of the platform's data with attribute access, to be returned by a keyword."""
        return objects.dotted(value)

    @staticmethod
    def seconds(value: object, argument: str = "timeout") -> float | None:
        """Seconds of a Robot time argument; None stays None."""
        if value is None:
            return None
        total = getattr(value, "total_seconds", None)
        try:
            return seconds(str(total() if callable(total) else value))
        except ValueError:
            raise BadInput(f"{argument} is '{value}'; it must be a time such as 30, 500ms or 2 min") from None

    @staticmethod
    def variable(name: str) -> Any:
        """A Robot variable of the running suite, None where there is none."""
        from robot.running.context import EXECUTION_CONTEXTS  # outside a run there is no context to ask

        current = EXECUTION_CONTEXTS.current
        return current.variables[name] if current is not None and name[2:-1] in current.variables else None
