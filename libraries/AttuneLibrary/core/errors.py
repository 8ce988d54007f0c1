"""Failures that come from the library rather than from the platform."""


class BadInput(Exception):
    """An argument or setting that cannot be used; one line that names it and what is allowed."""

    ROBOT_SUPPRESS_NAME = True


class WaitFailed(AssertionError):
    """A wait that did not reach what it waited for."""

    ROBOT_SUPPRESS_NAME = True


class WaitTimedOut(WaitFailed):
    """Time ran out."""


class WaitEndedEarly(WaitFailed):
    """What is awaited cannot come any more."""
