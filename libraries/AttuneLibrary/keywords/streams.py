"""Keywords that open and close streams: the platform's notifications, executions, logs."""

from collections.abc import Callable
from typing import Any, TypeVar

from robot.api import logger
from robot.api.deco import keyword

from ..client import Event, Unauthorized
from ..core.errors import BadInput
from ..core.objects import path_of
from ..core.streams import EventStream, NotificationStream, Stream
from ..core.streams.events import as_record, as_text
from ..core.words import unknown
from .base import Component

# Streams are kept alive by a comment every 15 s.
SILENCE = "45s"
SIGN_IN = ("header", "subprotocol")
S = TypeVar("S", bound=Stream)


class StreamComponent(Component):
    """What keywords about streams have in common."""

    @staticmethod
    def stream_of(value: Any) -> Stream:
        """The stream meant by a keyword's argument."""
        if isinstance(value, Stream):
            return value
        raise BadInput(f"stream is {value!r}; it must be what Open Notification Stream and its like returned")

    @staticmethod
    def notifications_of(value: Any) -> NotificationStream:
        """The stream meant, which has to be one of the notifier."""
        if isinstance(value, NotificationStream):
            return value
        raise BadInput(f"stream is {value}; it must be what Open Notification Stream returned")


class Streams(StreamComponent):
    """Streams are opened BEFORE what they are to show, and read in the background until the test or suite ends."""

    @keyword(tags=["stream"])
    def open_notification_stream(
        self, *filters: str, session: Any = None, sign_in: str = "header", anonymous: bool = False
    ) -> NotificationStream:
        """Connects to the platform's notifier and returns the stream; it is open for all ``filters`` by then.

        A filter is ``all``, ``entity_type:execution``, ``entity:execution:17``, ``notification_type:inquiry_created``
        or ``user:1``. Without any nothing comes. ``sign_in=subprotocol`` sends the token as browsers do. A connection
        that is refused fails with the platform's status, a filter that is refused with its words. The stream ends with
        the test or suite that opened it.

        Example:
        | ${stream}=    Open Notification Stream    entity_type:execution
        | ${execution}=    Execute Action    core.noop
        | Stream Should Receive    ${stream}    entity_id=${execution}    status=completed
        """
        way = _sign_in(sign_in)
        url, masker = self.context.platform.ws_url(), self.context.masker
        connect = self.settings.connect_timeout
        api = self.api(session)

        def notifier() -> Any:
            from ..client.notifier import Notifier  # only runs that listen pay for the WebSocket's library

            token = None if anonymous else api.token()
            try:
                return Notifier(url, token, masker=masker, sign_in=way, connect=connect)
            except Unauthorized:
                if anonymous or api.credentials is None:
                    raise
                # As with requests: a token that was refused is replaced once.
                api.forget()
                return Notifier(url, api.token(), masker=masker, sign_in=way, connect=connect)

        name = f"notifications of {'nobody' if anonymous else api.alias} ({', '.join(filters) or 'no filter'})"
        return self._opened(NotificationStream(name, notifier, filters))

    @keyword(tags=["stream", "execution"])
    def open_execution_stream(
        self, execution: Any = None, *, session: Any = None, anonymous: bool = False, silence: Any = SILENCE
    ) -> EventStream:
        """Opens the stream of executions as they are made and change, of one or of all, and returns it.

        Frames are executions, without their result. It ends with the test or suite, or where nothing, not even a sign
        of life, came for ``silence``.

        Example:
        | ${stream}=    Open Execution Stream
        | ${execution}=    Execute Action    core.noop
        | Status Changes Should Be Announced    ${stream}    ${execution}    ${RUN_PATH}
        """
        number = None if execution is None else self.id_of("execution", execution, session)
        params = {"execution_id": number}
        name = "stream of " + ("executions" if number is None else f"execution {number}")
        return self._events(name, "/api/v1/executions/stream", params, as_record, session, anonymous, silence)

    @keyword(tags=["stream", "execution"])
    def open_log_stream(
        self,
        execution: Any,
        log: str = "stdout",
        *,
        offset: int | None = None,
        session: Any = None,
        anonymous: bool = False,
        silence: Any = SILENCE,
    ) -> EventStream:
        """Opens the stream of what an execution writes to ``stdout`` or ``stderr`` and returns it.

        Frames have ``event`` (waiting, content, append, done), ``text`` and ``id``, which is the offset in bytes to go
        on from. ``offset`` leaves out what is before it.

        Example:
        | ${stream}=    Open Log Stream    ${execution}
        | Stream Text Should Be    ${stream}    one\\ntwo\\n
        """
        number = self.id_of("execution", execution, session)
        path = f"{path_of('execution', number)}/logs/{log}/stream"
        name = f"{log} of execution {number}"
        return self._events(name, path, {"offset": offset}, as_text, session, anonymous, silence)

    @keyword(tags=["stream", "artifact"])
    def open_artifact_stream(
        self, artifact: int, *, session: Any = None, anonymous: bool = False, silence: Any = SILENCE
    ) -> EventStream:
        """Opens the stream of an artifact's content, given by its id, and returns it; frames are as those of a log.

        Example:
        | ${stream}=    Open Artifact Stream    ${artifact.id}
        | Stream Text Should Be    ${stream}    all of it
        """
        path = f"/api/v1/artifacts/{artifact}/stream"
        return self._events(f"artifact {artifact}", path, {}, as_text, session, anonymous, silence)

    @keyword(tags=["stream"])
    def add_stream_filters(self, stream: Any, *filters: str) -> None:
        """Has a stream of notifications receive what these filters name as well, from now on.

        Example:
        | Add Stream Filters    ${stream}    entity_type:inquiry
        """
        self.notifications_of(stream).add(*filters)

    @keyword(tags=["stream"])
    def remove_stream_filters(self, stream: Any, *filters: str) -> None:
        """Takes filters of a stream of notifications back, from now on.

        Example:
        | Remove Stream Filters    ${stream}    entity_type:execution
        """
        self.notifications_of(stream).remove(*filters)

    @keyword(tags=["stream"])
    def send_to_notifier(self, stream: Any, text: str) -> list[str]:
        """Sends a text to the notifier as it is, and returns what the notifier complained about.

        Example:
        | ${complaints}=    Send To Notifier    ${stream}    not json
        """
        return self.notifications_of(stream).say(text)

    @keyword(tags=["stream"])
    def reconnect_stream(self, stream: Any) -> None:
        """Closes a stream's connection and makes a new one, with the same filters; what it has received stays.

        What happens in between is missed, as the platform repeats nothing.

        Example:
        | Reconnect Stream    ${stream}
        """
        self.stream_of(stream).reconnect()

    @keyword(tags=["stream"])
    def close_stream(self, stream: Any) -> None:
        """Closes a stream; what it has received stays. A closed one may be closed again.

        Example:
        | Close Stream    ${stream}
        """
        self.stream_of(stream).close()

    def _events(
        self,
        name: str,
        path: str,
        params: dict[str, Any],
        reading: Callable[[Event], dict[str, Any]],
        session: Any,
        anonymous: bool,
        silence: Any,
    ) -> EventStream:
        api, seconds = self.api(session), self.seconds(silence, "silence")
        if not seconds:
            raise BadInput(f"silence is '{silence}'; it must be a time above 0")

        def source() -> Any:
            return api.open(path, params=params, silence=seconds, anonymous=anonymous)

        return self._opened(EventStream(name, source, reading))

    def _opened(self, stream: S) -> S:
        made = self.remember("stream", stream.name, delete=stream.close)
        try:
            stream.open()
        except BaseException:
            self.context.cleanup.drop(made)
            raise
        logger.info(f"{stream}: open")
        return stream


def _sign_in(word: str) -> str:
    if word not in SIGN_IN:
        raise BadInput(unknown("sign_in", word, SIGN_IN))
    return word
