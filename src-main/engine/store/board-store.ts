import { z } from "zod";
import { standings } from "../../../src-shared/moderation/standing.ts";
import type { Db } from "./open-database.ts";

const standingRow = z.lazy(() => z.object({ state: z.enum(standings), answers: z.int(), flagged: z.int(), discrepancies: z.int() }));

const personRow = z.lazy(() => z.object({
  person: z.string(),
  name: z.string().nullable(),
  revision: z.int(),
  stoppedAt: z.string().nullable(),
  stoppedBecause: z.string().nullable(),
  live: z.int(),
  practice: z.int(),
  /** The first and the last day that something is due; null where nothing is. */
  firstDue: z.string().nullable(),
  lastDue: z.string().nullable(),
  setId: z.int().nullable(),
  setRevision: z.int().nullable(),
  setAllocationRevision: z.int().nullable(),
  submittedAt: z.string().nullable(),
  setMarks: z.int().nullable(),
  setFlagged: z.int().nullable(),
  draftMarked: z.int().nullable(),
  draftFlagged: z.int().nullable(),
  draftAt: z.string().nullable(),
}));
/** One assessor of a batch: what they have, and what came last from them. */
export type BoardPersonRow = z.infer<typeof personRow>;

const shortRow = z.lazy(() => z.object({ candidate: z.string(), given: z.int(), has: z.int() }));

