import type { OutcomeCandidate, OutcomeDocument } from "../documents/outcome.ts";
import { compareNames } from "./sums.ts";

/** Where a candidate stood, and stands now; null where the batch did not have them, or has them no more. */
export interface OutcomeChange {
  candidate: string;
  before: OutcomeCandidate | null;
  now: OutcomeCandidate | null;
}

/** Candidates whose total or place is another than published, in order of merit, those who are gone last. A rank that only moved up or down behind others' changes too. */
export function outcomeChanges(published: readonly OutcomeCandidate[], now: readonly OutcomeCandidate[]): OutcomeChange[] {
  const before = new Map(published.map((each) => [each.candidate, each]));
  const there = new Set(now.map((each) => each.candidate));
  return [
    ...now.flatMap((each) => {
      const was = before.get(each.candidate) ?? null;
      return was && sameStanding(was, each) ? [] : [{ candidate: each.candidate, before: was, now: each }];
    }),
    ...published.flatMap((was) => (there.has(was.candidate) ? [] : [{ candidate: was.candidate, before: was, now: null }])),
  ];
}

function sameStanding(one: OutcomeCandidate, other: OutcomeCandidate): boolean {
  return one.total === other.total && one.passed === other.passed && one.place === other.place && one.rank === other.rank;
}

/** Whether publishing would say anything that the published revision does not. When, by whom and why it is said makes no difference. */
export function saysTheSame(published: OutcomeDocument, now: OutcomeDocument): boolean {
  const told = ({ campaign, campaignRevision, batchRevision, rules, sets, answers, candidates }: OutcomeDocument) =>
    JSON.stringify([campaign, campaignRevision, batchRevision, rules, sets, answers, candidates]);
  return told(published) === told(now);
}

/** Of what leads published of one batch, what counts: the highest revision, and where leads published two of one number, the later. */
export function countingOutcome<R extends { revision: number; publishedAt: string; sha256: string }>(published: readonly R[]): R | undefined {
  const order = (one: R, other: R) => one.revision - other.revision || compareNames(one.publishedAt, other.publishedAt) || compareNames(one.sha256, other.sha256);
  return published.toSorted(order).at(-1);
}
