import { depotKey, parseDepotKey } from "../../../../src-shared/documents/depot-keys.ts";
import type { ModerationSetDocument, Withdrawal } from "../../../../src-shared/documents/moderation-set.ts";
import type { Problem } from "../../../../src-shared/problems/problem.ts";
import { ok, type Result } from "../../../../src-shared/result.ts";
import { draftNumbers } from "../../drafts/find-draft.ts";
import type { LeadBatchRow } from "../../store/lead-store.ts";
import { changeStanding } from "../change-standing.ts";
import { keepPracticeOfDraft, keepPracticeOfSet } from "../practice/take-in-practice.ts";
import { aboutAllocated, allocatedBy, allocatedNow, type Allocated } from "./allocated-then.ts";
import { newestOf, type Fetched, type Round } from "./reading.ts";

/** What the depot has of one person's part in a batch. */
export interface PersonsKeys {
  person: string;
  allocations: string[];
  sets: string[];
  /** Whether there are drafts. */
  drafts: boolean;
}

/** Takes in what is new of a person's allocation, sets and draft. Says whether anything was. */
export async function takeInPerson(round: Round, batch: string, keys: PersonsKeys): Promise<boolean> {
  const isAllocated = await takeInAllocation(round, batch, keys);
  const isHandedIn = await takeInSets(round, batch, keys);
  const isFurther = keys.drafts && (await takeInDraft(round, batch, keys));
  return isAllocated || isHandedIn || isFurther;
}

/** The newest that can be believed takes the place of the one before. */
async function takeInAllocation(round: Round, batch: string, { person, allocations }: PersonsKeys): Promise<boolean> {
  const { store } = round.desk;
  const known = store.lead.allocation(batch, person);
  const newer = newestFirst(allocations).filter((key) => numberOf(key) > (known?.revision ?? 0));
  const { fetched, problem } = await newestOf(round, "allocation", newer);
  if (problem) round.refuse(problem);
  if (!fetched) return false;
  const { document } = fetched;
  const before = new Map(store.lead.allocated(batch, person).map((each) => [each.candidate, each.round]));
  const after = new Map(document.candidates.map((each) => [each.candidate, each.round]));
  const everybody = [...new Set([...before.keys(), ...after.keys()])];
  const isSame = (known?.stoppedAt ?? null) === (document.stopped?.at ?? null);
  const concerned = isSame ? everybody.filter((candidate) => before.get(candidate) !== after.get(candidate)) : everybody;
  await changeStanding(store, batch, concerned, () => {
    round.keep(fetched);
    const { revision, author, writtenAt, opened, stopped, candidates, definitive } = document;
    store.lead.putAllocation({ batch, person, revision, author, writtenAt, opened, stopped }, candidates, definitive);
  });
  return true;
}

/** Every revision once; of each answer the newest that speaks of it counts. */
async function takeInSets(round: Round, batch: string, { person, allocations, sets }: PersonsKeys): Promise<boolean> {
  const { store } = round.desk;
  let isNews = false;
  for (const key of newestFirst(sets).reverse()) {
    if (store.received.hasSet(key) || round.away()) continue;
    const fetched = await round.open("moderation-set", key);
    if (!fetched.ok) {
      round.refuse(fetched.error);
      continue;
    }
    const known = store.lead.batch(batch)!;
    // It has marks of answers that are not known here yet, and comes with them.
    if (fetched.value.document.batchRevision > known.revision) continue;
    if (scoresOutside(round, known, fetched.value.document)) {
      round.refuse({ kind: "document-damaged", name: key, reason: "it has a score that is no point of the campaign's scale" });
      continue;
    }
    const { document } = fetched.value;
    const then = await allocatedThen(round, document, person);
    const withdrawals = then.ok ? await aboutAllocated(round, batch, person, newestFirst(allocations), document.withdrawals) : then;
    if (!then.ok || !withdrawals.ok) {
      // A mark that could not be placed now would be missing for ever: the set is taken in once it can be.
      if (!withdrawals.ok) round.refuse(withdrawals.error);
      continue;
    }
    await keepSet(round, { ...fetched.value, document: { ...document, withdrawals: withdrawals.value } }, then.value, person);
    isNews = true;
  }
  return isNews;
}

/** What its author had to mark when a set was handed in. Where that cannot be read any more, by what counts now, if that has all that is marked. */
async function allocatedThen(round: Round, { batch, marks, allocationRevision }: ModerationSetDocument, person: string): Promise<Result<Allocated, Problem>> {
  const then = await allocatedBy(round, batch, person, allocationRevision);
  if (then.ok || round.away()) return then;
  const now = allocatedNow(round, batch, person);
  if (!marks.every((mark) => now.has(mark.candidate))) return then;
  round.refuse(then.error);
  return ok(new Map(marks.map(({ candidate }) => [candidate, now.get(candidate)!])));
}

/** No desk of ours gives such a score; of a set that was made by an earlier revision of the campaign nobody can say. */
function scoresOutside({ desk: { store } }: Round, { campaign, campaignRevision }: LeadBatchRow, set: ModerationSetDocument): boolean {
  if (set.campaignRevision !== campaignRevision) return false;
  const points = new Set(store.work.campaign(campaign).scale.map((point) => point.value));
  return set.marks.some((mark) => mark.score !== null && !points.has(mark.score));
}

