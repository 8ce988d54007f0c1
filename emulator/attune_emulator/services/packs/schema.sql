CREATE TABLE IF NOT EXISTS pack (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    ref TEXT NOT NULL UNIQUE,
    label TEXT NOT NULL,
    description TEXT,
    version TEXT NOT NULL,
    conf_schema JSON NOT NULL,
    config JSON NOT NULL,
    meta JSON NOT NULL,
    tags JSON NOT NULL,
    runtime_deps JSON NOT NULL,
    dependencies JSON NOT NULL,
    is_standard BOOLEAN NOT NULL DEFAULT 0,
    -- Who made it; NULL for the packs the platform comes with.
    owner_identity INTEGER,
    -- Packs that came as files are, on the platform, nobody's and seen by all who may read packs.
    from_files BOOLEAN NOT NULL DEFAULT 0,
    created TEXT NOT NULL,
    updated TEXT NOT NULL,
    CONSTRAINT pack_ref_format CHECK (ref REGEXP '^[a-z][a-z0-9_-]+$'),
    CONSTRAINT pack_version_semver
        CHECK (version REGEXP '^\d+\.\d+\.\d+(-[a-zA-Z0-9.-]+)?(\+[a-zA-Z0-9.-]+)?$')
);

CREATE TABLE IF NOT EXISTS pack_test_execution (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    pack INTEGER NOT NULL REFERENCES pack (id) ON DELETE CASCADE,
    pack_version TEXT NOT NULL,
    execution_time TEXT NOT NULL,
    trigger_reason TEXT NOT NULL,
    total_tests INTEGER NOT NULL,
    passed INTEGER NOT NULL,
    failed INTEGER NOT NULL,
    skipped INTEGER NOT NULL,
    pass_rate REAL NOT NULL,
    duration_ms INTEGER NOT NULL,
    result JSON NOT NULL,
    created TEXT NOT NULL,
    CONSTRAINT valid_trigger_reason CHECK (trigger_reason IN ('install', 'update', 'manual', 'validation'))
);

CREATE TABLE IF NOT EXISTS pack_index (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT,
    url TEXT NOT NULL UNIQUE,
    position INTEGER NOT NULL DEFAULT 0,
    enabled BOOLEAN NOT NULL DEFAULT 1,
    headers JSON,
    created TEXT NOT NULL,
    updated TEXT NOT NULL
);
