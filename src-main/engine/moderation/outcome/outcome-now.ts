import type { OpenAnswers } from "../../../../src-shared/bridge/lead/outcome.ts";
import type { CampaignDefinition } from "../../../../src-shared/documents/campaign.ts";
import type { InParts } from "../../../../src-shared/in-parts.ts";
import { orderOfMeritInParts, type Merit } from "../../../../src-shared/moderation/merit-order.ts";
import type { StandingState } from "../../../../src-shared/moderation/standing.ts";
import type { CandidateFinals } from "../../../../src-shared/moderation/sums.ts";
import type { Problem } from "../../../../src-shared/problems/problem.ts";
import { err, ok, type Result } from "../../../../src-shared/result.ts";
import type { LeadBatchRow } from "../../store/lead-store.ts";
import type { FinalRow } from "../../store/outcome-store.ts";
import type { Store } from "../../store/store.ts";
import { inBreaths, whileItHolds } from "./in-breaths.ts";

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

/** What is being worked out, by batch and version: whoever asks meanwhile waits for the same. */
const underWay = new WeakMap<Store, Map<string, Promise<OutcomeNow | undefined>>>();

/** Read at once: few enough that whoever works in between does not notice. */
const ANSWERS_AT_ONCE = 2000;

/** As often as it is begun anew because something changed meanwhile. */
const MOST_RUNS = 20;

/**
 * Works out the order of merit of a batch from what stands for its answers and how leads ranked ties, in parts, and anew where something of that
 * changes in between. While a large change is followed up it is the one from before, or `outcome-behind` where there is none: nothing is worked
 * out from answers half of which stand where they stood. The same where one change follows another too fast.
 */
export async function outcomeNow(store: Store, batch: string): Promise<Result<OutcomeNow, Problem>> {
  for (let run = 0; run < MOST_RUNS; run += 1) {
    const row = store.lead.batch(batch);
    if (!row) return err({ kind: "batch-not-found", batch });
    const version = store.standing.version(batch);
    const last = remembered.get(store);
    const known = last?.row.batch === batch ? last : undefined;
    if (store.standing.isBehind(batch)) return known ? ok(known) : err({ kind: "outcome-behind", batch });
    if (known && known.version === version) return ok(known);
    const now = await shared(store, `${version} ${batch}`, () => inBreaths(whileItHolds(workOut(store, row, version), () => store.standing.version(batch) === version)));
    if (!now || store.standing.version(batch) !== version) continue;
    remembered.set(store, now);
    return ok(now);
  }
  return err({ kind: "outcome-behind", batch });
}

async function shared(store: Store, key: string, begin: () => Promise<OutcomeNow | undefined>): Promise<OutcomeNow | undefined> {
  const runs = underWay.get(store) ?? new Map<string, Promise<OutcomeNow | undefined>>();
  underWay.set(store, runs);
  const known = runs.get(key);
  if (known) return known;
  const run = begin();
  runs.set(key, run);
  try {
    return await run;
  } finally {
    runs.delete(key);
  }
}

function* workOut(store: Store, row: LeadBatchRow, version: number | undefined): InParts<OutcomeNow> {
  const { batch } = row;
  const campaign = store.work.campaign(row.campaign);
  const rankings = store.decisions.rankings(batch);
  const practice = store.outcomes.practiceAlone(batch);
  const open: OpenAnswers = { toSettle: 0, asked: 0, waiting: 0, unallocated: 0, withoutScore: 0 };
  const byCandidate = new Map<string, { question: string; final: number | null }[]>();
  let after: { position: number; id: number } | undefined = { position: -1, id: 0 };
  while (after) {
    yield;
    const rows: FinalRow[] = store.outcomes.finals(batch, after, ANSWERS_AT_ONCE);
    for (const { candidate, question, state, final } of rows) {
      if (practice.has(candidate)) continue;
      if (final === null) open[whyOpen[state]] += 1;
      const answers = byCandidate.get(candidate);
      if (answers) answers.push({ question, final });
      else byCandidate.set(candidate, [{ question, final }]);
    }
    after = rows.at(-1);
  }
  const finals = [...byCandidate].map(([candidate, answers]) => ({ candidate, answers }));
  return { version, row, campaign, finals, practice: practice.size, open, merit: yield* orderOfMeritInParts(finals, campaign, rankings) };
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
