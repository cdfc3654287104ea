import type { BoardPractice } from "../../../../src-shared/bridge/lead/board.ts";
import type { DefinitiveMark, LeadsWord } from "../../../../src-shared/documents/allocation.ts";
import type { CampaignRules } from "../../../../src-shared/documents/campaign.ts";
import { grouped } from "../../../../src-shared/grouped.ts";
import { practiceOf, type PractisedAnswer } from "../../../../src-shared/moderation/practice.ts";
import { digestsOf, type DefinitiveRow, type PractisedRow } from "../../store/definitive-store.ts";
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

/** The same of everybody; undefined where the batch is not here. */
export function practiceOfLead(store: Store, batch: string): PracticeOfBatch | undefined {
  const row = store.lead.batch(batch);
  return row && practiceOfBatch(store, batch, store.lead.allocations(batch), store.work.campaign(row.campaign).rules);
}

interface Practising {
  person: string;
  opened: LeadsWord | null;
  stopped: LeadsWord | null;
}

/** How everybody stands who practises: only what an allocation carries can be compared, and what was compared is held against what stands now. */
export function practiceOfBatch({ definitive }: Pick<Store, "definitive">, batch: string, people: readonly Practising[], rules: Pick<CampaignRules, "tolerance" | "cumulativeTolerance">): PracticeOfBatch {
  const rows = definitive.practised(batch);
  const marks = new Map(definitive.standing(batch).map((mark) => [mark.answerId, mark]));
  const carried = definitive.carried(batch);
  const digests = digestsOf([...marks.values()]);
  const ofPerson = grouped(rows, (row) => row.person);
  const of = new Map<string, BoardPractice>();
  let waiting = 0;
  for (const { person, opened, stopped } of people) {
    const own = ofPerson.get(person);
    if (!own) continue;
    const has = carried.get(person) ?? {};
    const answers = own.filter((row) => !row.withdrawn).map((row) => practisedAnswer(row, marks, digests, has));
    const compared = answers.flatMap(({ shown, definitive: agreed, score }) => (shown && agreed !== null && score !== null ? [Math.abs(score - agreed)] : []));
    const practice = practiceOf(answers, true, opened !== null, rules);
    if (!stopped && (practice.state === "outside" || (practice.state === "awaiting" && answers.length === 0))) waiting += 1;
    of.set(person, {
      ...practice,
      ...{ tolerance: rules.tolerance, cumulativeTolerance: rules.cumulativeTolerance, opened },
      candidates: new Set(own.map((row) => row.candidate)).size,
      furthest: Math.max(0, ...compared),
      unsent: stopped ? 0 : unsent(own, digests, has),
    });
  }
  const all = new Set(rows.filter((row) => of.has(row.person)).map((row) => row.answerId));
  return { answers: all.size, missing: [...all].filter((answerId) => !marks.has(answerId)).length, waiting, of };
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
