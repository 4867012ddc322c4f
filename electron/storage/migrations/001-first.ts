/** The schema of version 0.1.0. Never edited: a change is a new migration. */
export const first = `
  -- Processes that have this folder open; each holds a lock on live/<id>, which ends with the process.
  CREATE TABLE owners (
    id TEXT PRIMARY KEY,
    pid INTEGER NOT NULL,
    opened_at TEXT NOT NULL
  ) STRICT;

  CREATE TABLE settings (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL -- JSON
  ) STRICT;

  CREATE TABLE datasets (
    key INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    state TEXT NOT NULL CHECK (state IN ('importing', 'ready')),
    owner TEXT, -- who imports it; NULL when ready
    name TEXT NOT NULL,
    file_name TEXT NOT NULL,
    origin TEXT NOT NULL CHECK (origin IN ('sample', 'import')),
    created_at TEXT NOT NULL,
    deleted_at TEXT,
    classes TEXT NOT NULL, -- JSON string[]
    options TEXT NOT NULL, -- JSON ImportOptions: how the file was read
    fingerprint TEXT NOT NULL,
    report TEXT NOT NULL -- JSON DatasetReport
  ) STRICT;

  -- Rows as they came. id counts from 0 within the data set.
  CREATE TABLE rows (
    dataset INTEGER NOT NULL REFERENCES datasets (key) ON DELETE CASCADE,
    id INTEGER NOT NULL,
    line INTEGER NOT NULL,
    text TEXT NOT NULL,
    label INTEGER NOT NULL,
    original_label TEXT NOT NULL,
    part TEXT CHECK (part IN ('train', 'validation', 'test')),
    PRIMARY KEY (dataset, id)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE refused_rows (
    dataset INTEGER NOT NULL REFERENCES datasets (key) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    line INTEGER NOT NULL,
    reason TEXT NOT NULL,
    message TEXT NOT NULL,
    raw TEXT NOT NULL,
    PRIMARY KEY (dataset, position)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE experiments (
    key INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    dataset INTEGER NOT NULL REFERENCES datasets (key),
    name TEXT NOT NULL,
    notes TEXT NOT NULL DEFAULT '',
    spec TEXT NOT NULL, -- JSON ExperimentSpec
    split TEXT NOT NULL, -- JSON SplitReport
    assignment BLOB NOT NULL, -- one byte per row of the data set: 0 train, 1 validation, 2 test, 3 left out
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    deleted_at TEXT
  ) STRICT;
  CREATE INDEX experiments_by_dataset ON experiments (dataset);

  CREATE TABLE vocabularies (
    id TEXT PRIMARY KEY,
    experiment INTEGER NOT NULL UNIQUE REFERENCES experiments (key) ON DELETE CASCADE,
    summary TEXT NOT NULL, -- JSON VocabularySummary
    words TEXT NOT NULL, -- JSON string[]
    counts TEXT NOT NULL -- JSON number[]
  ) STRICT;

  CREATE TABLE runs (
    key INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    experiment INTEGER NOT NULL REFERENCES experiments (key) ON DELETE CASCADE,
    position INTEGER NOT NULL, -- of its model in the spec
    spec TEXT NOT NULL, -- JSON RunSpec
    status TEXT NOT NULL DEFAULT 'waiting',
    owner TEXT, -- who trains it; NULL unless running or paused
    device TEXT,
    parameters INTEGER NOT NULL,
    step INTEGER NOT NULL DEFAULT 0,
    test TEXT, -- JSON
    decay TEXT, -- JSON
    divergence TEXT, -- JSON
    error TEXT,
    notes TEXT NOT NULL DEFAULT '',
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    deleted_at TEXT
  ) STRICT;
  CREATE INDEX runs_by_experiment ON runs (experiment);

  CREATE TABLE epochs (
    run INTEGER NOT NULL REFERENCES runs (key) ON DELETE CASCADE,
    epoch INTEGER NOT NULL,
    step INTEGER NOT NULL,
    record TEXT NOT NULL, -- JSON EpochRecord
    PRIMARY KEY (run, epoch)
  ) STRICT, WITHOUT ROWID;

  -- Recorded steps as they arrived: a block is a row-major table of little-endian float64.
  CREATE TABLE metric_blocks (
    run INTEGER NOT NULL REFERENCES runs (key) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    first_step INTEGER NOT NULL,
    last_step INTEGER NOT NULL,
    columns TEXT NOT NULL, -- JSON string[]
    data BLOB NOT NULL,
    PRIMARY KEY (run, position)
  ) STRICT;

  CREATE TABLE checkpoints (
    run INTEGER NOT NULL REFERENCES runs (key) ON DELETE CASCADE,
    kind TEXT NOT NULL CHECK (kind IN ('last', 'best')),
    step INTEGER NOT NULL,
    file TEXT NOT NULL UNIQUE, -- bare name in checkpoints/
    bytes INTEGER NOT NULL,
    saved_at TEXT NOT NULL,
    PRIMARY KEY (run, kind)
  ) STRICT, WITHOUT ROWID;
`
