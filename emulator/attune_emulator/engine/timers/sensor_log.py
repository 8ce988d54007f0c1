"""The timer sensor's own log, readable over REST like every sensor's."""

from pathlib import Path

from attune_emulator import clock

# The platform keeps 10 MB in each of its log files.
LIMIT = 10 * 1024 * 1024


def log_file(artifacts_dir: Path, sensor_ref: str, stream: str) -> Path:
    """Return where a sensor's log lies; `stream` is ``stdout`` or ``stderr``."""
    return artifacts_dir / "sensors" / sensor_ref / f"{stream}.log"


class SensorLog:
    """Writes a sensor's lines: what went well to stdout, what did not to stderr."""

    def __init__(self, artifacts_dir: Path, sensor_ref: str) -> None:
        self._files = {stream: log_file(artifacts_dir, sensor_ref, stream) for stream in ("stdout", "stderr")}
        for file in self._files.values():
            file.parent.mkdir(parents=True, exist_ok=True)
            file.touch()

    def info(self, text: str) -> None:
        self._write("stdout", "INFO", text)

    def error(self, text: str) -> None:
        self._write("stderr", "ERROR", text)

    def _write(self, stream: str, level: str, text: str) -> None:
        file = self._files[stream]
        if file.stat().st_size > LIMIT:
            file.replace(file.with_suffix(".log.1"))
        with file.open("a") as target:
            target.write(f"{clock.now()} {level:>5} timer_sensor: {text}\n")
