"""Keywords about what streams have received, and what not."""

from collections.abc import Sequence
from typing import Any

from robot.api.deco import keyword

from ..core.errors import BadInput
from ..core.figures import Figure, Target
from ..core.streams import EventStream, Frame, Stream
from ..core.streams.announcements import about, faults, latency, statuses
from ..core.streams.wanted import Wanted, in_short, listed
from ..core.waiting import Wait, Waiter
from ..core.words import statuses_of
from .streams import StreamComponent

# What the plan wants of a notification; the tests judge by a second, which a loaded machine keeps too.
LATENCY = Target("<", 0.1)


class StreamChecks(StreamComponent):
    """Waiting for frames, and proving that there are none."""

    @keyword(tags=["stream", "wait"])
    def stream_should_receive(
        self,
        stream: Any,
        *,
        count: int | None = None,
        after: Any = None,
        timeout: Any = None,
        settle: Any = None,
        **wanted: Any,
    ) -> Any:
        """Waits until a stream has received a frame with these members and returns the first one.

        ``wanted`` are members of the frame or of its payload; one with dots leads deeper, an object stands for its id.
        One that frames do not have is refused, unless it is written ``payload.<name>``.
        With ``count`` there have to be so many and no more, for ``settle``; all of them are returned. ``after`` is a
        frame of the stream: only later ones count. A frame that came already counts. It fails at once when the stream
        has ended. A returned frame has the platform's members, and ``frame``, its number on this stream.

        Example:
        | ${frame}=    Stream Should Receive    ${stream}    entity_id=${execution}    status=completed
        | Should Be Equal    ${frame.payload.action_ref}    core.noop
        | ${frames}=    Stream Should Receive    ${stream}    count=2    notification_type=inquiry_created
        """
        found, meant = self.stream_of(stream), Wanted(wanted)
        start = _number(after, "after") if after is not None else 0
        wait = Wait[list[Frame]](
            keyword="Stream Should Receive",
            subject=f"{found}:",
            wanted=str(meant) if count is None else f"exactly {count} times {meant}",
            look=lambda: [frame for frame in meant.among(found.frames) if frame.number > start],
            holds=lambda frames: bool(frames) if count is None else len(frames) == count,
            show=lambda frames: f"{len(frames)} such frames have come" if frames else "no such frame has come",
            hopeless=lambda frames: _hopeless(found, frames, count),
            explain=lambda _: _told(found, meant),
            settle=0.0 if count is None else self._settle(settle),
        )
        frames = self._waiter(found).until(wait, timeout=self.seconds(timeout))
        return self._shown(frames[0]) if count is None else [self._shown(frame) for frame in frames]

    @keyword(tags=["stream", "assertion"])
    def stream_should_not_receive(self, stream: Any, *, before: Any, after: Any = None, **unwanted: Any) -> None:
        """Fails where a stream received a frame with these members before the frame ``before``.

        An absence is proved by something later that did arrive: make it happen, await it with `Stream Should Receive`,
        and give it as ``before``. With ``after``, a frame as well, earlier ones do not matter.

        Example:
        | Execute Action    ${another's}    session=ann
        | ${own}=    Execute Action    core.noop    session=bob
        | ${proof}=    Stream Should Receive    ${stream}    entity_id=${own}    status=completed
        | Stream Should Not Receive    ${stream}    before=${proof}    action_ref=${another's.ref}
        """
        found, meant = self.stream_of(stream), Wanted(unwanted)
        if not unwanted:
            raise BadInput("no member is given; say what must not have come, such as entity_type=execution")
        first, last = (0 if after is None else _number(after, "after")), _number(before, "before")
        there = [frame for frame in meant.among(found.frames) if first < frame.number < last]
        if there:
            shown = "; ".join(map(in_short, there[:5]))
            raise AssertionError(
                f"Stream Should Not Receive: {found}: {len(there)} times {meant} before frame #{last}: {shown}"
            )

    @keyword(tags=["stream"])
    def get_stream_frames(self, stream: Any, *, before: Any = None, **wanted: Any) -> list[Any]:
        """Returns all frames with these members that a stream has received so far, in the order they came.

        With ``before``, a frame of the stream, only those that came earlier.

        Example:
        | ${frames}=    Get Stream Frames    ${stream}    entity_type=inquiry
        """
        found = Wanted(wanted).among(self.stream_of(stream).frames)
        last = None if before is None else _number(before, "before")
        return [self._shown(frame) for frame in found if last is None or frame.number < last]

    @keyword(tags=["stream", "assertion"])
    def status_changes_should_be_announced(
        self,
        stream: Any,
        thing: Any,
        wanted: Any,
        *,
        entity_type: str = "execution",
        timeout: Any = None,
        settle: Any = None,
    ) -> list[Any]:
        """Waits until a stream has announced just these statuses of a thing, in this order and each once.

        ``thing`` is one or a list of them. ``wanted`` is a text with spaces or a list. ``entity_type`` is ``execution``
        or ``enforcement``. Each frame has to begin where the one before it ended (``old_status``), and none may be
        older. That nothing more is announced is watched for ``settle``. Returns the frames.

        Example:
        | Status Changes Should Be Announced    ${stream}    ${execution}    requested running completed
        """
        words = wanted.split() if isinstance(wanted, str) else wanted
        path = list(statuses_of(entity_type, words))
        found, settled = self.stream_of(stream), self._settle(settle)
        frames = []
        for one in thing if isinstance(thing, list) else [thing]:
            number = self.id_of(entity_type, one)
            frames += self._announced(found, entity_type, number, path, self.seconds(timeout), settled)
            # What has held while the first was watched has held for the others as well.
            settled = 0.0
        return [self._shown(frame) for frame in frames]

    def _announced(
        self, stream: Stream, entity_type: str, number: int, path: list[str], timeout: float | None, settle: float
    ) -> list[Frame]:
        """The frames of one thing, which took just this path."""
        wait = Wait[list[Frame]](
            keyword="Status Changes Should Be Announced",
            subject=f"{stream}:",
            wanted=f"{' '.join(path)} of {entity_type} {number}",
            look=lambda: about(stream.frames, entity_type, number),
            holds=lambda frames: statuses(frames) == path,
            show=lambda frames: f"{' '.join(statuses(frames)) or 'nothing'} has been announced",
            hopeless=lambda frames: _off_the_path(stream, statuses(frames), path),
            explain=lambda _: listed(stream.frames),
            settle=settle,
        )
        frames = self._waiter(stream).until(wait, timeout=timeout)
        if wrong := faults(frames):
            lines = "\n  ".join(wrong)
            raise AssertionError(f"Status Changes Should Be Announced: {entity_type} {number}:\n  {lines}")
        return frames

    @keyword(tags=["stream", "assertion"])
    def notifications_should_be_timely(self, stream: Any, *, limit: Any = "1s", **wanted: Any) -> float:
        """Fails where a frame with these members was sent later than ``limit`` after its change; returns the longest.

        Both moments are the platform's own. The latencies are recorded as a figure, beside the plan's 100 ms.

        Example:
        | Notifications Should Be Timely    ${stream}    entity_type=execution    entity_id=${execution}
        """
        most = (self.seconds(limit, "limit") or 0.0) * self.settings.timing_tolerance
        frames = Wanted(wanted).among(self.notifications_of(stream).frames)
        if not frames:
            raise AssertionError(f"Notifications Should Be Timely: {stream} has received no {Wanted(wanted)}")
        found = [(latency(frame), frame) for frame in frames]
        values = tuple(round(seconds, 4) for seconds, _ in found)
        figure = Figure("notification latency", self.context.metrics.test, values, "s", LATENCY)
        self.context.metrics.figures.append(figure)
        late = [f"{in_short(frame)}: {seconds:.3f} s" for seconds, frame in found if not -most <= seconds <= most]
        if late:
            raise AssertionError(
                "\n  ".join([f"Notifications Should Be Timely: later than {most:g} s after the change:", *late[:10]])
            )
        return max(values)

    @keyword(tags=["stream", "wait"])
    def stream_text_should_be(self, stream: Any, text: str, *, timeout: Any = None) -> None:
        """Waits until the stream of a log or artifact has ended by itself, and compares all that it delivered.

        It has to end with the event ``done``.

        Example:
        | ${stream}=    Open Log Stream    ${execution}
        | Stream Text Should Be    ${stream}    one\\ntwo\\n
        """
        found = self.stream_of(stream)
        if not isinstance(found, EventStream):
            raise BadInput(f"stream is {found}; it must be what Open Log Stream or Open Artifact Stream returned")
        self.stream_should_end(found, timeout=timeout)
        events = [str(frame.data.get("event")) for frame in found.frames]
        delivered = found.text()
        if delivered != text or events[-1:] != ["done"]:
            raise AssertionError(
                f"Stream Text Should Be: {found} delivered {_cut(delivered)}, wanted {_cut(text)};"
                f" its events: {' '.join(events) or 'none'}, the last wanted: done"
            )

    @keyword(tags=["stream", "wait"])
    def stream_should_end(
        self, stream: Any, *, code: int | None = None, reason: str | None = None, timeout: Any = None
    ) -> str:
        """Waits until the platform has ended a stream, and returns why.

        ``code`` is what a WebSocket was closed with, ``reason`` the platform's text.

        Example:
        | Stream Should End    ${stream}    code=4401    reason=token expired    timeout=10s
        """
        found = self.stream_of(stream)
        wait = Wait[str](
            keyword="Stream Should End",
            subject=f"{found}",
            wanted="its end",
            look=lambda: _ending(found),
            holds=bool,
            show=lambda why: why or "is open",
            explain=lambda _: listed(found.frames),
        )
        self._waiter(found).until(wait, timeout=self.seconds(timeout))
        closed = found.closed
        assert closed is not None
        if (code is not None and closed.code != code) or (reason is not None and closed.why != reason):
            wanted = " ".join(str(part) for part in (code, reason) if part is not None)
            raise AssertionError(f"Stream Should End: {found} ended as '{closed}', wanted {wanted}")
        return closed.why

    @keyword(tags=["stream", "assertion"])
    def stream_should_be_open(self, stream: Any) -> None:
        """Fails where a stream has ended.

        Example:
        | Stream Should Be Open    ${stream}
        """
        found = self.stream_of(stream)
        if found.closed is not None:
            raise AssertionError(f"Stream Should Be Open: {found}: {found.closed}")

    def _settle(self, settle: Any) -> float:
        found = self.seconds(settle, "settle")
        return float(self.settings.settle if found is None else found)

    def _waiter(self, stream: Stream) -> Waiter:
        """Looks again whenever the stream receives something."""
        waiter = Waiter(self.settings, wake=stream.inbox)
        waiter.on_end = self.context.metrics.wait_ended
        return waiter

    def _shown(self, frame: Frame) -> Any:
        return self.dotted({**frame.data, "frame": frame.number})


