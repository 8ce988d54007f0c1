CREATE TABLE IF NOT EXISTS audit_event (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    created TEXT NOT NULL,
    category TEXT NOT NULL,
    event_type TEXT NOT NULL,
    outcome TEXT NOT NULL,
    actor_identity INTEGER,
    actor_login TEXT,
    actor_token_type TEXT,
    actor_ip TEXT,
    actor_user_agent TEXT,
    request_id TEXT,
    resource_type TEXT,
    resource_id INTEGER,
    resource_ref TEXT,
    http_method TEXT,
    http_path TEXT,
    http_status INTEGER,
    duration_ms INTEGER,
    details JSON,
    correlation_chain JSON
);
CREATE INDEX IF NOT EXISTS audit_event_request ON audit_event (request_id);
CREATE INDEX IF NOT EXISTS audit_event_resource ON audit_event (resource_type, resource_ref);