/** @param then what was allocated to the set's author when it was handed in */
async function keepSet(round: Round, fetched: Fetched<"moderation-set">, then: Allocated, person: string): Promise<void> {
  const { desk } = round;
  const { store } = desk;
  const { key, sha256, document } = fetched;
  const { batch, revision, withdrawals } = document;
  // Nobody's marks count of a candidate whom they were never given. A mark is of the round in which it was made, on every lead's desk alike.
  const rounds = new Map([...allocatedNow(round, batch, person), ...then]);
  const marks = document.marks.filter((mark) => rounds.has(mark.candidate));
  const nameOf = (candidate: string, question: string) => JSON.stringify([candidate, question]);
  const answers = store.lead.answerIds(batch, [...rounds.keys()]);
  const ids = new Map(answers.map(({ candidate, question, id }) => [nameOf(candidate, question), id]));
  const marked = new Set(marks.map(({ candidate, question }) => nameOf(candidate, question)));
  const leftOut = new Set(answers.flatMap(({ candidate, question }) => (then.has(candidate) && !marked.has(nameOf(candidate, question)) ? [candidate] : [])));
  const answerIdOf = (candidate: string, question: string) => {
    const [id, inRound] = [ids.get(nameOf(candidate, question)), rounds.get(candidate)];
    return id === undefined || inRound === undefined ? undefined : { id, round: inRound };
  };
  const asked = store.decisions.askedAbout(batch, document.replies.map((reply) => reply.query));
  const concerned = new Set([...store.received.candidatesOf(batch, person), ...marks.map((mark) => mark.candidate), ...withdrawals.map((each) => each.candidate), ...asked]);
  await changeStanding(store, batch, [...concerned], () => {
    round.keep(fetched);
    store.received.putSet(key, sha256, document, desk.now(), answerIdOf, [...leftOut]);
    const isLast = store.received.newestSet(batch, person)?.key === key && revision > (store.lead.progressOf(batch, person)?.afterSet ?? 0);
    if (isLast) {
      keepPracticeOfSet(store, batch, person, marks);
      store.received.putWithdrawals(batch, person, withdrawals);
    }
    store.received.count(batch, person);
    desk.store.audit.append({ at: desk.now(), who: desk.me.person, what: "set-received", subject: key, to: { marks: marks.length } });
  });
}

/** How far a person is, and from whom they withdrew since their newest set. */
async function takeInDraft(round: Round, batch: string, { person, allocations }: PersonsKeys): Promise<boolean> {
  const { desk } = round;
  const { store } = desk;
  const { draftNumber: known, afterSet: setsKnown } = store.lead.progressOf(batch, person) ?? { draftNumber: 0, afterSet: 0 };
  // Numbers have no gaps, and drafts are many: they are listed only where there is a new one.
  if (known > 0) {
    const next = await round.open("draft", depotKey.draft(batch, person, known + 1));
    if (!next.ok && next.error.kind === "depot-missing") return false;
  }
  const numbers = await draftNumbers(desk.depot, batch, person);
  if (!numbers.ok) {
    round.refuse(numbers.error);
    return false;
  }
  const newer = numbers.value.filter((number) => number > known).map((number) => depotKey.draft(batch, person, number));
  const { fetched, problem } = await newestOf(round, "draft", newer);
  if (problem) round.refuse(problem);
  if (!fetched) return false;
  const { marks, sets, number, resealed, writtenAt } = fetched.document;
  const fromWhom = await aboutAllocated(round, batch, person, newestFirst(allocations), fetched.document.withdrawals);
  if (!fromWhom.ok) {
    round.refuse(fromWhom.error);
    return false;
  }
  const withdrawals = fromWhom.value;
  const at = resealed?.writtenAt ?? writtenAt;
  const away = new Set(withdrawals.map((each) => each.candidate));
  const made = marks.filter((mark) => (mark.score !== null || mark.cannotScore !== null) && !away.has(mark.candidate));
  const before = store.received.withdrawals(batch).filter((each) => each.person === person);
  // Not by clocks, which may be wrong: a draft comes after the sets that it tells of, and before the next.
  const afterSet = sets.reduce((highest, each) => Math.max(highest, each.revision), 0);
  const isNewest = afterSet >= Math.max(setsKnown, store.received.newestSet(batch, person)?.revision ?? 0);
  const concerned = isNewest ? changedCandidates(before, withdrawals) : [];
  await changeStanding(store, batch, concerned, () => {
    store.lead.putProgress({ batch, person, draftNumber: number, afterSet, marked: made.length, flagged: made.filter((mark) => mark.flags.length > 0).length, writtenAt: at, liveSince: fetched.document.liveSince });
    if (isNewest) keepPracticeOfDraft(store, batch, person, marks);
    if (concerned.length === 0) return;
    store.received.putWithdrawals(batch, person, withdrawals);
    store.received.count(batch, person);
  });
  return true;
}

function changedCandidates(before: readonly { candidate: string }[], after: readonly Withdrawal[]): string[] {
  const [were, are] = [before, after].map((each) => new Set(each.map(({ candidate }) => candidate))) as [Set<string>, Set<string>];
  return [...new Set([...were, ...are])].filter((candidate) => were.has(candidate) !== are.has(candidate));
}

function numberOf(key: string): number {
  const place = parseDepotKey(key);
  return place && "revision" in place ? place.revision : 0;
}

function newestFirst(keys: readonly string[]): string[] {
  return keys.toSorted((a, b) => numberOf(b) - numberOf(a) || a.localeCompare(b));
}
