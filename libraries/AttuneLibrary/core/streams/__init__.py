"""Streams of the platform's notifications, executions and logs, each read by a thread of its own."""

from .events import EventStream
from .inbox import Frame, Inbox
from .notifications import NotificationStream
from .stream import Stream

__all__ = ["EventStream", "Frame", "Inbox", "NotificationStream", "Stream"]
