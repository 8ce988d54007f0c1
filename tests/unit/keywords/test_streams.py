"""Keywords about streams refuse what is none, and leave nothing open."""

from typing import Any

import pytest

from AttuneLibrary.core.context import Context
from AttuneLibrary.core.errors import BadInput
from AttuneLibrary.core.streams import EventStream
from AttuneLibrary.core.streams.events import as_text
from AttuneLibrary.keywords.stream_checks import StreamChecks
from AttuneLibrary.keywords.streams import Streams


def nothing() -> Any:
    raise AssertionError("nothing is to be opened")


STREAM = EventStream("a stream", nothing, as_text)


@pytest.mark.parametrize(
    ("name", "arguments", "words"),
    [
        ("stream_should_receive", {"stream": "x", "status": "y"}, "stream is 'x'; it must be what"),
        ("stream_should_receive", {"stream": STREAM, "timeot": "5s"}, "unknown member of a frame 'timeot'"),
        ("stream_should_receive", {"stream": STREAM, "after": 5}, "after is 5; it must be a frame"),
        ("stream_should_not_receive", {"stream": STREAM, "before": {"frame": 1}}, "no member is given"),
        (
            "stream_should_not_receive",
            {"stream": STREAM, "before": {}, "status": "x"},
            "before is {}; it must be a frame",
        ),
        ("notifications_should_be_timely", {"stream": STREAM}, "stream is a stream; it must be what Open Notification"),
        (
            "status_changes_should_be_announced",
            {"stream": STREAM, "thing": 1, "wanted": "runing"},
            "unknown execution status",
        ),
    ],
)
def test_what_is_no_stream_or_frame_is_refused(
    context: Context, name: str, arguments: dict[str, Any], words: str
) -> None:
    with pytest.raises(BadInput) as caught:
        getattr(StreamChecks(context), name)(**arguments)
    assert str(caught.value).startswith(words)


def test_a_way_to_sign_in_that_there_is_not_is_refused(context: Context) -> None:
    with pytest.raises(BadInput, match="unknown sign_in 'query'; allowed: header, subprotocol"):
        Streams(context).open_notification_stream("all", sign_in="query")
    assert context.cleanup.made == 0


def test_a_stream_without_any_patience_is_refused(context: Context) -> None:
    with pytest.raises(BadInput, match="silence is '0'; it must be a time above 0"):
        Streams(context).open_execution_stream(silence="0")
    assert context.cleanup.made == 0
