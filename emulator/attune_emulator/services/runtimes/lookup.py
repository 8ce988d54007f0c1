"""Which runtime the ``runner_type`` of a pack file means."""

from attune_emulator.store import Database, Row

_ALIASES = {
    **dict.fromkeys(("shell", "bash", "sh"), "core.shell"),
    **dict.fromkeys(("python", "python3"), "core.python"),
    **dict.fromkeys(("node", "nodejs", "node.js"), "core.nodejs"),
    **dict.fromkeys(("native", "builtin", "standalone"), "core.native"),
}


def runtime_for(db: Database, runner_type: str) -> Row | None:
    """Return the runtime a runner type names: by a common name, a ref or a runtime's own name."""
    ref = _ALIASES.get(runner_type.lower(), runner_type)
    return db.one("SELECT * FROM runtime WHERE ref = ?1 OR lower(name) = lower(?1) ORDER BY ref = ?1 DESC LIMIT 1", ref)
