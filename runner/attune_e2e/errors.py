"""What ends a command before or instead of its work, and the exit codes."""

GREEN = 0
RED = 1
USAGE = 2
UNREACHABLE = 3
INTERRUPTED = 130


class RunnerError(Exception):
    """Ends the command with one clear line.

    Args:
        message: what is wrong and what would be right.
        code: exit code of the command.
    """

    def __init__(self, message: str, code: int = USAGE) -> None:
        super().__init__(message)
        self.code = code


class Interrupted(Exception):
    """SIGINT, SIGTERM or SIGHUP arrived; everything that was started has to be stopped."""

    def __init__(self, signum: int) -> None:
        super().__init__(f"stopped by signal {signum}")
        self.code = 128 + signum
