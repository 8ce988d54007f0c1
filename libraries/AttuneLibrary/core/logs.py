"""What an execution wrote to its streams, from the log artifacts that the platform keeps."""

from collections.abc import Mapping
from typing import Any

from ..client import NotFound, Session
from .errors import BadInput

STREAMS = ("stdout", "stderr")


def log_text(session: Session, execution: Mapping[str, Any], stream: str) -> str:
    """The whole text of one stream; empty where the execution wrote nothing to it."""
    if stream not in STREAMS:
        raise BadInput(f"stream is '{stream}'; it must be one of {', '.join(STREAMS)}")
    ending = f".{stream}.log"
    for artifact in session.get(f"/api/v1/executions/{execution['id']}/artifacts").items:
        if str(artifact["ref"]).endswith(ending):
            return _version_text(session, int(artifact["id"]), int(execution["id"]))
    if (execution.get("result") or {}).get(f"{stream}_log"):
        raise NotFound(f"execution {execution['id']} names a {stream} log, but has no artifact that holds it")
    return ""


def _version_text(session: Session, artifact: int, execution: int) -> str:
    """One log artifact serves every execution of its action; each wrote a version of its own."""
    path = f"/api/v1/artifacts/{artifact}/versions"
    for version in session.get(path).items:
        if version.get("execution") == execution:
            return session.get(f"{path}/{version['version']}/download").text
    return ""