def _ending(stream: Stream) -> str:
    """Why a stream has ended, empty while it has not; looking at its frames is what lets later ones wake the wait."""
    _ = stream.frames
    return str(stream.closed or "")


def _number(frame: Any, argument: str) -> int:
    number = frame.get("frame") if isinstance(frame, dict) else None
    if not isinstance(number, int):
        raise BadInput(f"{argument} is {frame!r}; it must be a frame that Stream Should Receive returned")
    return number


def _hopeless(stream: Stream, frames: Sequence[Frame], count: int | None) -> str | None:
    if count is not None and len(frames) > count:
        return "they do not become fewer"
    return None if stream.closed is None else f"the stream has ended: {stream.closed}"


def _off_the_path(stream: Stream, found: list[str], path: list[str]) -> str | None:
    if found != path[: len(found)]:
        return "what has been announced stays announced"
    return None if stream.closed is None else f"the stream has ended: {stream.closed}"


def _told(stream: Stream, meant: Wanted) -> list[str]:
    frames = stream.frames
    names = meant.absent_from(frames) if frames else []
    return [*listed(frames), *([f"no frame has a member {', '.join(names)}"] if names else [])]


def _cut(text: str) -> str:
    return repr(text) if len(text) <= 200 else f"{text[:80]!r} ... {text[-80:]!r} ({len(text)} characters)"
