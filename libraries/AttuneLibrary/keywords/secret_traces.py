"""Keywords that look for a secret in all that the platform tells of an execution."""

from typing import Any

from robot.api.deco import keyword
from robot.api.types import Secret

from ..core.database import forms
from ..core.errors import BadInput
from ..core.traces import traces
from .resources import Resources
from .streams import StreamComponent

SHORTEST = 8


class SecretTraces(Resources):
    """Texts are compared here and never shown."""

    @keyword(tags=["security", "assertion"])
    def execution_should_not_show(self, secret: Secret, execution: Any, *streams: Any, session: Any = None) -> str:
        """Fails where the platform shows a secret in anything it tells of an execution, or has told a stream.

        Looked at are the execution's record, parameters, result, history, artifacts, logs and audit, the list of
        executions, the enforcement and event that led to it, and the same of every execution below it. ``streams`` are
        what `Open Log Stream` and its like returned, and must have received something. In base64 or hexadecimal digits
        it counts as well. The failure names the places, never what they hold. Returns a line with their number.

        Example:
        | Execution Should Not Show    ${password}    ${execution}    ${stream}
        """
        if not isinstance(secret, Secret) or len(str(secret.value)) < SHORTEST:
            raise BadInput(f"secret must be a Secret of at least {SHORTEST} characters, such as Fresh Secret returns")
        number = self.id_of("execution", execution, session)
        told = [*traces(self.api(session), number), *(self._received(one) for one in streams)]
        wanted = list(forms(str(secret.value)))
        places = [place for place, text in told if any(form in text for form in wanted)]
        if places:
            raise AssertionError(f"execution {number} shows the secret value in {', '.join(places)}")
        return f"execution {number}: {len(told)} places do not show it"

    @staticmethod
    def _received(stream: Any) -> tuple[str, str]:
        found = StreamComponent.stream_of(stream)
        frames = found.frames
        if not frames:
            raise AssertionError(f"{found} has received nothing, so it proves nothing")
        # The frames of a log are pieces of one text, and a secret may be cut in two by them.
        pieces = "".join(str(frame.data.get("text") or "") for frame in frames)
        return str(found), "\n".join([*(str(frame.data) for frame in frames), pieces])
