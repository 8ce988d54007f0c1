CREATE TABLE IF NOT EXISTS permission_set (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    ref TEXT NOT NULL UNIQUE,
    pack INTEGER REFERENCES pack (id) ON DELETE CASCADE,
    pack_ref TEXT,
    label TEXT,
    description TEXT,
    grants JSON NOT NULL,
    created TEXT NOT NULL,
    updated TEXT NOT NULL,
    CONSTRAINT permission_set_ref_format CHECK (ref REGEXP '^[a-z][^.]*\.[^.]+$' AND ref = lower(ref))
);

CREATE TABLE IF NOT EXISTS permission_set_role_assignment (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    permission_set INTEGER NOT NULL REFERENCES permission_set (id) ON DELETE CASCADE,
    role TEXT NOT NULL,
    created TEXT NOT NULL,
    UNIQUE (permission_set, role)
);

CREATE TABLE IF NOT EXISTS permission_assignment (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    identity INTEGER NOT NULL REFERENCES identity (id) ON DELETE CASCADE,
    permission_set INTEGER NOT NULL REFERENCES permission_set (id) ON DELETE CASCADE,
    created TEXT NOT NULL,
    UNIQUE (identity, permission_set)
);
