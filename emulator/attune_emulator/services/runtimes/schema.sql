CREATE TABLE IF NOT EXISTS runtime (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    ref TEXT NOT NULL UNIQUE,
    pack INTEGER REFERENCES pack (id) ON DELETE CASCADE,
    pack_ref TEXT,
    name TEXT NOT NULL,
    description TEXT,
    distributions JSON,
    installation JSON,
    execution_config JSON,
    created TEXT NOT NULL,
    updated TEXT NOT NULL,
    CONSTRAINT runtime_ref_lowercase CHECK (ref = lower(ref))
);

CREATE TABLE IF NOT EXISTS runtime_version (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    runtime INTEGER NOT NULL REFERENCES runtime (id) ON DELETE CASCADE,
    runtime_ref TEXT NOT NULL,
    version TEXT NOT NULL,
    is_default BOOLEAN NOT NULL DEFAULT 0,
    distributions JSON NOT NULL,
    execution_config JSON NOT NULL,
    created TEXT NOT NULL,
    updated TEXT NOT NULL,
    UNIQUE (runtime, version)
);
