CREATE TABLE IF NOT EXISTS workflow_definition (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    ref TEXT NOT NULL UNIQUE,
    pack INTEGER NOT NULL REFERENCES pack (id) ON DELETE CASCADE,
    pack_ref TEXT NOT NULL,
    label TEXT NOT NULL,
    description TEXT,
    version TEXT NOT NULL,
    param_schema JSON,
    out_schema JSON,
    definition JSON NOT NULL,
    tags JSON NOT NULL,
    -- Who made it over REST; not shown.
    owner_identity INTEGER,
    created TEXT NOT NULL,
    updated TEXT NOT NULL
);

CREATE TABLE IF NOT EXISTS workflow_execution (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    execution INTEGER NOT NULL UNIQUE REFERENCES execution (id) ON DELETE CASCADE,
    definition JSON NOT NULL,
    -- What a step needs to know of the steps before it: variables, tasks by name, when it began.
    state JSON NOT NULL,
    created TEXT NOT NULL,
    updated TEXT NOT NULL
);
