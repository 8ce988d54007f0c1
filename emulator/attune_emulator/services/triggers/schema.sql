CREATE TABLE IF NOT EXISTS trigger (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    ref TEXT NOT NULL UNIQUE,
    pack INTEGER REFERENCES pack (id) ON DELETE CASCADE,
    pack_ref TEXT,
    label TEXT NOT NULL,
    description TEXT,
    enabled BOOLEAN NOT NULL DEFAULT 1,
    param_schema JSON,
    out_schema JSON,
    webhook_enabled BOOLEAN NOT NULL DEFAULT 0,
    webhook_key TEXT UNIQUE,
    webhook_config JSON,
    is_adhoc BOOLEAN NOT NULL DEFAULT 0,
    sensor INTEGER REFERENCES sensor (id) ON DELETE SET NULL,
    sensor_ref TEXT,
    -- Who made it over REST; not shown.
    owner_identity INTEGER,
    created TEXT NOT NULL,
    updated TEXT NOT NULL,
    CONSTRAINT trigger_ref_lowercase CHECK (ref = lower(ref)),
    CONSTRAINT trigger_ref_format CHECK (ref REGEXP '^[^.]+\.[^.]+$')
);
CREATE INDEX IF NOT EXISTS trigger_pack ON trigger (pack);
CREATE INDEX IF NOT EXISTS trigger_sensor ON trigger (sensor);
