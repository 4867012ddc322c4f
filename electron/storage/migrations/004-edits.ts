/**
 * Edits of data sets. `rows` stays as it was imported (revision 0); what changed since stands in `row_versions`, which is only
 * ever added to: at revision r a row is its version with the greatest `since` ≤ r, else as imported. Nothing is closed or
 * rewritten, so a revision that an experiment names is always there. Never edited: a change is a new migration.
 */
export const edits = `
  ALTER TABLE datasets ADD COLUMN revision INTEGER NOT NULL DEFAULT 0; -- the newest
  ALTER TABLE experiments ADD COLUMN revision INTEGER NOT NULL DEFAULT 0; -- of its data set, that it was made with

  CREATE TABLE edits (
    dataset INTEGER NOT NULL REFERENCES datasets (key) ON DELETE CASCADE,
    revision INTEGER NOT NULL CHECK (revision > 0),
    kind TEXT NOT NULL,
    detail TEXT NOT NULL, -- JSON EditDetail
    touched INTEGER NOT NULL, -- rows that changed
    undoes INTEGER, -- undo: the first edit that it takes back; redo: the last that it brings back
    at TEXT NOT NULL,
    counts TEXT NOT NULL, -- JSON RowCounts of the rows as they are after it
    fingerprint TEXT NOT NULL DEFAULT '', -- of the rows; '' until it has been computed
    report TEXT, -- JSON DatasetReport; NULL until it has been computed
    PRIMARY KEY (dataset, revision)
  ) STRICT;

  CREATE TABLE row_versions (
    dataset INTEGER NOT NULL REFERENCES datasets (key) ON DELETE CASCADE,
    id INTEGER NOT NULL,
    since INTEGER NOT NULL,
    deleted INTEGER NOT NULL CHECK (deleted IN (0, 1)),
    text TEXT, -- NULL: that of the imported row
    label INTEGER NOT NULL,
    part TEXT CHECK (part IN ('train', 'validation', 'test')),
    line INTEGER NOT NULL, -- 0: written here
    original_label TEXT NOT NULL,
    PRIMARY KEY (dataset, id, since)
  ) STRICT;
  CREATE INDEX row_versions_by_revision ON row_versions (dataset, since);
`
