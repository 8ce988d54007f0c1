CREATE TABLE IF NOT EXISTS sensor (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    ref TEXT NOT NULL UNIQUE,
    pack INTEGER REFERENCES pack (id) ON DELETE CASCADE,
    pack_ref TEXT,
    label TEXT NOT NULL,
    description TEXT,
    entrypoint TEXT NOT NULL,
    runtime INTEGER NOT NULL REFERENCES runtime (id) ON DELETE CASCADE,
    runtime_ref TEXT NOT NULL,
    enabled BOOLEAN NOT NULL DEFAULT 1,
    param_schema JSON,
    config JSON,
    worker_selector JSON NOT NULL DEFAULT '{}',
    worker_tolerations JSON NOT NULL DEFAULT '[]',
    worker_affinity JSON NOT NULL DEFAULT '{}',
    artifact_retention_policy TEXT,
    artifact_retention_limit INTEGER,
    log_retention_policy TEXT,
    log_retention_limit INTEGER,
    is_adhoc BOOLEAN NOT NULL DEFAULT 0,
    -- Who made it over REST; not shown.
    owner_identity INTEGER,
    created TEXT NOT NULL,
    updated TEXT NOT NULL,
    CONSTRAINT sensor_ref_lowercase CHECK (ref = lower(ref)),
    CONSTRAINT sensor_ref_format CHECK (ref REGEXP '^[^.]+\.[^.]+$'),
    CONSTRAINT sensor_log_retention_limit_positive CHECK (log_retention_limit IS NULL OR log_retention_limit > 0),
    CONSTRAINT sensor_artifact_retention_limit_positive
        CHECK (artifact_retention_limit IS NULL OR artifact_retention_limit > 0)
);
CREATE INDEX IF NOT EXISTS sensor_pack ON sensor (pack);
