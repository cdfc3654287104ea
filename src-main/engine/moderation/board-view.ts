import { MOST_ON_BOARD, type BoardAssessor, type BoardBatch, type BoardBatchView, type BoardNext, type BoardView } from "../../../src-shared/bridge/lead/board.ts";
import type { CampaignRules } from "../../../src-shared/documents/campaign.ts";
import { parseDepotKey } from "../../../src-shared/documents/depot-keys.ts";
import { grouped } from "../../../src-shared/grouped.ts";
import { localDay } from "../../../src-shared/local-day.ts";
import type { Problem } from "../../../src-shared/problems/problem.ts";
import { err, ok, type Result } from "../../../src-shared/result.ts";
import type { Desk } from "../desk.ts";
import type { BoardPersonRow } from "../store/board-store.ts";
import type { LeadBatchRow } from "../store/lead-store.ts";
import type { Store } from "../store/store.ts";
import { practiceOfLead, type PracticeOfBatch } from "./practice/practice-of-batch.ts";

type Looking = Pick<Desk, "store" | "now">;

/** All batches of the depot, as a lead sees them. */
export function boardView({ store, now, me }: Pick<Desk, "store" | "now" | "me">): BoardView {
  return {
    person: { id: me.person, name: me.name },
    batches: store.lead.batches().map((row) => {
      const people = peopleOf({ store, now }, row.batch);
      return summaryOf({ store, now }, row, people, practising(store, row, people));
    }),
    ownBatches: store.work.batches().length,
  };
}

/** One batch: who marks it and how far they are, and what needs a lead. */
export function boardBatchView({ store, now }: Looking, batch: string): Result<BoardBatchView, Problem> {
  const row = store.lead.batch(batch);
  if (!row) return err({ kind: "batch-unknown", batch });
  const { rules } = store.work.campaign(row.campaign);
  const people = peopleOf({ store, now }, batch);
  const practice = practising(store, row, people);
  const waiting = store.outbox.waitingUnder("allocations/").flatMap(({ key, problem }) => {
    const place = parseDepotKey(key);
    return place?.kind === "allocation" && place.batch === batch ? [{ person: place.person, revision: place.revision, problem }] : [];
  });
  return ok({
    batch: summaryOf({ store, now }, row, people, practice),
    assessors: assessorsOf(store, row, people, practice, rules),
    unallocated: store.board.unallocated(batch, MOST_ON_BOARD),
    needAnother: needAnother(store, batch, rules).slice(0, MOST_ON_BOARD),
    rules: { doubleMarkingShare: rules.doubleMarkingShare, markersOfDouble: rules.markersOfDouble },
    people: store.enrolment.people().flatMap(({ person, name, role }) => (role === "assessor" ? [{ person, name: name ?? "" }] : [])),
    waiting,
  });
}

/** Somebody's part in a batch, and how it stands. */
interface Part extends BoardPersonRow {
  state: BoardAssessor["state"];
  due: string | null;
  overdue: boolean;
}

function peopleOf({ store, now }: Looking, batch: string): Part[] {
  const today = localDay(now());
  return store.board.people(batch).flatMap((row) => {
    // Whose candidates were all passed on has no part in it, unless something of theirs is here.
    if (row.live + row.practice === 0 && row.setId === null && row.stoppedAt === null) return [];
    const state = stateOf(store, batch, row);
    const due = row.setId === null ? row.firstDue : row.lastDue;
    return [{ ...row, state, due, overdue: due !== null && due < today && (state === "not-started" || state === "marking") }];
  });
}

/** A set has marks of all that was allocated when it was handed in: only where more was allocated since, it is looked at. */
function stateOf(store: Store, batch: string, { person, revision, stoppedAt, setId, setAllocationRevision, draftMarked, live, practice }: BoardPersonRow): BoardAssessor["state"] {
  if (stoppedAt !== null) return "stopped";
  if (setId !== null && (setAllocationRevision! >= revision || live + practice === 0 || store.board.notInSet(batch, person, setId) === 0)) return "handed-in";
  return setId !== null || (draftMarked ?? 0) > 0 ? "marking" : "not-started";
}

/** The round of standardisation; undefined where nobody practises. */
function practising(store: Store, row: LeadBatchRow, people: readonly Part[]): PracticeOfBatch | undefined {
  return people.some((each) => each.practice > 0) ? practiceOfLead(store, row.batch) : undefined;
}

