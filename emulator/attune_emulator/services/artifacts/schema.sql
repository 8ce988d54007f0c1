CREATE TABLE IF NOT EXISTS artifact (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    ref TEXT NOT NULL UNIQUE,
    scope TEXT NOT NULL,
    owner TEXT NOT NULL DEFAULT '',
    type TEXT NOT NULL,
    visibility TEXT NOT NULL,
    retention_policy TEXT NOT NULL,
    retention_limit INTEGER NOT NULL,
    name TEXT,
    description TEXT,
    content_type TEXT,
    size_bytes INTEGER,
    data JSON,
    created TEXT NOT NULL,
    updated TEXT NOT NULL
);

CREATE TABLE IF NOT EXISTS artifact_version (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    artifact INTEGER NOT NULL REFERENCES artifact (id) ON DELETE CASCADE,
    version INTEGER NOT NULL,
    execution INTEGER,
    content_type TEXT,
    size_bytes INTEGER,
    file_path TEXT,
    -- Its path is nobody's business: the content came by upload, and nobody is to write it.
    uploaded BOOLEAN NOT NULL DEFAULT 0,
    content_json JSON,
    meta JSON,
    created_by TEXT,
    created TEXT NOT NULL,
    UNIQUE (artifact, version)
);
CREATE INDEX IF NOT EXISTS artifact_version_execution ON artifact_version (execution) WHERE execution IS NOT NULL;
