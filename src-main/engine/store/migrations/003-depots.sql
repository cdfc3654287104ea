-- Synchronising

-- What is remembered from one start to the next: one row of JSON.
CREATE TABLE sync_memory (
  id    INTEGER PRIMARY KEY CHECK (id = 1),
  value TEXT NOT NULL
) STRICT;
-- Set when somebody asked for this file before its turn; the newest wish comes first.
ALTER TABLE media ADD COLUMN wished_at TEXT;

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

-- Set when the recording's file and key were removed from this laptop, and why.
ALTER TABLE media ADD COLUMN removed_at TEXT;
ALTER TABLE media ADD COLUMN removed_because TEXT;
