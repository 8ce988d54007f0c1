"""Keywords that hand the platform hostile texts and expect nothing of them."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from robot.api.deco import keyword

from ..client import Answer
from ..core.errors import BadInput
from ..core.injection import TEXTS, shown
from .resources import Resources

OK = 200
SHOWN = 5


class Injection(Resources):
    """Paths and filters against texts that would be code if they were not quoted."""

    @keyword(tags=["security", "assertion"])
    def path_should_resist_injection(
        self, path: str, wanted_status: int, *, texts: Sequence[str] | None = None, session: Any = None
    ) -> str:
        """Fails unless every hostile text put into ``path`` is answered with ``wanted_status``.

        ``{text}`` in the path stands for the text, which is quoted as a URL wants it. The texts are attempts at SQL,
        at files, headers, scripts and templates, unless ``texts`` gives others. Returns a line with their number.

        Example:
        | Path Should Resist Injection    /api/v1/packs/{text}    404
        """
        if "{text}" not in path:
            raise BadInput(f"path is '{path}'; it must have {{text}} where the hostile text goes")
        given = TEXTS if texts is None else texts
        faults = []
        for text in given:
            answer = self._asked(path.replace("{text}", quote(text, safe="")), {}, session)
            if answer.status != wanted_status:
                faults.append(f"{shown(text)} is answered {answer.status}, wanted {wanted_status}")
        return self._line(f"GET {path}", given, faults)

    @keyword(tags=["security", "assertion"])
    def filter_should_resist_injection(
        self, path: str, parameter: str, genuine: str, *, texts: Sequence[str] | None = None, session: Any = None
    ) -> str:
        """Fails unless a list's filter finds something with a genuine value and nothing with a hostile one.

        Each text is tried alone and behind the ``genuine`` value. An error of the platform counts as a fault as much
        as a row that was found. Returns a line with the number of texts.

        Example:
        | Filter Should Resist Injection    /api/v1/executions    action_ref    core.noop
        """
        found = self._asked(path, {parameter: genuine}, session)
        where = f"GET {path}?{parameter}="
        if found.status != OK or not found.items:
            rows = len(found.items)
            raise AssertionError(
                f"{where}{genuine} answered {found.status} with {rows} rows, wanted {OK} and at least 1"
            )
        given = TEXTS if texts is None else texts
        faults = []
        for value in (value for text in given for value in (text, genuine + text)):
            answer = self._asked(path, {parameter: value}, session)
            if answer.status != OK or answer.items:
                rows = len(answer.items)
                faults.append(f"{shown(value)} is answered {answer.status} with {rows} rows, wanted {OK} with none")
        return self._line(where, given, faults)

    def _asked(self, path: str, params: dict[str, Any], session: Any) -> Answer:
        return self.api(session).request("GET", path, params=params, any_status=True)

    def _line(self, where: str, texts: Sequence[str], faults: list[str]) -> str:
        if faults:
            lines = "\n  ".join(faults[:SHOWN])
            raise AssertionError(f"{where}: {len(faults)} hostile texts are not harmless:\n  {lines}")
        return f"{where}: {len(texts)} hostile texts were harmless"
