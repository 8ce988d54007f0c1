"""State in SQLite."""

from attune_emulator.store.database import JSON_NULL, Database, Row

__all__ = ["JSON_NULL", "Database", "Row"]
