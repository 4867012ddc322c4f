/** Recipes of vocabularies and all of their versions. Never edited: a change is a new migration. */
export const recipes = `
  CREATE TABLE recipes (
    key INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    dataset INTEGER NOT NULL REFERENCES datasets (key) ON DELETE CASCADE,
    name TEXT NOT NULL,
    version INTEGER NOT NULL, -- the one that holds now
    ignored TEXT NOT NULL DEFAULT '[]', -- JSON string[]
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    deleted_at TEXT
  ) STRICT;
  CREATE INDEX recipes_by_dataset ON recipes (dataset);

  -- Every state that a recipe has had. 'next' is the version that a redo goes to.
  CREATE TABLE recipe_versions (
    recipe INTEGER NOT NULL REFERENCES recipes (key) ON DELETE CASCADE,
    version INTEGER NOT NULL,
    parent INTEGER,
    next INTEGER,
    rules TEXT NOT NULL, -- JSON VocabularyRules
    hash TEXT NOT NULL, -- SHA-256 of the rules in canonical order
    change TEXT NOT NULL, -- JSON RecipeChange
    created_at TEXT NOT NULL,
    PRIMARY KEY (recipe, version)
  ) STRICT;
  CREATE INDEX recipe_versions_by_hash ON recipe_versions (hash);
`
