"""What an execution wrote to its streams, from the log artifacts that the platform keeps."""

from collections.abc import Mapping
from typing import Any

from ..client import Answer, NotFound, Session
from .errors import BadInput

STREAMS = ("stdout", "stderr")


def log_text(session: Session, execution: Mapping[str, Any], stream: str) -> str:
    """The whole text of one stream; empty where the execution wrote nothing to it."""
    found = _download(session, execution, stream)
    return found.text if found else ""


def log_bytes(session: Session, execution: Mapping[str, Any], stream: str) -> bytes:
    """The whole of one stream, byte by byte; empty where the execution wrote nothing to it."""
    found = _download(session, execution, stream)
    return found.raw if found else b""


def log_version(session: Session, execution: Mapping[str, Any], stream: str) -> dict[str, Any] | None:
    """The version of a log artifact that holds one stream, with the artifact's id as ``artifact``; None without one.

    One log artifact serves every execution of its action; each wrote a version of its own.
    """
    if stream not in STREAMS:
        raise BadInput(f"stream is '{stream}'; it must be one of {', '.join(STREAMS)}")
    ending = f".{stream}.log"
    for artifact in session.get(f"/api/v1/executions/{execution['id']}/artifacts").items:
        if str(artifact["ref"]).endswith(ending):
            versions = session.get(f"/api/v1/artifacts/{artifact['id']}/versions").items
            mine = [version for version in versions if version.get("execution") == int(execution["id"])]
            return {**mine[0], "artifact": int(artifact["id"])} if mine else None
    if (execution.get("result") or {}).get(f"{stream}_log"):
        raise NotFound(f"execution {execution['id']} names a {stream} log, but has no artifact that holds it")
    return None


def _download(session: Session, execution: Mapping[str, Any], stream: str) -> Answer | None:
    version = log_version(session, execution, stream)
    if version is None:
        return None
    return session.get(f"/api/v1/artifacts/{version['artifact']}/versions/{version['version']}/download")
