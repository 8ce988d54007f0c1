CREATE TABLE IF NOT EXISTS enforcement (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    rule INTEGER REFERENCES rule (id) ON DELETE SET NULL,
    rule_ref TEXT NOT NULL,
    trigger_ref TEXT NOT NULL,
    config JSON,
    -- Encrypted: the parameters that `config` shows redacted.
    secrets TEXT,
    event INTEGER REFERENCES event (id) ON DELETE SET NULL,
    status TEXT NOT NULL DEFAULT 'created',
    payload JSON NOT NULL,
    condition TEXT NOT NULL DEFAULT 'all',
    conditions JSON,
    -- Why its parameters could not be rendered; not shown, the execution fails with it.
    error TEXT,
    -- Whose rule it was; not shown.
    scope_identity INTEGER,
    created TEXT NOT NULL,
    resolved_at TEXT
);
CREATE INDEX IF NOT EXISTS enforcement_rule ON enforcement (rule);
CREATE INDEX IF NOT EXISTS enforcement_rule_ref ON enforcement (rule_ref);
CREATE INDEX IF NOT EXISTS enforcement_event ON enforcement (event);
CREATE INDEX IF NOT EXISTS enforcement_created ON enforcement (created);
CREATE INDEX IF NOT EXISTS enforcement_unresolved ON enforcement (id) WHERE status = 'created';