function summaryOf({ store }: Looking, row: LeadBatchRow, people: readonly Part[], practising: PracticeOfBatch | undefined): BoardBatch {
  const { batch } = row;
  const { title, rules } = store.work.campaign(row.campaign);
  const standing = store.board.standing(batch, rules.tolerance);
  const sum = (of: "answers" | "flagged" | "discrepancies", ...states: string[]) => standing.reduce((total, each) => total + (states.length === 0 || states.includes(each.state) ? each[of] : 0), 0);
  const answers = {
    total: row.answers,
    marked: sum("answers") - sum("answers", "unallocated", "waiting"),
    toSettle: sum("answers", "to-settle"),
    asked: sum("answers", "asked"),
    settled: sum("answers", "settled", "defined"),
    agreed: sum("answers", "agreed"),
    flagged: sum("flagged"),
    discrepancies: sum("discrepancies"),
  };
  const outcome = store.outcomes.of(batch).at(-1);
  const candidatesInNeed = store.board.unallocatedCount(batch) + needAnother(store, batch, rules).length;
  const overdue = people.filter((each) => each.overdue).length;
  const sets = store.received.setCounts(batch);
  const dues = people.flatMap((each) => (each.due !== null && (each.state === "not-started" || each.state === "marking") ? [each.due] : []));
  const practice = practising ? practiceSummary(practising) : null;
  return {
    batch,
    campaignTitle: title,
    candidates: row.candidates,
    answers,
    candidatesInNeed,
    withdrawals: store.received.withdrawals(batch).length,
    assessors: { total: people.length, handedIn: people.filter((each) => each.state === "handed-in").length, overdue, stopped: people.filter((each) => each.state === "stopped").length },
    sets,
    due: dues.sort()[0] ?? null,
    practice,
    outcome: outcome ? { revision: outcome.revision, publishedAt: outcome.publishedAt } : null,
    next: nextOf({ practice, candidatesInNeed, toSettle: answers.toSettle, overdue, isOver: answers.settled + answers.agreed === answers.total, isPublished: outcome !== undefined }),
  };
}

function practiceSummary({ answers, missing, waiting, of }: PracticeOfBatch): BoardBatch["practice"] {
  const unsent = [...of.values()].filter((each) => each.unsent > 0);
  return { answers, missing, unsent: { marks: Math.max(0, ...unsent.map((each) => each.unsent)), people: unsent.length }, waiting };
}

interface Needs extends Pick<BoardBatch, "practice" | "candidatesInNeed"> {
  toSettle: number;
  overdue: number;
  isOver: boolean;
  isPublished: boolean;
}

/** Who practises waits for the leads, and goes first. */
function nextOf({ practice, candidatesInNeed, toSettle, overdue, isOver, isPublished }: Needs): BoardNext {
  if (practice && practice.missing > 0) return "define";
  if (practice && practice.unsent.people > 0) return "send";
  if (practice && practice.waiting > 0) return "practice";
  if (candidatesInNeed > 0) return "allocate";
  if (toSettle > 0) return "settle";
  if (overdue > 0) return "overdue";
  if (!isOver) return "wait";
  return isPublished ? "done" : "publish";
}

/** Who was given to several is to be marked by as many as the campaign says; everybody else by one. */
function needAnother(store: Store, batch: string, { markersOfDouble }: CampaignRules): BoardBatchView["needAnother"] {
  return store.board
    .withLosses(batch)
    .map(({ candidate, given, has }) => ({ candidate, has, wanted: given > 1 ? markersOfDouble : 1 }))
    .filter(({ has, wanted }) => has < wanted);
}

function assessorsOf(store: Store, { batch }: LeadBatchRow, people: readonly Part[], practising: PracticeOfBatch | undefined, { tolerance }: CampaignRules): BoardAssessor[] {
  const answers = store.board.answersOfPeople(batch);
  const discrepancies = store.board.discrepancies(batch, tolerance);
  const sets = grouped(store.received.sets(batch), (each) => each.person);
  const withdrawals = grouped(store.received.withdrawals(batch), (each) => each.person);
  return people.map((row) => {
    const { person, name, revision, live, practice, state, due, overdue, stoppedAt, stoppedBecause } = row;
    const last = lastWord(row);
    return {
      ...{ person, name: name ?? "", revision, state, due, overdue, practice: practising?.of.get(person) ?? null },
      candidates: live + practice,
      answers: answers.get(person) ?? 0,
      // What was passed on to somebody else is among the marks of a set, and not among those to be made.
      marked: Math.min(last?.marked ?? 0, answers.get(person) ?? 0),
      asOf: last && { at: last.at, from: last.from },
      sets: (sets.get(person) ?? []).map(({ revision, submittedAt, reason, marks }) => ({ revision, submittedAt, reason, marks })),
      flagged: last?.flagged ?? 0,
      discrepancies: discrepancies.get(person) ?? 0,
      withdrawals: (withdrawals.get(person) ?? []).map(({ candidate, note, at }) => ({ candidate, note, at })),
      stopped: stoppedAt === null ? null : { at: stoppedAt, because: stoppedBecause ?? "" },
    };
  });
}

/** What came last from somebody: a set, or a draft; of who has handed in all, the set. */
function lastWord({ submittedAt, setMarks, setFlagged, draftAt, draftMarked, draftFlagged, state }: Part) {
  if (draftAt !== null && (submittedAt === null || (state !== "handed-in" && draftAt > submittedAt))) return { at: draftAt, from: "draft" as const, marked: draftMarked!, flagged: draftFlagged! };
  return submittedAt === null ? null : { at: submittedAt, from: "set" as const, marked: setMarks!, flagged: setFlagged! };
}
