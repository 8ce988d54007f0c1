CREATE TABLE IF NOT EXISTS rule (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    ref TEXT NOT NULL UNIQUE,
    pack INTEGER NOT NULL REFERENCES pack (id) ON DELETE CASCADE,
    pack_ref TEXT NOT NULL,
    label TEXT NOT NULL,
    description TEXT,
    action INTEGER REFERENCES action (id) ON DELETE SET NULL,
    action_ref TEXT NOT NULL,
    trigger INTEGER REFERENCES trigger (id) ON DELETE SET NULL,
    trigger_ref TEXT NOT NULL,
    conditions JSON,
    action_params JSON NOT NULL,
    trigger_params JSON NOT NULL,
    permission_set_refs JSON,
    -- A promise of the plan that the platform does not know.
    notify_on_trigger BOOLEAN NOT NULL DEFAULT 0,
    enabled BOOLEAN NOT NULL DEFAULT 1,
    is_adhoc BOOLEAN NOT NULL DEFAULT 0,
    owner_identity INTEGER REFERENCES identity (id) ON DELETE SET NULL,
    created TEXT NOT NULL,
    updated TEXT NOT NULL,
    CONSTRAINT rule_ref_lowercase CHECK (ref = lower(ref)),
    CONSTRAINT rule_ref_format CHECK (ref REGEXP '^[^.]+\.[^.]+$')
);
CREATE INDEX IF NOT EXISTS rule_trigger_ref ON rule (trigger_ref);
CREATE INDEX IF NOT EXISTS rule_pack ON rule (pack);
CREATE INDEX IF NOT EXISTS rule_action ON rule (action);
CREATE INDEX IF NOT EXISTS rule_trigger ON rule (trigger);
