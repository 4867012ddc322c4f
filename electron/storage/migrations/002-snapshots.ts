/** Snapshots of a run's weights over training (shared/contract/snapshots.ts). Never edited: a change is a new migration. */
export const snapshots = `
  CREATE TABLE snapshots (
    run INTEGER NOT NULL REFERENCES runs (key) ON DELETE CASCADE,
    step INTEGER NOT NULL,
    file TEXT NOT NULL UNIQUE, -- bare name in snapshots/
    info TEXT NOT NULL, -- JSON SnapshotInfo
    PRIMARY KEY (run, step)
  ) STRICT, WITHOUT ROWID;
`
