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
CREATE INDEX answers_by_recording ON answers (recording);
CREATE INDEX answers_by_captions ON answers (captions) WHERE captions IS NOT NULL;
-- 1 when the set submitted last holds this answer with this recording: it is closed until its batch is reopened. What
-- was allocated since is work to do, without reopening.
ALTER TABLE answers ADD COLUMN submitted INTEGER NOT NULL DEFAULT 0 CHECK (submitted IN (0, 1));
CREATE INDEX answers_not_submitted ON answers (batch) WHERE allocated = 1 AND submitted = 0;
UPDATE answers SET submitted = 1 WHERE allocated = 1 AND batch IN (SELECT batch FROM sets);

-- Outbox

-- Where it was delivered, as a user names the depot.
ALTER TABLE outbox ADD COLUMN delivered_to TEXT;

-- Drafts: marks in progress, as they were last uploaded

CREATE TABLE drafts (
  batch            TEXT PRIMARY KEY REFERENCES batches (batch),
  -- Counts every change of the batch's marks, so that it costs nothing to see that nothing changed. `pressing`: what it
  -- stood at when the last change came, or was asked for, that goes up at once.
  changes          INTEGER NOT NULL DEFAULT 0,
  pressing         INTEGER NOT NULL DEFAULT 0,
  -- The newest draft that this desk wrote or found; NULL until it has looked at what the depot has.
  number           INTEGER,
  -- Of the last one that this desk wrote: the count at its beginning, and when that was.
  uploaded_changes INTEGER NOT NULL DEFAULT 0,
  uploaded_at      TEXT
) STRICT;
INSERT INTO drafts (batch, changes) SELECT DISTINCT answers.batch, 1 FROM marks JOIN answers ON answers.id = marks.answer_id;

-- Whatever changes a mark writes its row in `marks`, if only for the moment at which it was saved.
CREATE TRIGGER mark_made AFTER INSERT ON marks BEGIN
  INSERT INTO drafts (batch, changes) SELECT batch, 1 FROM answers WHERE id = NEW.answer_id ON CONFLICT DO UPDATE SET changes = changes + 1;
END;
CREATE TRIGGER mark_changed AFTER UPDATE ON marks BEGIN
  INSERT INTO drafts (batch, changes) SELECT batch, 1 FROM answers WHERE id = NEW.answer_id ON CONFLICT DO UPDATE SET changes = changes + 1;
END;
CREATE TRIGGER set_submitted AFTER INSERT ON sets BEGIN
  INSERT INTO drafts (batch, changes, pressing) VALUES (NEW.batch, 1, 1) ON CONFLICT DO UPDATE SET changes = changes + 1, pressing = changes + 1;
END;
CREATE TRIGGER batch_reopened AFTER UPDATE OF reopened_because ON batches WHEN NEW.reopened_because IS NOT OLD.reopened_because BEGIN
  INSERT INTO drafts (batch, changes) VALUES (NEW.batch, 1) ON CONFLICT DO UPDATE SET changes = changes + 1;
END;
CREATE TRIGGER candidate_withdrawn AFTER INSERT ON withdrawals BEGIN
  INSERT INTO drafts (batch, changes, pressing) VALUES (NEW.batch, 1, 1) ON CONFLICT DO UPDATE SET changes = changes + 1, pressing = changes + 1;
END;
CREATE TRIGGER withdrawal_changed AFTER UPDATE ON withdrawals BEGIN
  INSERT INTO drafts (batch, changes, pressing) VALUES (NEW.batch, 1, 1) ON CONFLICT DO UPDATE SET changes = changes + 1, pressing = changes + 1;
END;
CREATE TRIGGER withdrawal_taken_back AFTER DELETE ON withdrawals BEGIN
  INSERT INTO drafts (batch, changes, pressing) VALUES (OLD.batch, 1, 1) ON CONFLICT DO UPDATE SET changes = changes + 1, pressing = changes + 1;
END;

-- Marks that came back from the depot, on another laptop or after a damaged database: told until it was read.
CREATE TABLE recoveries (
  id           INTEGER PRIMARY KEY,
  batch        TEXT NOT NULL REFERENCES batches (batch),
  recovered_at TEXT NOT NULL,
  -- When what came back had been uploaded: what was marked after it is what is missing. NULL where nothing could be opened.
  written_at   TEXT,
  marks        INTEGER NOT NULL,
  sets         INTEGER NOT NULL,
  -- JSON: what was wrong with newer drafts, and sets that never reached the depot.
  passed_over  TEXT,
  missing_sets TEXT NOT NULL,
  read_at      TEXT
) STRICT;

-- Laptops that took a later invitation of the same person.
CREATE TABLE later_laptops (
  invitation  INTEGER PRIMARY KEY,
  enrolled_at TEXT NOT NULL
) STRICT;

-- Retention

-- Set when the recording's file and key were removed from this laptop, and why: its time was over, or somebody asked. The key is
-- overwritten with nothing; it comes back with the batch's document when the recording is wanted again.
ALTER TABLE media ADD COLUMN removed_at TEXT;
ALTER TABLE media ADD COLUMN removed_because TEXT CHECK (removed_because IN ('time-over', 'asked'));
CREATE INDEX media_of_batch ON media (batch, removed_at);
CREATE INDEX media_missing ON media (batch) WHERE state IN ('wanted', 'damaged') AND removed_at IS NULL AND wrapped_key <> x'';
CREATE INDEX media_without_key ON media (batch) WHERE wrapped_key = x'' AND removed_at IS NULL;

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
