/**
 * Numbers about rows, so that a question of a million of them need not read their texts, and what runs say of rows. Never
 * edited: a change is a new migration.
 */
export const rowFacts = `
  -- Of rows as they were imported, by stretches of ids; worked out when they are first asked for.
  CREATE TABLE row_facts (
    dataset INTEGER NOT NULL REFERENCES datasets (key) ON DELETE CASCADE,
    first INTEGER NOT NULL, -- id
    words BLOB NOT NULL, -- little-endian uint32 a row
    labels BLOB NOT NULL, -- one byte a row
    parts BLOB NOT NULL, -- one byte a row: 0 none, 1 train, 2 validation, 3 test
    PRIMARY KEY (dataset, first)
  ) STRICT;

  -- Which rows are gone, without a look at all that were edited.
  CREATE INDEX row_versions_deleted ON row_versions (dataset, id) WHERE deleted = 1;

  -- What runs say of rows, as they were at a revision, by stretches of ids.
  CREATE TABLE verdicts (
    run INTEGER NOT NULL REFERENCES runs (key) ON DELETE CASCADE,
    revision INTEGER NOT NULL, -- of the data set that was judged
    checkpoint INTEGER NOT NULL, -- step of the weights that judged
    first INTEGER NOT NULL, -- id
    classes BLOB NOT NULL, -- one byte a row: the class, 255 where nothing is known
    chances BLOB NOT NULL, -- little-endian uint16 a row: probability of that class, 0 to 65535
    PRIMARY KEY (run, first)
  ) STRICT;
`
