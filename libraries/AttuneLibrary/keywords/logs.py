"""Keywords that judge what the platform keeps of an execution's output: how much, how it is cut, whose it is."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from robot.api.deco import keyword

from ..core.errors import BadInput
from ..core.logs import STREAMS, log_bytes, log_text, log_version
from ..core.words import unknown
from .executions import Executions
from .resources import Resources

PLACES = ("result", "log")
MARK = re.compile(rb"trunc|cut|exceed|limit", re.IGNORECASE)
# How much of its limit a platform may keep free for the remark that says what was cut.
RESERVE = 1024
SHOWN = 40


class Logs(Resources):
    """Outputs may be as large as the platform's limit: they are judged here, and no message holds more than some bytes.

    Where an output is looked for: in the ``result`` (stdout alone), or in the ``log`` artifact of a stream.
    """

    @keyword(tags=["execution", "assertion"])
    def output_should_be_cut(
        self, execution: Any, place: str, stream: str, limit: int, *, filler: str = "x", session: Any = None
    ) -> str:
        """Fails unless an output was cut at ``limit`` bytes: nearly all that fits is kept, and a remark says so.

        The execution has to have written nothing but the character ``filler``. ``place`` is ``result`` or ``log``.
        Up to 1 KiB of the limit may be given up for the remark. Returns a line with the sizes.

        Example:
        | Output Should Be Cut    ${execution}    log    stderr    ${10485760}
        """
        kept = self._output(execution, place, stream, session)
        body, remark = _split(kept, filler)
        where = f"{stream} of execution {self.id_of('execution', execution)} in its {place}"
        if len(kept) > limit:
            raise AssertionError(f"{where} has {len(kept)} bytes, wanted at most {limit}")
        if len(body) < limit - RESERVE:
            raise AssertionError(f"{where} has {len(body)} bytes of output, wanted nearly {limit}")
        if not MARK.search(remark) or stream.encode() not in remark:
            raise AssertionError(f"{where} does not say that {stream} was cut: it ends with {kept[-SHOWN:]!r}")
        return f"{where}: {len(body)} bytes and a remark of {len(remark)}"

    @keyword(tags=["execution", "assertion"])
    def output_should_be_whole(
        self, execution: Any, place: str, stream: str, size: int, *, filler: str = "x", session: Any = None
    ) -> str:
        """Fails unless an output is ``size`` times the character ``filler``, and nothing else.

        Nothing in the result may say that the stream was cut. Returns a line with the size.

        Example:
        | Output Should Be Whole    ${execution}    result    stdout    ${1000000}
        """
        kept, wanted = self._output(execution, place, stream, session), filler.encode() * size
        where = f"{stream} of execution {self.id_of('execution', execution)} in its {place}"
        if kept != wanted:
            raise AssertionError(f"{where} has {len(kept)} bytes, wanted {len(wanted)}; it ends with {kept[-SHOWN:]!r}")
        told = self._told(execution, stream, session)
        if told:
            raise AssertionError(f"{where} is whole, but the result says {told}")
        return f"{where}: {len(kept)} bytes"

    @keyword(tags=["execution", "assertion"])
    def truncation_should_be_reported(
        self, execution: Any, stream: str, written: int, limit: int, *, session: Any = None
    ) -> str:
        """Fails unless the result says that a stream was cut, and how many of the ``written`` bytes are missing.

        The result's members are ``<stream>_truncated`` and ``<stream>_bytes_truncated``; what is missing is what was
        written beyond ``limit``, and up to 1 KiB more. Returns a line with the numbers.

        Example:
        | Truncation Should Be Reported    ${execution}    stdout    ${11000000}    ${10485760}
        """
        told = self._told(execution, stream, session)
        missing = told.get(f"{stream}_bytes_truncated")
        beyond = written - limit
        if told.get(f"{stream}_truncated") is not True or not isinstance(missing, int):
            raise AssertionError(f"the result does not say that {stream} was cut, but {told or 'nothing of it'}")
        if not beyond <= missing <= beyond + RESERVE:
            raise AssertionError(f"the result says that {missing} bytes of {stream} are missing, wanted about {beyond}")
        return f"{missing} of {written} bytes of {stream} are missing"

    @keyword(tags=["execution", "assertion"])
    def execution_log_bytes_should_be(self, execution: Any, stream: str, bytes_: str, *, session: Any = None) -> None:
        """Fails unless the log of a stream has exactly these bytes, given in hexadecimal digits; spaces do not count.

        Example:
        | Execution Log Bytes Should Be    ${execution}    stdout    61 ff 0a
        """
        try:
            wanted = bytes.fromhex(bytes_)
        except ValueError:
            raise BadInput(f"bytes are '{bytes_}'; they must be pairs of hexadecimal digits such as 61 ff 0a") from None
        kept = self._output(execution, "log", stream, session)
        if kept != wanted:
            raise AssertionError(f"the {stream} log has {kept[:SHOWN].hex(' ')}, wanted {wanted[:SHOWN].hex(' ')}")

    @keyword(tags=["execution", "assertion"])
    def execution_should_have_no_log(self, execution: Any, *, session: Any = None) -> None:
        """Fails where there is a log of an execution, which wrote nothing.

        Example:
        | Execution Should Have No Log    ${execution}
        """
        found = Executions(self.context).get_execution(execution, session=session)
        logs = [stream for stream in STREAMS if log_version(self.api(session), found, stream)]
        if logs:
            raise AssertionError(f"execution {found.id} has a log of {' and '.join(logs)}, though it wrote nothing")

    @keyword(tags=["execution", "assertion"])
    def each_execution_should_have_its_own_log(
        self, executions: Sequence[Any], texts: Sequence[str], *, session: Any = None
    ) -> str:
        """Fails unless the stdout and stderr logs of each execution are that execution's own text, with a newline.

        ``texts`` are in the order of ``executions``. The failure counts the lost and the mixed-up logs. Returns a line
        with the number of logs.

        Example:
        | Each Execution Should Have Its Own Log    ${children}    ${{ ['one', 'two'] }}
        """
        if len(executions) != len(texts) or not texts:
            raise BadInput(f"there are {len(executions)} executions and {len(texts)} texts; it must be one of each")
        lost: list[str] = []
        mixed: list[str] = []
        for execution, text in zip(executions, texts, strict=True):
            for stream in STREAMS:
                kept = self._log_or_nothing(execution, stream, session)
                if kept.rstrip("\n") != text:
                    (mixed if kept else lost).append(f"{stream} of execution {execution['id']}")
        if lost or mixed:
            which = ", ".join([*lost, *mixed][:6])
            total = len(texts) * len(STREAMS)
            raise AssertionError(f"of {total} logs {len(lost)} are lost and {len(mixed)} hold another's text: {which}")
        return f"{len(texts)} executions have {len(texts) * len(STREAMS)} logs of their own"

    def _log_or_nothing(self, execution: Any, stream: str, session: Any) -> str:
        # Without its result, which may name a log that is lost.
        return log_text(self.api(session), {"id": execution["id"]}, stream)

    def _finished(self, execution: Any, session: Any) -> Any:
        """An execution with its result; one that was given with it is not read again, since it may be large."""
        known = isinstance(execution, Mapping) and execution.get("result") is not None
        return execution if known else Executions(self.context).get_execution(execution, session=session)

    def _told(self, execution: Any, stream: str, session: Any) -> dict[str, Any]:
        """What the result says of a stream having been cut."""
        if stream not in STREAMS:
            raise BadInput(unknown("stream", stream, STREAMS))
        result = self._finished(execution, session)["result"] or {}
        names = (f"{stream}_truncated", f"{stream}_bytes_truncated")
        return {name: result[name] for name in names if name in result}

    def _output(self, execution: Any, place: str, stream: str, session: Any) -> bytes:
        if place not in PLACES:
            raise BadInput(unknown("place", place, PLACES))
        if stream not in STREAMS:
            raise BadInput(unknown("stream", stream, STREAMS))
        if place == "result" and stream != "stdout":
            raise BadInput("place is 'result', where there is no stderr; it must be 'log'")
        found = self._finished(execution, session)
        if place == "result":
            return str((found["result"] or {}).get(stream, "")).encode()
        kept = log_bytes(self.api(session), found, stream)
        version = log_version(self.api(session), found, stream)
        size = version.get("size_bytes") if version else None
        if version and size != len(kept):
            told = f"has {len(kept)} bytes, but is told to have {size}"
            raise AssertionError(f"the {stream} log of execution {found['id']} {told}")
        return kept


def _split(kept: bytes, filler: str) -> tuple[bytes, bytes]:
    """What was written, and what comes after it."""
    rest = kept.lstrip(filler.encode())
    return kept[: len(kept) - len(rest)], rest
