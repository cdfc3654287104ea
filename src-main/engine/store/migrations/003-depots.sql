-- Synchronising

-- What is remembered from one start to the next: one row of JSON.
CREATE TABLE sync_memory (
  id    INTEGER PRIMARY KEY CHECK (id = 1),
  value TEXT NOT NULL
) STRICT;
-- Set when somebody asked for this file, or for a whole batch, before its turn; the newest wish comes first.
ALTER TABLE media ADD COLUMN wished_at TEXT;
ALTER TABLE batches ADD COLUMN wished_at TEXT;
CREATE INDEX media_wished ON media (wished_at) WHERE wished_at IS NOT NULL;
CREATE INDEX answers_by_recording ON answers (recording) WHERE allocated = 1;
-- 1 when the set submitted last holds this answer with this recording: it is closed until its batch is reopened. What
-- was allocated since is work to do, without reopening.
ALTER TABLE answers ADD COLUMN submitted INTEGER NOT NULL DEFAULT 0 CHECK (submitted IN (0, 1));
CREATE INDEX answers_not_submitted ON answers (batch) WHERE allocated = 1 AND submitted = 0;
UPDATE answers SET submitted = 1 WHERE allocated = 1 AND batch IN (SELECT batch FROM sets);

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

-- Set when the recording's file and key were removed from this laptop, and why.
ALTER TABLE media ADD COLUMN removed_at TEXT;
ALTER TABLE media ADD COLUMN removed_because TEXT;
