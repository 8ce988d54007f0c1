CREATE TABLE IF NOT EXISTS execution (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    action INTEGER REFERENCES action (id) ON DELETE SET NULL,
    action_ref TEXT NOT NULL,
    config JSON,
    env_vars JSON,
    parent INTEGER,
    enforcement INTEGER,
    rule_ref TEXT,
    trigger_ref TEXT,
    executor INTEGER,
    permission_set_refs JSON,
    artifact_retention_policy TEXT,
    artifact_retention_limit INTEGER,
    worker_selector JSON,
    worker_tolerations JSON,
    worker_affinity JSON,
    worker INTEGER,
    status TEXT NOT NULL,
    result JSON,
    original_execution INTEGER,
    started_at TEXT,
    workflow_task JSON,
    -- Encrypted: the parameters and results that `config` and `result` show redacted, and values to keep out of output.
    secrets TEXT,
    -- When its worker's process ended under it.
    lost_at TEXT,
    created TEXT NOT NULL,
    updated TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS execution_action_ref ON execution (action_ref, created);
CREATE INDEX IF NOT EXISTS execution_created ON execution (created);
CREATE INDEX IF NOT EXISTS execution_parent ON execution (parent) WHERE parent IS NOT NULL;
CREATE INDEX IF NOT EXISTS execution_enforcement ON execution (enforcement) WHERE enforcement IS NOT NULL;
CREATE INDEX IF NOT EXISTS execution_rule_ref ON execution (rule_ref) WHERE rule_ref IS NOT NULL;
CREATE INDEX IF NOT EXISTS execution_active ON execution (status)
    WHERE status IN ('requested', 'scheduling', 'scheduled', 'running', 'canceling');
