-- What a lead's desk has beyond an assessor's: every batch of the depot, who marks it, what was handed in, what leads decided.
-- On an assessor's desk these tables are empty, but for `received_queries` and `replies`.

-- Who takes part, as invitations and the laptops that took them say: the newest of each person.
CREATE TABLE people (
  person      TEXT PRIMARY KEY,
  role        TEXT NOT NULL CHECK (role IN ('assessor', 'lead')),
  -- 0 for a lead with a key file, whom nobody invited.
  invitation  INTEGER NOT NULL,
  -- What is meant for this person is sealed for it.
  recipient   TEXT NOT NULL,
  -- NULL until a laptop took an invitation: an invitation names nobody.
  name        TEXT,
  enrolled_at TEXT
) STRICT;

-- A batch that this desk knows only as a lead's has a row in `batches` too, with allocation_revision 0; its revisions are here.
CREATE TABLE lead_batches (
  batch             TEXT PRIMARY KEY REFERENCES batches (batch),
  -- 0 until it is taken in for the first time.
  revision          INTEGER NOT NULL DEFAULT 0,
  campaign_revision INTEGER NOT NULL DEFAULT 0,
  candidates        INTEGER NOT NULL DEFAULT 0,
  answers           INTEGER NOT NULL DEFAULT 0,
  -- Raised by each change of what is worked out from marks and decisions.
  standing_version  INTEGER NOT NULL DEFAULT 0,
  -- Set when its recordings and their keys were removed from this laptop, until they are wanted again.
  removed_at        TEXT
) STRICT;

-- Large changes that are followed up: where these candidates' answers stand is decided anew, some at a time.
CREATE TABLE standing_follow_ups (
  id         INTEGER PRIMARY KEY,
  batch      TEXT NOT NULL REFERENCES lead_batches (batch),
  candidates TEXT NOT NULL               -- JSON
) STRICT;

