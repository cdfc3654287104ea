-- Who this desk belongs to: one row once it is enrolled.
CREATE TABLE enrolment (
  id                 INTEGER PRIMARY KEY CHECK (id = 1),
  person             TEXT NOT NULL,
  name               TEXT NOT NULL,
  role               TEXT NOT NULL CHECK (role IN ('assessor', 'lead')),
  invitation_number  INTEGER NOT NULL,
  depot_url          TEXT NOT NULL,
  recovery_recipient TEXT NOT NULL,
  leads              TEXT NOT NULL,   -- JSON: the leads to trust, from the enrolment file
  enrolled_at        TEXT NOT NULL
) STRICT;

-- Secrets, each wrapped by the data key: the age identity, the signing key, the depot's credentials, and the
-- identities of campaigns and batches.
CREATE TABLE secrets (
  name    TEXT PRIMARY KEY,
  wrapped BLOB NOT NULL
) STRICT;

-- People whose signature counts, found in the depot beyond the enrolment's leads.
CREATE TABLE signers (
  thumbprint TEXT PRIMARY KEY,
  person     TEXT NOT NULL,
  role       TEXT NOT NULL CHECK (role IN ('assessor', 'lead')),
  key        TEXT NOT NULL            -- JSON Web Key, public
) STRICT;

-- Leads' age recipients found in the depot beyond the enrolment's.
CREATE TABLE lead_recipients (
  recipient TEXT PRIMARY KEY
) STRICT;

-- Documents as they came, sealed: what this desk works from can be shown and checked again.
CREATE TABLE documents (
  key        TEXT PRIMARY KEY,
  sha256     TEXT NOT NULL,
  bytes      BLOB NOT NULL,
  fetched_at TEXT NOT NULL
) STRICT;

CREATE TABLE campaigns (
  campaign   TEXT PRIMARY KEY,
  revision   INTEGER NOT NULL,
  definition TEXT NOT NULL             -- JSON: the campaign as its lead wrote it
) STRICT;

CREATE TABLE batches (
  batch               TEXT PRIMARY KEY,
  campaign            TEXT NOT NULL REFERENCES campaigns (campaign),
  revision            INTEGER NOT NULL,
  campaign_revision   INTEGER NOT NULL,
  allocation_revision INTEGER NOT NULL,
  due                 TEXT,
  -- Why a submitted batch is being changed; NULL when it is not.
  reopened_because    TEXT,
  reopened_at         TEXT
) STRICT;

-- Sealed files in the vault or still to come. `object` is the SHA-256 of the sealed bytes and the file's name.
CREATE TABLE media (
  object       TEXT PRIMARY KEY,
  batch        TEXT NOT NULL REFERENCES batches (batch),
  wrapped_key  BLOB NOT NULL,
  sealed_bytes INTEGER NOT NULL,
  state        TEXT NOT NULL CHECK (state IN ('wanted', 'here', 'damaged')),
  fetched_at   TEXT
) STRICT;
CREATE INDEX media_by_state ON media (state);

CREATE TABLE answers (
  id               INTEGER PRIMARY KEY,
  batch            TEXT NOT NULL REFERENCES batches (batch),
  candidate        TEXT NOT NULL,
  question         TEXT NOT NULL,
  -- 0 once the allocation no longer names it: its marks stay, but it is not shown.
  allocated        INTEGER NOT NULL CHECK (allocated IN (0, 1)),
  round            TEXT NOT NULL,
  -- Order of work within the batch.
  position         INTEGER NOT NULL,
  question_number  INTEGER NOT NULL,
  seconds_allowed  REAL NOT NULL,
  recording        TEXT NOT NULL REFERENCES media (object),
  captions         TEXT REFERENCES media (object),
  type             TEXT NOT NULL,
  duration_seconds REAL NOT NULL,
  width            INTEGER NOT NULL,
  height           INTEGER NOT NULL,
  bytes            INTEGER NOT NULL,
  UNIQUE (batch, candidate, question)
) STRICT;
CREATE INDEX answers_in_order ON answers (batch, position) WHERE allocated = 1;

