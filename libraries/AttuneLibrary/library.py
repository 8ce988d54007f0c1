"""The library as Robot Framework sees it: every component's keywords, one shared context, one listener."""

import inspect
from collections.abc import Mapping, Sequence
from typing import Any

from robot.running.context import EXECUTION_CONTEXTS
from robotlibcore import DynamicCore

from .core.context import Context
from .core.settings import ALL
from .keywords import COMPONENTS
from .listener import Listener

__version__ = "0.1.0"

# Words that Robot users may write as argument names and Python's syntax keeps for itself.
RESERVED = ("for",)
READ = ("PABOTQUEUEINDEX", *(setting.variable for setting in ALL))
_shared: list[tuple[Context, Listener]] = []


class AttuneLibrary(DynamicCore):  # type: ignore[misc]  # why: PythonLibCore is untyped
    """Keywords for end-to-end tests of the Attune automation platform.

    Without ``ATTUNE_API_URL`` the embedded emulator of the platform is started at the first need and tested. All
    settings are environment variables, Robot variables or import arguments: `Show Settings` lists them.

    = Arguments =

    - What means a resource (``action``, ``rule``, ``execution``, ...) takes its id, its ref, or the object that a
      creating keyword returned.
    - ``session`` names whose request it is: an alias, or what `Login` and `Open Ordinary User` returned. By default it
      is the shared administrator's.
    - ``pack`` is by default the suite's own, ``${PACK_REF}``, see `Use A Pack Of My Own`.
    - Times (``timeout``, ``settle``, ``for``, ``tolerance``) are Robot Framework times or seconds.
    - Getters of one field take an assertion: ``Get Execution Status    ${execution}    ==    completed``.

    = Cleaning up =

    Whatever a keyword creates is deleted at the end of the test or suite that created it, by the identity that created
    it. ``KEEP_RESOURCES=on-failure`` keeps what failing tests made.

    = Waiting =

    ``Wait For ...`` looks at once, then again until it holds, and fails at once where it cannot come to hold any more.
    The failure says what was awaited, what was seen, how long it took, and the chain from trigger to execution. Tests
    need no sleeping: what must *not* happen is proved by `Event Should Have Caused Nothing` or ``... Should Stay``.

    = Settings =

    Each is an import argument, a Robot variable (``-v TEST_TIMEOUT:10s``) or an environment variable of that name; the
    first one given counts.

    %SETTINGS%

    = Variables =

    Every suite that imports the library has ``${API_BASE_URL}``, ``${TEST_TIMEOUT}``, ``&{TEST_USER_CREDENTIALS}``
    (login, password) and ``&{WAIT_TIME}`` (quick, short, medium, long, extended); after `Use A Pack Of My Own` it has
    ``${PACK_REF}``.
    """

    ROBOT_LIBRARY_SCOPE = "GLOBAL"
    ROBOT_LIBRARY_VERSION = __version__
    ROBOT_LIBRARY_DOC_FORMAT = "ROBOT"

    def __init__(
        self,
        *,
        api_url: str | None = None,
        ws_url: str | None = None,
        login: str | None = None,
        password: object = None,
        timeout: object = None,
        poll_interval: object = None,
    ) -> None:
        """All arguments are optional and by name; each may also come from the environment, see `Show Settings`.

        | Library    AttuneLibrary    timeout=45s
        """
        given = {
            "api_url": api_url,
            "ws_url": ws_url,
            "login": login,
            "password": password,
            "timeout": timeout,
            "poll_interval": poll_interval,
        }
        self.context, self.ROBOT_LIBRARY_LISTENER = _shared_by(given)
        super().__init__([component(self.context) for component in COMPONENTS])
        for spec in self.keywords_spec.values():
            _as_robot_names(spec)

    def get_keyword_documentation(self, name: str) -> str:
        """Part of Robot Framework's dynamic library interface."""
        text: str = super().get_keyword_documentation(name)
        return text.replace("%SETTINGS%", _settings_table()) if name == "__intro__" else text

    def run_keyword(self, name: str, args: Sequence[Any], kwargs: Mapping[str, Any] | None = None) -> Any:
        """Part of Robot Framework's dynamic library interface."""
        reserved = {f"{word}_" for word in RESERVED}
        given = dict(kwargs or {})
        for word in reserved & set(inspect.signature(self.keywords[name]).parameters):
            if word[:-1] in given:
                given[word] = given.pop(word[:-1])
        return super().run_keyword(name, args, given)


def _shared_by(arguments: Mapping[str, Any]) -> tuple[Context, Listener]:
    """One context per process: suites share sessions, names and the emulator whatever they import."""
    if _shared:
        _shared[0][0].imported_again(arguments)
    else:
        # pabot numbers what it starts; a robot that it did not start has no such variable.
        process = _robot_variables().get("PABOTQUEUEINDEX")
        context = Context(arguments, _robot_variables, None if process is None else str(process))
        _shared.append((context, Listener(context)))
    return _shared[0]


def _robot_variables() -> Mapping[str, Any]:
    """The variables that settings may come from, by bare name; none outside a run."""
    current = EXECUTION_CONTEXTS.current
    if current is None:
        return {}
    return {name: current.variables[f"${{{name}}}"] for name in READ if name in current.variables}


def _settings_table() -> str:
    rows = ["| = Variable = | = Default = | = Meaning = |"]
    rows += [f"| ``{one.variable}`` | {'' if one.secret else one.default} | {one.meaning} |" for one in ALL]
    return "\n".join(rows)


def _as_robot_names(spec: Any) -> None:
    """Python calls the argument `for_`, Robot Framework `for`."""

    def renamed(name: str) -> str:
        return name[:-1] if name.endswith("_") and name[:-1] in RESERVED else name

    spec.argument_specification = [
        (renamed(argument[0]), *argument[1:]) if isinstance(argument, tuple) else renamed(argument)
        for argument in spec.argument_specification
    ]
    spec.argument_types = {renamed(name): kind for name, kind in (spec.argument_types or {}).items()}
