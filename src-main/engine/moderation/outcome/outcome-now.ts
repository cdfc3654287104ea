import type { OpenAnswers } from "../../../../src-shared/bridge/lead/outcome.ts";
import type { CampaignDefinition } from "../../../../src-shared/documents/campaign.ts";
import { orderOfMerit, type Merit } from "../../../../src-shared/moderation/merit-order.ts";
import type { StandingState } from "../../../../src-shared/moderation/standing.ts";
import type { CandidateFinals } from "../../../../src-shared/moderation/sums.ts";
import type { Problem } from "../../../../src-shared/problems/problem.ts";
import { err, ok, type Result } from "../../../../src-shared/result.ts";
import type { LeadBatchRow } from "../../store/lead-store.ts";
import type { Store } from "../../store/store.ts";

/** Where a batch's outcome stands at one moment. */
export interface OutcomeNow {
  /** Another one says that something it rests on has changed. */
  version: number | undefined;
  row: LeadBatchRow;
  campaign: CampaignDefinition;
  /** In the order in which they were packed, without those for practice alone. */
  finals: CandidateFinals[];
  practice: number;
  open: OpenAnswers;
  merit: Merit;
}

/** The last one that was worked out: a screen asks for it page by page. */
const remembered = new WeakMap<Store, OutcomeNow>();

/**
 * Works out the order of merit of a batch from what stands for its answers and how leads ranked ties. While a large change is followed up
 * it is the one from before, or `outcome-behind` where there is none: nothing is worked out from answers half of which stand where they stood.
 */
export function outcomeNow(store: Store, batch: string): Result<OutcomeNow, Problem> {
  const row = store.lead.batch(batch);
  if (!row) return err({ kind: "batch-not-found", batch });
  const version = store.standing.version(batch);
  const last = remembered.get(store);
  const known = last?.row.batch === batch ? last : undefined;
  if (store.standing.isBehind(batch)) return known ? ok(known) : err({ kind: "outcome-behind", batch });
  if (known && known.version === version) return ok(known);
  const campaign = store.work.campaign(row.campaign);
  const practice = practiceAlone(store, batch);
  const open: OpenAnswers = { toSettle: 0, asked: 0, waiting: 0, unallocated: 0, withoutScore: 0 };
  const byCandidate = new Map<string, { question: string; final: number | null }[]>();
  for (const { candidate, question, state, final } of store.outcomes.finals(batch)) {
    if (practice.has(candidate)) continue;
    if (final === null) open[whyOpen[state]] += 1;
    const answers = byCandidate.get(candidate);
    if (answers) answers.push({ question, final });
    else byCandidate.set(candidate, [{ question, final }]);
  }
  const finals = [...byCandidate].map(([candidate, answers]) => ({ candidate, answers }));
  const rankings = store.decisions.rankings(batch);
  const now: OutcomeNow = { version, row, campaign, finals, practice: practice.size, open, merit: orderOfMerit(finals, campaign, rankings) };
  remembered.set(store, now);
  return ok(now);
}

/** Where an answer without a final score is counted. What is agreed or defined always has one. */
const whyOpen: Record<StandingState, keyof OpenAnswers> = {
  "to-settle": "toSettle",
  asked: "asked",
  waiting: "waiting",
  unallocated: "unallocated",
  settled: "withoutScore",
  agreed: "withoutScore",
  defined: "withoutScore",
};

/** Candidates whom somebody marks for practice and nobody marks in earnest: they apply for nothing. */
function practiceAlone(store: Store, batch: string): Set<string> {
  const practice = new Set<string>();
  const live = new Set<string>();
  for (const { candidate, round } of store.lead.allocated(batch)) (round === "live" ? live : practice).add(candidate);
  return new Set([...practice].filter((each) => !live.has(each)));
}