CREATE TABLE marks (
  answer_id    INTEGER PRIMARY KEY REFERENCES answers (id),
  score        REAL,
  cannot_score TEXT,
  evidence     TEXT NOT NULL DEFAULT '',
  -- When score or reason were last given.
  marked_at    TEXT,
  saved_at     TEXT NOT NULL,
  CHECK (score IS NULL OR cannot_score IS NULL)
) STRICT;

CREATE TABLE notes (
  note_id    TEXT PRIMARY KEY,
  answer_id  INTEGER NOT NULL REFERENCES answers (id),
  at_seconds REAL NOT NULL,
  text       TEXT NOT NULL,
  saved_at   TEXT NOT NULL
) STRICT;
CREATE INDEX notes_of_answer ON notes (answer_id, at_seconds);

CREATE TABLE indicators (
  answer_id  INTEGER NOT NULL REFERENCES answers (id),
  indicator  TEXT NOT NULL,
  at_seconds REAL NOT NULL,
  PRIMARY KEY (answer_id, indicator)
) STRICT;

CREATE TABLE flags (
  answer_id INTEGER NOT NULL REFERENCES answers (id),
  flag      TEXT NOT NULL,
  note      TEXT NOT NULL,
  at        TEXT NOT NULL,
  PRIMARY KEY (answer_id, flag)
) STRICT;

-- What was played: merged intervals, JSON.
CREATE TABLE watched (
  answer_id INTEGER PRIMARY KEY REFERENCES answers (id),
  intervals TEXT NOT NULL
) STRICT;

-- Sealed bytes on their way to the depot, in the order in which they must go. Rows stay as receipts.
CREATE TABLE outbox (
  id           INTEGER PRIMARY KEY,
  key          TEXT NOT NULL UNIQUE,
  bytes        BLOB NOT NULL,
  created_at   TEXT NOT NULL,
  attempts     INTEGER NOT NULL DEFAULT 0,
  problem      TEXT,                   -- JSON: why the last try failed
  delivered_at TEXT
) STRICT;

CREATE TABLE sets (
  batch        TEXT NOT NULL REFERENCES batches (batch),
  revision     INTEGER NOT NULL,
  key          TEXT NOT NULL UNIQUE REFERENCES outbox (key),
  sha256       TEXT NOT NULL,
  submitted_at TEXT NOT NULL,
  reason       TEXT,
  PRIMARY KEY (batch, revision)
) STRICT;

-- Who did what when. Each row carries the hash of the one before, so that a row changed or taken out shows.
CREATE TABLE audit (
  id            INTEGER PRIMARY KEY,
  at            TEXT NOT NULL,
  who           TEXT NOT NULL,
  what          TEXT NOT NULL,
  subject       TEXT NOT NULL,
  from_value    TEXT,
  to_value      TEXT,
  previous_hash TEXT NOT NULL,
  hash          TEXT NOT NULL
) STRICT;
CREATE TRIGGER audit_is_never_changed BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
CREATE TRIGGER audit_is_never_deleted BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
CREATE TRIGGER sets_are_never_changed BEFORE UPDATE ON sets BEGIN SELECT RAISE(ABORT, 'a submitted set is immutable'); END;
CREATE TRIGGER sets_are_never_deleted BEFORE DELETE ON sets BEGIN SELECT RAISE(ABORT, 'a submitted set is immutable'); END;
CREATE TRIGGER sealed_bytes_are_never_changed BEFORE UPDATE OF key, bytes ON outbox BEGIN SELECT RAISE(ABORT, 'sealed bytes are immutable'); END;
CREATE TRIGGER outbox_is_never_deleted BEFORE DELETE ON outbox BEGIN SELECT RAISE(ABORT, 'the outbox is kept as receipts'); END;