/** What the board counts, of a whole batch at once; kept quick by the indexes of the tables that it reads. */
export function createBoardStore(db: Db) {
  const standing = db.prepare(
    `SELECT state, COUNT(*) AS answers, SUM(flags > 0) AS flagged, SUM(marks > 1 AND highest - lowest > @tolerance) AS discrepancies
     FROM lead_answers INDEXED BY lead_answers_summed_up WHERE batch = @batch AND packed = 1 GROUP BY state`,
  );
  const ofNobody = `FROM lead_answers a INDEXED BY lead_answers_of_nobody WHERE a.batch = @batch AND a.packed = 1 AND a.state = 'unallocated'
     AND NOT EXISTS (SELECT 1 FROM lead_allocated l WHERE l.batch = a.batch AND l.candidate = a.candidate AND l.round = 'standardisation')`;
  const unallocatedCount = db.prepare(`SELECT COUNT(DISTINCT a.candidate) ${ofNobody}`).pluck();
  const unallocated = db.prepare(`SELECT DISTINCT a.candidate ${ofNobody} ORDER BY a.candidate LIMIT @most`).pluck();
  const people = db.prepare(
    `SELECT al.person, p.name, al.revision, al.stopped_at AS stoppedAt, al.stopped_because AS stoppedBecause,
       COALESCE(c.live, 0) AS live, COALESCE(c.practice, 0) AS practice, c.firstDue, c.lastDue,
       s.id AS setId, s.revision AS setRevision, s.allocation_revision AS setAllocationRevision, s.submitted_at AS submittedAt, s.marks AS setMarks, s.flagged AS setFlagged,
       d.marked AS draftMarked, d.flagged AS draftFlagged, d.written_at AS draftAt
     FROM lead_allocations al
     LEFT JOIN people p ON p.person = al.person
     LEFT JOIN (SELECT person, SUM(round = 'live') AS live, SUM(round = 'standardisation') AS practice, MIN(due) AS firstDue, MAX(due) AS lastDue
       FROM lead_allocated INDEXED BY lead_allocated_by_person WHERE batch = @batch GROUP BY person) c ON c.person = al.person
     LEFT JOIN received_sets s ON s.batch = al.batch AND s.person = al.person AND s.newest = 1
     LEFT JOIN lead_progress d ON d.batch = al.batch AND d.person = al.person
     WHERE al.batch = @batch ORDER BY al.person`,
  );
  const withdrew = "EXISTS (SELECT 1 FROM received_withdrawals w WHERE w.batch = l.batch AND w.person = l.person AND w.candidate = l.candidate)";
  const answersOfPeople = db.prepare(
    `WITH counts AS MATERIALIZED (SELECT candidate, COUNT(*) AS answers FROM lead_answers INDEXED BY lead_answers_of_candidate WHERE batch = @batch AND packed = 1 GROUP BY candidate)
     SELECT l.person, SUM(c.answers) AS answers FROM lead_allocated l INDEXED BY lead_allocated_by_person CROSS JOIN counts c ON c.candidate = l.candidate
     WHERE l.batch = @batch AND NOT ${withdrew} GROUP BY l.person`,
  );
  const notInSet = db
    .prepare(
      `SELECT COUNT(*) FROM lead_allocated l JOIN lead_answers a ON a.batch = l.batch AND a.candidate = l.candidate AND a.packed = 1
       WHERE l.batch = @batch AND l.person = @person AND NOT ${withdrew} AND NOT EXISTS (SELECT 1 FROM received_marks m WHERE m.answer_id = a.id AND m.set_id = @setId)`,
    )
    .pluck();
  const discrepancies = db.prepare(
    `SELECT m.person, COUNT(*) AS answers FROM lead_answers a INDEXED BY lead_answers_summed_up
     CROSS JOIN received_marks m INDEXED BY received_marks_counted ON m.batch = a.batch AND m.round = 'live' AND m.answer_id = a.id AND m.counts = 1
     WHERE a.batch = @batch AND a.packed = 1 AND a.marks > 1 AND a.highest - a.lowest > @tolerance GROUP BY m.person`,
  );
  // Marks that somebody handed in before they were stopped count on.
  const handedIn =
    "EXISTS (SELECT 1 FROM lead_answers a JOIN received_marks m ON m.answer_id = a.id AND m.counts = 1 AND m.person = l.person WHERE a.batch = l.batch AND a.candidate = l.candidate AND a.packed = 1)";
  const withLosses = db.prepare(
    `SELECT w.candidate, COUNT(*) AS given, SUM(x.person IS NULL AND (al.stopped_at IS NULL OR ${handedIn})) AS has
     FROM (SELECT candidate FROM received_withdrawals WHERE batch = @batch
       UNION SELECT l.candidate FROM lead_allocations al CROSS JOIN lead_allocated l ON l.batch = al.batch AND l.person = al.person WHERE al.batch = @batch AND al.stopped_at IS NOT NULL) w
     CROSS JOIN lead_allocated l ON l.batch = @batch AND l.candidate = w.candidate AND l.round = 'live'
     JOIN lead_allocations al ON al.batch = l.batch AND al.person = l.person
     LEFT JOIN received_withdrawals x ON x.batch = l.batch AND x.person = l.person AND x.candidate = l.candidate
     WHERE EXISTS (SELECT 1 FROM lead_answers a WHERE a.batch = @batch AND a.candidate = w.candidate AND a.packed = 1 AND a.state NOT IN ('settled', 'defined', 'unallocated'))
     GROUP BY w.candidate`,
  );
  const candidates = db.prepare("SELECT candidate, COUNT(*) AS answers FROM lead_answers INDEXED BY lead_answers_of_candidate WHERE batch = ? AND packed = 1 GROUP BY candidate");
  const counted = (rows: unknown[]) => new Map((rows as { person: string; answers: number }[]).map((row) => [row.person, row.answers]));
  return {
    /** How many answers stand where. `tolerance`: the campaign's. */
    standing: (batch: string, tolerance: number) => standing.all({ batch, tolerance }).map((row) => standingRow.parse(row)),
    /** Candidates whom nobody marks, practice left out. */
    unallocatedCount: (batch: string) => unallocatedCount.get({ batch }) as number,
    unallocated: (batch: string, most: number) => unallocated.all({ batch, most }) as string[],
    people: (batch: string) => people.all({ batch }).map((row) => personRow.parse(row)),
    /** How many answers each has to mark; those of candidates whom they know are left out. */
    answersOfPeople: (batch: string) => counted(answersOfPeople.all({ batch })),
    /** How many of the answers that somebody has to mark their set has no mark of. */
    notInSet: (batch: string, person: string, setId: number) => notInSet.get({ batch, person, setId }) as number,
    /** Of each assessor, how many answers lie outside the tolerance. */
    discrepancies: (batch: string, tolerance: number) => counted(discrepancies.all({ batch, tolerance })),
    /** Candidates from whom somebody withdrew, or one of whose assessors is stopped: to how many they are given, and how many of those mark them. */
    withLosses: (batch: string) => withLosses.all({ batch }).map((row) => shortRow.parse(row)),
    /** All candidates with their numbers of answers. */
    candidates: (batch: string) => candidates.all(batch) as { candidate: string; answers: number }[],
  };
}
