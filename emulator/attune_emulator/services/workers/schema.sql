CREATE TABLE IF NOT EXISTS worker (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL UNIQUE,
    worker_type TEXT NOT NULL DEFAULT 'local',
    worker_role TEXT NOT NULL,
    host TEXT,
    port INTEGER,
    status TEXT NOT NULL,
    capabilities JSON NOT NULL,
    meta JSON,
    last_heartbeat TEXT,
    cordoned BOOLEAN NOT NULL DEFAULT 0,
    cordon_reason TEXT,
    cordoned_by INTEGER,
    cordoned_at TEXT,
    created TEXT NOT NULL,
    updated TEXT NOT NULL
);
