CREATE TABLE IF NOT EXISTS event (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    trigger INTEGER REFERENCES trigger (id) ON DELETE SET NULL,
    trigger_ref TEXT NOT NULL,
    config JSON,
    -- SQL NULL: the event came without a payload; JSON null: its payload is null.
    payload JSON,
    source INTEGER REFERENCES sensor (id) ON DELETE SET NULL,
    source_ref TEXT,
    rule INTEGER REFERENCES rule (id) ON DELETE SET NULL,
    rule_ref TEXT,
    -- Whose rule or trigger it came from; not shown.
    scope_identity INTEGER,
    created TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS event_trigger_ref ON event (trigger_ref);
CREATE INDEX IF NOT EXISTS event_rule_ref ON event (rule_ref);
CREATE INDEX IF NOT EXISTS event_trigger ON event (trigger);
CREATE INDEX IF NOT EXISTS event_rule ON event (rule);
CREATE INDEX IF NOT EXISTS event_created ON event (created);
