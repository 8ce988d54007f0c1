"""What sensors write, kept as artifacts."""

from pathlib import Path
from typing import TYPE_CHECKING, Literal

from attune_emulator import clock
from attune_emulator.store import Database, Row

if TYPE_CHECKING:
    from attune_emulator.emulator import Emulator

Stream = Literal["stdout", "stderr"]
STREAMS: tuple[Stream, ...] = ("stdout", "stderr")
# The platform keeps four files of 10 MB each.
LIMIT = 10 * 1024 * 1024
KEPT = 4


def log_artifact(db: Database, sensor_ref: str, stream: str) -> Row | None:
    """Return the artifact of a sensor's log, None while the sensor has written none."""
    return db.by_ref("artifact", log_ref(sensor_ref, stream))


def log_ref(sensor_ref: str, stream: str) -> str:
    return f"sensor.{sensor_ref}.{stream}"


def log_text(emulator: "Emulator", artifact: Row, tail: int | None = None) -> str:
    """Return what a log's artifact holds, or its last `tail` lines."""
    sql = "SELECT file_path FROM artifact_version WHERE artifact = ? ORDER BY version"
    files = [emulator.settings.artifacts_dir / row["file_path"] for row in emulator.db.all(sql, artifact["id"])]
    text = "".join(file.read_text() for file in files if file.exists())
    if not tail:
        return text
    return "".join(text.splitlines(keepends=True)[-tail:])


class SensorLog:
    """Writes a sensor's lines: what went well to stdout, what did not to stderr."""

    def __init__(self, emulator: "Emulator", sensor_ref: str) -> None:
        self._emulator, self._sensor_ref = emulator, sensor_ref
        with emulator.db.transaction():
            self._artifacts = {stream: self._artifact(stream) for stream in STREAMS}
            self._files = {stream: self._latest(stream) for stream in STREAMS}

    def info(self, text: str) -> None:
        self._write("stdout", "INFO", text)

    def error(self, text: str) -> None:
        self._write("stderr", "ERROR", text)

    def _write(self, stream: Stream, level: str, text: str) -> None:
        self.append(stream, f"{clock.now()} {level:>5} {self._sensor_ref}: {text}\n")

    def append(self, stream: Stream, text: str) -> None:
        """Add text to a log as it is."""
        if self._files[stream].stat().st_size > LIMIT:
            self._files[stream] = self._next_file(stream)
        with self._files[stream].open("a") as target:
            target.write(text)

    def _artifact(self, stream: Stream) -> Row:
        known = log_artifact(self._emulator.db, self._sensor_ref, stream)
        return known or self._emulator.db.insert(
            "artifact",
            {
                "ref": log_ref(self._sensor_ref, stream),
                "scope": "sensor",
                "owner": self._sensor_ref,
                "type": "file_text",
                "visibility": "private",
                "retention_policy": "versions",
                "retention_limit": KEPT,
                "name": f"{self._sensor_ref} sensor {stream} log",
                "description": f"Rotating {stream} log for sensor '{self._sensor_ref}'",
                "content_type": "text/plain",
            },
        )

    def _latest(self, stream: Stream) -> Path:
        sql = "SELECT file_path FROM artifact_version WHERE artifact = ? ORDER BY version DESC LIMIT 1"
        path = self._emulator.db.value(sql, self._artifacts[stream]["id"])
        return self._next_file(stream) if path is None else self._touched(path)

    def _next_file(self, stream: Stream) -> Path:
        db, artifact = self._emulator.db, self._artifacts[stream]["id"]
        number = 1 + (db.value("SELECT max(version) FROM artifact_version WHERE artifact = ?", artifact) or 0)
        path = f"sensor/{self._sensor_ref.replace('.', '/')}/{stream}/v{number}.txt"
        values = {"artifact": artifact, "version": number, "content_type": "text/plain", "file_path": path}
        db.insert("artifact_version", values | {"created_by": "sensor"})
        db.execute("DELETE FROM artifact_version WHERE artifact = ? AND version <= ?", artifact, number - KEPT)
        return self._touched(path)

    def _touched(self, path: str) -> Path:
        file = self._emulator.settings.artifacts_dir / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch()
        return file