-- The keys of everything that a lead's batches have, wrapped: an object gets its row in `media` once it is wanted here.
CREATE TABLE lead_keys (
  object       TEXT PRIMARY KEY,
  batch        TEXT NOT NULL REFERENCES lead_batches (batch),
  wrapped_key  BLOB NOT NULL,
  sealed_bytes INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX lead_keys_of_batch ON lead_keys (batch);

-- Ids lie above those of `answers`, so that one number names one recording on this desk, whoever plays it.
CREATE TABLE lead_answers (
  id               INTEGER PRIMARY KEY CHECK (id > 2000000000),
  batch            TEXT NOT NULL REFERENCES lead_batches (batch),
  candidate        TEXT NOT NULL,
  question         TEXT NOT NULL,
  -- 0 once the batch's newest revision has it no more: what was marked and decided stays.
  packed           INTEGER NOT NULL DEFAULT 1 CHECK (packed IN (0, 1)),
  position         INTEGER NOT NULL,
  question_number  INTEGER NOT NULL,
  seconds_allowed  REAL NOT NULL,
  -- Objects of the vault; they have a row in `media` only where the recording is wanted here.
  recording        TEXT NOT NULL,
  captions         TEXT,
  type             TEXT NOT NULL,
  duration_seconds REAL NOT NULL,
  width            INTEGER NOT NULL,
  height           INTEGER NOT NULL,
  bytes            INTEGER NOT NULL,
  -- Where moderation stands, kept in step in the transaction of every change: see src-shared/moderation/standing.ts.
  state            TEXT NOT NULL DEFAULT 'unallocated',
  reasons          TEXT NOT NULL DEFAULT '[]',
  marks            INTEGER NOT NULL DEFAULT 0,
  lowest           REAL,
  highest          REAL,
  flags            INTEGER NOT NULL DEFAULT 0,
  final            REAL,
  basis            TEXT,
  UNIQUE (batch, candidate, question)
) STRICT;
CREATE INDEX lead_answers_in_order ON lead_answers (batch, position) WHERE packed = 1;
CREATE INDEX lead_answers_summed_up ON lead_answers (batch, state, marks, flags, lowest, highest) WHERE packed = 1;
CREATE INDEX lead_answers_to_settle ON lead_answers (batch, position) WHERE packed = 1 AND state = 'to-settle';
-- For the board: how many answers a candidate has, and whom nobody marks.
CREATE INDEX lead_answers_of_candidate ON lead_answers (batch, candidate) WHERE packed = 1;
CREATE INDEX lead_answers_of_nobody ON lead_answers (batch, candidate) WHERE packed = 1 AND state = 'unallocated';
CREATE INDEX lead_answers_by_reason ON lead_answers (batch, reasons) WHERE packed = 1 AND state = 'to-settle';
-- The marks furthest apart first.
CREATE INDEX lead_answers_by_gap ON lead_answers (batch, state, COALESCE(lowest - highest, 0), position) WHERE packed = 1;
CREATE INDEX lead_answers_by_question ON lead_answers (batch, state, question_number, position) WHERE packed = 1;
CREATE INDEX lead_answers_by_recording ON lead_answers (recording);
CREATE INDEX lead_answers_by_captions ON lead_answers (captions) WHERE captions IS NOT NULL;

CREATE TABLE lead_allocations (
  batch           TEXT NOT NULL REFERENCES lead_batches (batch),
  person          TEXT NOT NULL,
  revision        INTEGER NOT NULL,
  author          TEXT NOT NULL,
  written_at      TEXT NOT NULL,
  opened_at       TEXT,
  opened_because  TEXT,
  stopped_at      TEXT,
  stopped_because TEXT,
  -- JSON: how they stand in the round of standardisation. NULL where nobody looked since something changed that it rests on.
  practice        TEXT,
  -- Which definitive marks it carries: JSON, the digest of each by its answer, `K-2031 / q1`.
  definitive      TEXT NOT NULL DEFAULT '{}',
  PRIMARY KEY (batch, person)
) STRICT;
CREATE TABLE lead_allocated (
  batch     TEXT NOT NULL,
  candidate TEXT NOT NULL,
  person    TEXT NOT NULL,
  round     TEXT NOT NULL,
  due       TEXT,
  PRIMARY KEY (batch, candidate, person),
  FOREIGN KEY (batch, person) REFERENCES lead_allocations (batch, person)
) STRICT, WITHOUT ROWID;
CREATE INDEX lead_allocated_by_person ON lead_allocated (batch, person, round, due);
CREATE INDEX lead_allocated_practice ON lead_allocated (batch, candidate) WHERE round = 'standardisation';

-- Moderation sets as they came; their documents lie in `documents`. `newest` is 1 for a person's last.
CREATE TABLE received_sets (
  id           INTEGER PRIMARY KEY,
  key          TEXT NOT NULL UNIQUE,
  batch        TEXT NOT NULL REFERENCES lead_batches (batch),
  person       TEXT NOT NULL,
  revision     INTEGER NOT NULL,
  sha256       TEXT NOT NULL,
  submitted_at TEXT NOT NULL,
  received_at  TEXT NOT NULL,
  reason       TEXT,
  software     TEXT NOT NULL,
  newest       INTEGER NOT NULL CHECK (newest IN (0, 1)),
  marks        INTEGER NOT NULL,
  flagged      INTEGER NOT NULL,
  -- Of its author's allocation: it has marks of all that was allocated then.
  allocation_revision INTEGER NOT NULL
) STRICT;
CREATE INDEX received_sets_of ON received_sets (batch, person, revision);

CREATE TABLE received_marks (
  id                        INTEGER PRIMARY KEY,
  set_id                    INTEGER NOT NULL REFERENCES received_sets (id),
  answer_id                 INTEGER NOT NULL REFERENCES lead_answers (id),
  batch                     TEXT NOT NULL,
  person                    TEXT NOT NULL,
  -- 1 where no later set of this person speaks of the answer, and they did not withdraw from the candidate.
  counts                    INTEGER NOT NULL CHECK (counts IN (0, 1)),
  round                     TEXT NOT NULL,
  score                     REAL,
  cannot_score              TEXT,
  flag_count                INTEGER NOT NULL,
  watched_share             REAL NOT NULL,
  watched_share_when_scored REAL,
  watch_reason              TEXT,
  marked_at                 TEXT NOT NULL,
  evidence                  TEXT NOT NULL,
  -- JSON, as in the set.
  notes                     TEXT NOT NULL,
  indicators                TEXT NOT NULL,
  flags                     TEXT NOT NULL
) STRICT;
CREATE INDEX received_marks_of_answer ON received_marks (answer_id, counts);
CREATE INDEX received_marks_of_set ON received_marks (set_id, counts);
-- All that statistics read, so that 100,000 marks are counted without their words.
CREATE INDEX received_marks_counted ON received_marks (batch, round, answer_id, person, score, marked_at) WHERE counts = 1;

-- Candidates who were their author's when a set was handed in, and of whom it lacks an answer: what earlier sets say of it counts no more.
CREATE TABLE received_left_out (
  set_id    INTEGER NOT NULL REFERENCES received_sets (id),
  candidate TEXT NOT NULL,
  PRIMARY KEY (set_id, candidate)
) STRICT, WITHOUT ROWID;

CREATE TABLE received_withdrawals (
  batch     TEXT NOT NULL REFERENCES lead_batches (batch),
  person    TEXT NOT NULL,
  candidate TEXT NOT NULL,
  note      TEXT NOT NULL,
  at        TEXT NOT NULL,
  PRIMARY KEY (batch, person, candidate)
) STRICT;

-- How far each assessor is, from their newest draft.
CREATE TABLE lead_progress (
  batch        TEXT NOT NULL REFERENCES lead_batches (batch),
  person       TEXT NOT NULL,
  draft_number INTEGER NOT NULL,
  -- The highest revision of a set that any of their drafts told of; 0 for none.
  after_set    INTEGER NOT NULL,
  marked       INTEGER NOT NULL,
  flagged      INTEGER NOT NULL,
  written_at   TEXT NOT NULL,
  -- When live marking opened on their desk, as any of their drafts told.
  live_since   TEXT,
  PRIMARY KEY (batch, person)
) STRICT;

-- What leads did, this desk's and others': only ever added to. `number` is that of the document that holds it; NULL until it is sealed.
CREATE TABLE moderation_events (
  id        TEXT PRIMARY KEY,
  batch     TEXT NOT NULL REFERENCES lead_batches (batch),
  lead      TEXT NOT NULL,
  at        TEXT NOT NULL,
  act       TEXT NOT NULL,
  -- NULL where it is about the batch.
  candidate TEXT,
  question  TEXT,
  event     TEXT NOT NULL,              -- JSON: the event as documents hold it
  number    INTEGER
) STRICT;
CREATE INDEX moderation_events_of_answer ON moderation_events (batch, candidate, question, at);
CREATE INDEX moderation_events_to_seal ON moderation_events (batch) WHERE number IS NULL;
CREATE TRIGGER moderation_events_are_never_changed BEFORE UPDATE OF id, batch, lead, at, act, candidate, question, event ON moderation_events BEGIN SELECT RAISE(ABORT, 'what a lead did is never changed'); END;
CREATE TRIGGER moderation_events_are_never_deleted BEFORE DELETE ON moderation_events BEGIN SELECT RAISE(ABORT, 'what a lead did is never deleted'); END;

-- Decisions that are not made yet, kept as they are typed; they stay on this desk. `final` is NULL where none is chosen.
CREATE TABLE moderation_drafts (
  answer_id INTEGER PRIMARY KEY REFERENCES lead_answers (id),
  final     REAL,
  no_score  INTEGER NOT NULL CHECK (no_score IN (0, 1)),
  basis     TEXT,
  reason    TEXT NOT NULL,
  saved_at  TEXT NOT NULL
) STRICT;

-- A lead's own notes while they are being written. One that was left is an event.
CREATE TABLE note_drafts (
  answer_id INTEGER PRIMARY KEY REFERENCES lead_answers (id),
  text      TEXT NOT NULL,
  saved_at  TEXT NOT NULL
) STRICT;

-- Replies of assessors to leads' queries, as their sets have them.
CREATE TABLE received_replies (
  batch  TEXT NOT NULL REFERENCES lead_batches (batch),
  person TEXT NOT NULL,
  -- The id of the act that asked. Counts for nothing where that asked somebody else.
  query  TEXT NOT NULL,
  text   TEXT NOT NULL,
  at     TEXT NOT NULL,
  PRIMARY KEY (batch, person, query)
) STRICT, WITHOUT ROWID;

-- Outcomes, published here or found in the depot.
CREATE TABLE outcomes (
  batch        TEXT NOT NULL REFERENCES lead_batches (batch),
  revision     INTEGER NOT NULL,
  key          TEXT NOT NULL UNIQUE,
  sha256       TEXT NOT NULL,
  author       TEXT NOT NULL,
  published_at TEXT NOT NULL,
  reason       TEXT,
  document     TEXT NOT NULL,           -- JSON: what it says
  PRIMARY KEY (batch, revision, sha256)
) STRICT;
CREATE TRIGGER outcomes_are_never_changed BEFORE UPDATE ON outcomes BEGIN SELECT RAISE(ABORT, 'a published outcome is immutable'); END;
CREATE TRIGGER outcomes_are_never_deleted BEFORE DELETE ON outcomes BEGIN SELECT RAISE(ABORT, 'a published outcome is immutable'); END;

-- Which groups candidates belong to, for selection rates: wrapped by the data key, JSON inside.
CREATE TABLE candidate_groups (
  batch    TEXT PRIMARY KEY REFERENCES lead_batches (batch),
  revision INTEGER NOT NULL,
  wrapped  BLOB NOT NULL
) STRICT;

-- On an assessor's desk: what leads asked about answers of theirs, which may not be here yet.
CREATE TABLE received_queries (
  query     TEXT PRIMARY KEY,
  batch     TEXT NOT NULL REFERENCES batches (batch),
  candidate TEXT NOT NULL,
  question  TEXT NOT NULL,
  lead      TEXT NOT NULL,
  text      TEXT NOT NULL,
  asked_at  TEXT NOT NULL
) STRICT;
-- And what was replied, as it is typed: apart, since it may come back from a draft before what it replies to.
CREATE TABLE replies (
  query        TEXT PRIMARY KEY,
  batch        TEXT NOT NULL REFERENCES batches (batch),
  text         TEXT NOT NULL,
  saved_at     TEXT NOT NULL,
  -- The revision of the set that carries it.
  set_revision INTEGER
) STRICT;
CREATE INDEX replies_of_batch ON replies (batch);

-- Set where somebody else's document lies in its place, so that it never goes; `problem` says why. And when the lead had read about it.
ALTER TABLE outbox ADD COLUMN closed_at TEXT;
ALTER TABLE outbox ADD COLUMN closing_seen_at TEXT;

-- On an assessor's desk: set while a lead has stopped the marking.
ALTER TABLE batches ADD COLUMN stopped_at TEXT;
ALTER TABLE batches ADD COLUMN stopped_because TEXT;
