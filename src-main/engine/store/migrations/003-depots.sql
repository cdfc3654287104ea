-- Synchronising

-- What is remembered from one start to the next: one row of JSON.
CREATE TABLE sync_memory (
  id    INTEGER PRIMARY KEY CHECK (id = 1),
  value TEXT NOT NULL
) STRICT;
-- Set when somebody asked for this file before its turn; the newest wish comes first.
ALTER TABLE media ADD COLUMN wished_at TEXT;

-- Drafts: marks in progress, as they were last uploaded

CREATE TABLE drafts (
  batch       TEXT PRIMARY KEY REFERENCES batches (batch),
  number      INTEGER NOT NULL,
  -- Changes whenever something of the batch's marks does.
  fingerprint TEXT NOT NULL,
  written_at  TEXT NOT NULL
) STRICT;
-- Marks that came back from the depot, on another laptop or after a damaged database.
CREATE TABLE recoveries (
  batch        TEXT PRIMARY KEY REFERENCES batches (batch),
  -- When what came back had been uploaded: what was marked after it is what is missing.
  written_at   TEXT NOT NULL,
  marks        INTEGER NOT NULL,
  recovered_at TEXT NOT NULL
) STRICT;

-- Retention

-- Set when the recording's file and key were removed from this laptop, and why: its time was over, or somebody asked. The key is
-- overwritten with nothing; it comes back with the batch's document when the recording is wanted again.
ALTER TABLE media ADD COLUMN removed_at TEXT;
ALTER TABLE media ADD COLUMN removed_because TEXT CHECK (removed_because IN ('time-over', 'asked'));
CREATE INDEX media_of_batch ON media (batch, removed_at);

-- SHA-256 of the recording's content: the same recording may be published again as another object, where its own was damaged.
ALTER TABLE answers ADD COLUMN content TEXT;

-- When somebody last asked for removed recordings again.
ALTER TABLE batches ADD COLUMN recordings_wanted_at TEXT;

-- Each time that a damaged database gave way to a backup of it.
CREATE TABLE restorations (
  id          INTEGER PRIMARY KEY,
  restored_at TEXT NOT NULL,
  -- When the backup was made.
  backup_at   TEXT NOT NULL,
  -- The damaged file, in the data folder.
  kept_as     TEXT NOT NULL,
  -- Changes after the backup that the damaged file's log gave back, and when the last of them was made.
  changes     INTEGER NOT NULL,
  until       TEXT,
  -- 1 when the log could be read to its end.
  log_whole   INTEGER NOT NULL CHECK (log_whole IN (0, 1)),
  -- JSON: what is known to have changed and could not be brought over.
  missing     TEXT NOT NULL,
  -- When the assessor had read about it.
  seen_at     TEXT
) STRICT;
