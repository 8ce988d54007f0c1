CREATE TABLE IF NOT EXISTS inquiry (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    execution INTEGER NOT NULL REFERENCES execution (id) ON DELETE CASCADE,
    prompt TEXT NOT NULL,
    response_schema JSON,
    assigned_to INTEGER,
    status TEXT NOT NULL DEFAULT 'pending',
    response JSON,
    -- The plan's promise, unknown to the platform: what is taken for the answer when time runs out.
    default_response JSON,
    timeout_at TEXT,
    responded_at TEXT,
    created TEXT NOT NULL,
    updated TEXT NOT NULL
);
CREATE UNIQUE INDEX IF NOT EXISTS uq_inquiry_execution ON inquiry (execution);
CREATE INDEX IF NOT EXISTS inquiry_waiting ON inquiry (timeout_at) WHERE status = 'pending';
