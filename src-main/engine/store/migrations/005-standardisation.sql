-- Standardisation: who practises on whom, what they made of it, and the leads' marks that it is held against.

-- Who ever practised on whom, as the allocations said that this desk took in or made: nobody marks such a candidate live, whatever became of practice.
CREATE TABLE lead_practised (
  batch     TEXT NOT NULL,
  candidate TEXT NOT NULL,
  person    TEXT NOT NULL,
  PRIMARY KEY (batch, candidate, person)
) STRICT, WITHOUT ROWID;

-- Each assessor's own marks of practice answers, as their newest draft or set has them: what they make of the definitive ones.
CREATE TABLE lead_practice (
  batch        TEXT NOT NULL REFERENCES lead_batches (batch),
  person       TEXT NOT NULL,
  answer_id    INTEGER NOT NULL REFERENCES lead_answers (id),
  score        REAL,
  cannot_score TEXT,
  evidence     TEXT NOT NULL,
  complete     INTEGER NOT NULL CHECK (complete IN (0, 1)),
  -- When they were shown the definitive mark.
  shown_at     TEXT,
  PRIMARY KEY (batch, person, answer_id)
) STRICT, WITHOUT ROWID;
-- How somebody stands in practice holds no more: whatever they made of it, or whom they know, has changed. A new allocation says so itself.
CREATE TRIGGER practice_marked AFTER INSERT ON lead_practice BEGIN UPDATE lead_allocations SET practice = NULL WHERE batch = NEW.batch AND person = NEW.person AND practice IS NOT NULL; END;
CREATE TRIGGER practice_cleared AFTER DELETE ON lead_practice BEGIN UPDATE lead_allocations SET practice = NULL WHERE batch = OLD.batch AND person = OLD.person AND practice IS NOT NULL; END;
CREATE TRIGGER practice_withdrawn AFTER INSERT ON received_withdrawals BEGIN UPDATE lead_allocations SET practice = NULL WHERE batch = NEW.batch AND person = NEW.person AND practice IS NOT NULL; END;
CREATE TRIGGER practice_not_withdrawn AFTER DELETE ON received_withdrawals BEGIN UPDATE lead_allocations SET practice = NULL WHERE batch = OLD.batch AND person = OLD.person AND practice IS NOT NULL; END;
-- The same of everybody in a batch: its answers or its campaign's rules have changed.
CREATE TRIGGER practice_packed AFTER UPDATE OF revision ON lead_batches BEGIN UPDATE lead_allocations SET practice = NULL WHERE batch = NEW.batch AND practice IS NOT NULL; END;
CREATE TRIGGER practice_ruled AFTER UPDATE OF definition ON campaigns BEGIN
  UPDATE lead_allocations SET practice = NULL WHERE batch IN (SELECT batch FROM batches WHERE campaign = NEW.campaign) AND practice IS NOT NULL;
END;

-- A definitive mark, or one that is taken back: how people stand in practice is to be worked out again.
CREATE TRIGGER practice_defined AFTER INSERT ON moderation_events WHEN NEW.act = 'defined' BEGIN UPDATE lead_allocations SET practice = NULL WHERE batch = NEW.batch AND practice IS NOT NULL; END;

-- On an assessor's desk: set where a lead opened live marking whatever practice says.
ALTER TABLE batches ADD COLUMN opened_at TEXT;
ALTER TABLE batches ADD COLUMN opened_because TEXT;
-- When live marking opened after practice, or the first live answer was marked: from then on it stays open, whatever becomes of practice.
ALTER TABLE batches ADD COLUMN live_since TEXT;
-- Definitive marks of practice answers, which the desk shows once the assessor's own marks stand.
CREATE TABLE definitive_marks (
  answer_id INTEGER PRIMARY KEY REFERENCES answers (id),
  score     REAL NOT NULL,
  rationale TEXT NOT NULL
) STRICT;
-- When the assessor was shown the definitive mark: from then on their own stands, whatever becomes of the leads'.
ALTER TABLE marks ADD COLUMN shown_at TEXT;

-- Practice comes before everything live, whatever the order of work: 0 for practice, 1 for live.
ALTER TABLE answers ADD COLUMN turn INTEGER GENERATED ALWAYS AS (round = 'live') VIRTUAL;
DROP INDEX answers_in_order;
CREATE INDEX answers_in_order ON answers (batch, turn, position, withdrawn) WHERE allocated = 1;
DROP INDEX answers_by_question;
CREATE INDEX answers_by_question ON answers (batch, turn, question_number, position, withdrawn) WHERE allocated = 1;
DROP INDEX answers_to_do;
CREATE INDEX answers_to_do ON answers (batch, turn, position) WHERE allocated = 1 AND withdrawn = 0 AND mark_state <> 'marked';
DROP INDEX answers_to_do_by_question;
CREATE INDEX answers_to_do_by_question ON answers (batch, turn, question_number, position) WHERE allocated = 1 AND withdrawn = 0 AND mark_state <> 'marked';
