CREATE TABLE IF NOT EXISTS key (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    ref TEXT NOT NULL UNIQUE,
    owner_type TEXT NOT NULL,
    owner TEXT NOT NULL,
    owner_identity INTEGER REFERENCES identity (id),
    owner_pack INTEGER REFERENCES pack (id),
    owner_pack_ref TEXT,
    owner_action INTEGER REFERENCES action (id) ON DELETE CASCADE,
    owner_action_ref TEXT,
    owner_sensor INTEGER REFERENCES sensor (id) ON DELETE CASCADE,
    owner_sensor_ref TEXT,
    name TEXT NOT NULL,
    encrypted BOOLEAN NOT NULL,
    -- As the platform has it; a promise of the plan is that it is empty.
    encryption_key_hash TEXT,
    -- The JSON value, or the text of its encrypted form.
    value JSON NOT NULL,
    -- Seconds, and when they are over; promises of the plan that the platform does not know.
    ttl INTEGER,
    expires_at TEXT,
    created TEXT NOT NULL,
    updated TEXT NOT NULL,
    CONSTRAINT key_ref_lowercase CHECK (ref = lower(ref)),
    CONSTRAINT key_ref_format CHECK (ref REGEXP '^[^.]+(\.[^.]+)*$')
);
CREATE UNIQUE INDEX IF NOT EXISTS idx_key_unique ON key (owner_type, owner, name);
CREATE INDEX IF NOT EXISTS key_owner_pack ON key (owner_pack);
CREATE INDEX IF NOT EXISTS key_owner_identity ON key (owner_identity);
CREATE INDEX IF NOT EXISTS key_owner_action ON key (owner_action);
CREATE INDEX IF NOT EXISTS key_owner_sensor ON key (owner_sensor);
