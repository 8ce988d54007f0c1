CREATE TABLE IF NOT EXISTS execution_history (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    time TEXT NOT NULL,
    operation TEXT NOT NULL,
    entity_id INTEGER NOT NULL,
    entity_ref TEXT,
    changed_fields JSON NOT NULL,
    old_values JSON,
    new_values JSON
);
CREATE INDEX IF NOT EXISTS execution_history_entity ON execution_history (entity_id);

CREATE TABLE IF NOT EXISTS worker_history (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    time TEXT NOT NULL,
    operation TEXT NOT NULL,
    entity_id INTEGER NOT NULL,
    entity_ref TEXT,
    changed_fields JSON NOT NULL,
    old_values JSON,
    new_values JSON
);
CREATE INDEX IF NOT EXISTS worker_history_entity ON worker_history (entity_id);
