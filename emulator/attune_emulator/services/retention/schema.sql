CREATE TABLE IF NOT EXISTS retention_setting (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    config JSON NOT NULL
);
