import type { BoardPractice } from "../../../../src-shared/bridge/lead/board.ts";
import type { DefinitiveMark } from "../../../../src-shared/documents/allocation.ts";
import type { CampaignRules } from "../../../../src-shared/documents/campaign.ts";
import { grouped } from "../../../../src-shared/grouped.ts";
import { isLiveOpen, practiceOf, type PractisedAnswer } from "../../../../src-shared/moderation/practice.ts";
import { digestsOf, type DefinitiveRow, type PractisedRow } from "../../store/definitive-store.ts";
import type { LeadAllocationRow } from "../../store/lead-store.ts";
import type { Store } from "../../store/store.ts";

/** The round of standardisation of one batch, as a lead sees it. */
export interface PracticeOfBatch {
  /** How many answers somebody practises on, and how many of those have no definitive mark. */
  answers: number;
  missing: number;
  /** People for whom live marking opens only by a lead. */
  waiting: number;
  /** By person. */
  of: ReadonlyMap<string, BoardPractice>;
}

/**
 * The round of a batch as it stands; undefined where the batch is not here. What holds of each person is kept beside their allocation: only who
 * has none kept, since something changed that it rests on, is worked out, and kept.
 */
export function practiceOfLead(store: Store, batch: string): PracticeOfBatch | undefined {
  const row = store.lead.batch(batch);
  if (!row) return undefined;
  const people = store.lead.allocations(batch);
  const marks = new Map(store.definitive.standing(batch).map((mark) => [mark.answerId, mark]));
  const kept = store.definitive.kept(batch);
  const changed = people.filter(({ person }) => !kept.has(person));
  const workedOut = practiceOfPeople(store, batch, changed, marks, store.work.campaign(row.campaign).rules);
  if (workedOut.size > 0)
    store.transaction(() => {
      for (const [person, practice] of workedOut) store.definitive.keep(batch, person, practice);
    });
  // Their own desk says that it opened, whatever they are found to stand like now.
  const opened = store.definitive.liveOpened(batch);
  const of = new Map([...kept, ...workedOut].map(([person, practice]) => [person, { ...practice, isLiveOpen: practice.isLiveOpen || opened.has(person) }]));
  const answers = store.definitive.practisedAnswers(batch);
  const isWaiting = ({ state, isLiveOpen }: BoardPractice) => !isLiveOpen && (state === "outside" || state === "awaiting");
  return {
    answers: answers.length,
    missing: answers.filter((answerId) => !marks.has(answerId)).length,
    waiting: people.filter(({ person, stopped }) => !stopped && of.has(person) && isWaiting(of.get(person)!)).length,
    of,
  };
}

type Practising = Pick<LeadAllocationRow, "person" | "opened" | "stopped">;
type Rules = Pick<CampaignRules, "tolerance" | "cumulativeTolerance">;

/** How these people stand, those who practise: only what an allocation carries can be compared, and what was compared is held against what stands now. */
function practiceOfPeople({ definitive }: Store, batch: string, people: readonly Practising[], marks: ReadonlyMap<number, DefinitiveRow>, { tolerance, cumulativeTolerance }: Rules): Map<string, BoardPractice> {
  const ofPerson = grouped(definitive.practised(batch, people.map(({ person }) => person)), (row) => row.person);
  const of = new Map<string, BoardPractice>();
  if (ofPerson.size === 0) return of;
  const carried = definitive.carried(batch);
  const digests = digestsOf([...marks.values()]);
  for (const { person, opened, stopped } of people) {
    const own = ofPerson.get(person);
    if (!own) continue;
    const has = carried.get(person) ?? {};
    const answers = own.filter(isHeld).map((row) => practisedAnswer(row, marks, digests, has));
    const compared = answers.flatMap(({ shown, definitive: agreed, score }) => (shown && agreed !== null && score !== null ? [Math.abs(score - agreed)] : []));
    const practice = practiceOf(answers, true, opened !== null, { tolerance, cumulativeTolerance });
    of.set(person, {
      ...practice,
      ...{ tolerance, cumulativeTolerance, opened, isLiveOpen: isLiveOpen(practice.state) || Object.keys(has).length === 0 },
      candidates: new Set(own.map((row) => row.candidate)).size,
      furthest: Math.max(0, ...compared),
      unsent: stopped ? 0 : unsent(own, digests, has),
    });
  }
  return of;
}

/** What was compared stays in the sum, also where its candidate was withdrawn from afterwards. */
export function isHeld({ withdrawn, shownAt }: Pick<PractisedRow, "withdrawn" | "shownAt">): boolean {
  return !withdrawn || shownAt !== null;
}

function practisedAnswer({ answerId, candidate, question, score, complete, shownAt }: PractisedRow, marks: ReadonlyMap<number, DefinitiveRow>, digests: Record<string, string>, has: Record<string, string>): PractisedAnswer {
  const name = nameOf({ candidate, question });
  const isKnown = shownAt !== null || (has[name] !== undefined && has[name] === digests[name]);
  return { candidate, complete: complete === 1, score, definitive: isKnown ? (marks.get(answerId)?.score ?? null) : null, shown: shownAt !== null };
}

/** Of how many answers an allocation says something else than leads do: a mark that is new, another one, or taken back. */
function unsent(own: readonly PractisedRow[], digests: Record<string, string>, has: Record<string, string>): number {
  const practised = new Set(own.map(nameOf));
  return [...new Set([...practised, ...Object.keys(has)])].filter((name) => has[name] !== (practised.has(name) ? digests[name] : undefined)).length;
}

const nameOf = ({ candidate, question }: Pick<DefinitiveMark, "candidate" | "question">) => `${candidate} / ${question}`;
