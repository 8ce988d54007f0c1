CREATE TABLE IF NOT EXISTS work_queue (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    ref TEXT NOT NULL UNIQUE,
    pack INTEGER REFERENCES pack (id) ON DELETE CASCADE,
    pack_ref TEXT,
    is_adhoc BOOLEAN NOT NULL DEFAULT 0,
    label TEXT NOT NULL,
    description TEXT,
    enabled BOOLEAN NOT NULL DEFAULT 1,
    accepting_new_items BOOLEAN NOT NULL DEFAULT 1,
    dispatch_action INTEGER REFERENCES action (id) ON DELETE SET NULL,
    dispatch_action_ref TEXT NOT NULL,
    default_priority INTEGER NOT NULL DEFAULT 0,
    allow_pending_update BOOLEAN NOT NULL DEFAULT 0,
    update_strategy TEXT NOT NULL DEFAULT 'replace',
    batch_mode TEXT NOT NULL DEFAULT 'single',
    item_schema JSON NOT NULL,
    action_params JSON NOT NULL,
    permission_set_refs JSON,
    config JSON NOT NULL,
    -- Whether core.queue_started was the last of the two events about it.
    started BOOLEAN NOT NULL DEFAULT 0,
    created TEXT NOT NULL,
    updated TEXT NOT NULL,
    CONSTRAINT work_queue_ref_lowercase CHECK (ref = lower(ref)),
    CONSTRAINT work_queue_ref_format CHECK (ref REGEXP '^[a-z][a-z0-9_-]*(\.[a-z0-9_-]+)*$')
);
CREATE INDEX IF NOT EXISTS work_queue_pack ON work_queue (pack);
CREATE INDEX IF NOT EXISTS work_queue_action ON work_queue (dispatch_action);

CREATE TABLE IF NOT EXISTS work_queue_item (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    queue INTEGER NOT NULL REFERENCES work_queue (id) ON DELETE CASCADE,
    queue_ref TEXT NOT NULL,
    item_key TEXT,
    priority INTEGER NOT NULL,
    status TEXT NOT NULL DEFAULT 'queued',
    payload JSON NOT NULL,
    metadata JSON NOT NULL,
    enqueue_source TEXT NOT NULL,
    requested_by_identity INTEGER,
    requested_by_execution INTEGER,
    requested_by_enforcement INTEGER,
    leased_execution INTEGER,
    lease_token TEXT,
    lease_expires_at TEXT,
    attempt_count INTEGER NOT NULL DEFAULT 0,
    last_error JSON,
    ack_summary JSON,
    created TEXT NOT NULL,
    updated TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS work_queue_item_order ON work_queue_item (queue, status, priority DESC, created, id);

CREATE TABLE IF NOT EXISTS work_queue_dispatch (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    queue INTEGER NOT NULL REFERENCES work_queue (id) ON DELETE CASCADE,
    execution INTEGER NOT NULL UNIQUE,
    status TEXT NOT NULL DEFAULT 'active',
    item_ids JSON NOT NULL,
    created TEXT NOT NULL,
    updated TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS work_queue_dispatch_active ON work_queue_dispatch (queue) WHERE status = 'active';
