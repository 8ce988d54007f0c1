-- One row a call; what the rate limit counts.
CREATE TABLE IF NOT EXISTS webhook_event_log (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    trigger INTEGER NOT NULL REFERENCES trigger (id) ON DELETE CASCADE,
    webhook_key TEXT NOT NULL,
    source_ip TEXT,
    created TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS webhook_event_log_window ON webhook_event_log (trigger, webhook_key, created);
