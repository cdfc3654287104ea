-- What lists, counts and the way to the next answer need of each mark: kept in step in the transaction of every
-- change, so that a batch of 60,000 answers is counted without reading 60,000 marks.
ALTER TABLE answers ADD COLUMN mark_state TEXT NOT NULL DEFAULT 'unmarked';
ALTER TABLE answers ADD COLUMN mark_score REAL;
ALTER TABLE answers ADD COLUMN cannot_score INTEGER NOT NULL DEFAULT 0 CHECK (cannot_score IN (0, 1));
ALTER TABLE answers ADD COLUMN flag_count INTEGER NOT NULL DEFAULT 0;
ALTER TABLE answers ADD COLUMN watched_share REAL NOT NULL DEFAULT 0;
-- 1 when the assessor knows the candidate.
ALTER TABLE answers ADD COLUMN withdrawn INTEGER NOT NULL DEFAULT 0 CHECK (withdrawn IN (0, 1));
CREATE INDEX answers_by_question ON answers (batch, question_number, position) WHERE allocated = 1;
CREATE INDEX answers_summed_up ON answers (batch, withdrawn, mark_state, mark_score, cannot_score, flag_count, watched_share, duration_seconds, seconds_allowed, round) WHERE allocated = 1;
CREATE INDEX answers_to_do ON answers (batch, position) WHERE allocated = 1 AND withdrawn = 0 AND mark_state <> 'marked';
CREATE INDEX answers_to_do_by_question ON answers (batch, question_number, position) WHERE allocated = 1 AND withdrawn = 0 AND mark_state <> 'marked';

-- Why it was scored with less watched than the campaign asks for, and the share watched when it was scored.
ALTER TABLE marks ADD COLUMN watch_reason TEXT NOT NULL DEFAULT '';
ALTER TABLE marks ADD COLUMN share_when_scored REAL;

-- The moment in the recording at which a flag was raised.
ALTER TABLE flags ADD COLUMN at_seconds REAL;

-- Candidates whom the assessor knows. Their marks stay where they are, hidden, until this is taken back.
CREATE TABLE withdrawals (
  batch     TEXT NOT NULL REFERENCES batches (batch),
  candidate TEXT NOT NULL,
  note      TEXT NOT NULL,
  at        TEXT NOT NULL,
  PRIMARY KEY (batch, candidate)
) STRICT;

-- What the assessor has chosen for this desk: one row of JSON.
CREATE TABLE preferences (
  id    INTEGER PRIMARY KEY CHECK (id = 1),
  value TEXT NOT NULL
) STRICT;

UPDATE answers SET
  mark_score = (SELECT score FROM marks WHERE marks.answer_id = answers.id),
  cannot_score = (SELECT cannot_score IS NOT NULL FROM marks WHERE marks.answer_id = answers.id),
  flag_count = (SELECT COUNT(*) FROM flags WHERE flags.answer_id = answers.id),
  watched_share = COALESCE((
    SELECT MIN(1.0, SUM(MIN(played.value ->> 'to', duration_seconds) - MIN(played.value ->> 'from', duration_seconds)) / duration_seconds)
    FROM watched, json_each(watched.intervals) AS played WHERE watched.answer_id = answers.id), 0)
  WHERE id IN (SELECT answer_id FROM marks);
UPDATE answers SET mark_state = (
  SELECT CASE
    WHEN m.cannot_score IS NOT NULL THEN 'marked'
    WHEN m.score IS NULL OR NOT EXISTS (SELECT 1 FROM json_each(c.definition, '$.scale') AS point WHERE point.value ->> 'value' = m.score) THEN 'unmarked'
    WHEN c.definition ->> '$.rules.evidenceRequired' AND TRIM(m.evidence, char(9, 10, 13, 32, 160)) = ''
      AND NOT EXISTS (SELECT 1 FROM notes n WHERE n.answer_id = m.answer_id AND TRIM(n.text, char(9, 10, 13, 32, 160)) <> '') THEN 'evidence-missing'
    WHEN answers.watched_share < MIN(c.definition ->> '$.rules.minimumWatchedShare', 0.97) THEN 'watch-reason-missing'
    ELSE 'marked'
  END
  FROM marks m, batches b JOIN campaigns c USING (campaign) WHERE m.answer_id = answers.id AND b.batch = answers.batch)
  WHERE id IN (SELECT answer_id FROM marks);
