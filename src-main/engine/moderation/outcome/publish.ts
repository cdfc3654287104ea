import type { PublishedOutcome } from "../../../../src-shared/bridge/lead/outcome.ts";
import { depotKey } from "../../../../src-shared/documents/depot-keys.ts";
import { OUTCOME_DECLARATION, type OutcomeAnswer, type OutcomeDocument } from "../../../../src-shared/documents/outcome.ts";
import { countingOutcome, saysTheSame } from "../../../../src-shared/moderation/outcome-changes.ts";
import type { Problem } from "../../../../src-shared/problems/problem.ts";
import { err, ok, type Result } from "../../../../src-shared/result.ts";
import type { Desk } from "../../desk.ts";
import { breathe } from "../../drafts/read-draft.ts";
import { publishThroughOutbox } from "../../outbox/publish.ts";
import { hindranceOf } from "./hindrance.ts";
import { outcomeAnswers } from "./outcome-answers.ts";
import { outcomeDigest } from "./outcome-digest.ts";
import { outcomeNow, type OutcomeNow } from "./outcome-now.ts";
import { publishedOutcomes } from "./published.ts";

export interface Publishing {
  batch: string;
  /** The digest of what the lead saw. */
  seen: string;
  /** Why an earlier revision is followed by this one. */
  reason: string | null;
  /** Why answers that are still with assessors are left behind. */
  incompleteReason: string | null;
}

/** Candidates whose answers are read at once: few enough that whoever works in between does not notice. */
const CANDIDATES_AT_ONCE = 40;

/**
 * Publishes a batch's outcome: seals it for the leads and puts it into the outbox in one transaction. When it returns, the outcome is on disk;
 * delivering is the outbox's business. Publishing again what is published already gives that revision.
 */
export async function publishOutcome(desk: Desk, publishing: Publishing): Promise<Result<{ published: PublishedOutcome; isNew: boolean }, Problem>> {
  const { batch } = publishing;
  for (;;) {
    const now = await outcomeNow(desk.store, batch);
    if (!now.ok) return now;
    const hindrance = hindranceOf(desk.store, now.value, publishing.incompleteReason);
    if (hindrance) return err(hindrance);
    // A declaration is about what somebody read.
    if ((await outcomeDigest(now.value)) !== publishing.seen) return err({ kind: "outcome-changed", batch });
    const written = await readOutcome(desk, now.value, publishing);
    if (written === "changed") continue;
    const counting = countingOutcome(desk.store.outcomes.of(batch));
    const earlier = counting && desk.store.outcomes.document(counting.key);
    if (counting && earlier && saysTheSame(earlier, written)) return ok({ published: publishedAs(desk, batch, counting.key), isNew: false });
    if (counting && !publishing.reason) return err({ kind: "reason-needed" });
    const kept = await publishThroughOutbox(desk, "outcome", (sha256) => depotKey.outcome(batch, written.revision, sha256), written, desk.leadRecipients(), ({ key, sha256 }) => {
      // Sealing takes a moment; what was decided meanwhile belongs into the outcome.
      if (desk.store.standing.version(batch) !== now.value.version) return false;
      desk.store.outcomes.put(key, sha256, written);
      desk.store.standing.raise(batch);
      const { declaration, reason, incompleteReason } = written;
      desk.store.audit.append({ at: desk.now(), who: desk.me.person, what: "published", subject: batch, to: { key, declaration, reason, incompleteReason } });
      return true;
    });
    if (kept) return ok({ published: publishedAs(desk, batch, kept.key), isNew: true });
  }
}

/** The document, read some candidates at a time; `changed` where what it rests on is another at the end. */
async function readOutcome(desk: Desk, { version, row, campaign, finals, open, merit }: OutcomeNow, { reason, incompleteReason }: Publishing): Promise<OutcomeDocument | "changed"> {
  const { store, me } = desk;
  const { batch } = row;
  const answers: OutcomeAnswer[] = [];
  for (let first = 0; first < finals.length; first += CANDIDATES_AT_ONCE) {
    const some = finals.slice(first, first + CANDIDATES_AT_ONCE).map((each) => each.candidate);
    answers.push(...outcomeAnswers(store, batch, some).map((each) => each.answer));
    await breathe();
  }
  if (store.standing.version(batch) !== version) return "changed";
  const revision = store.outcomes.of(batch).reduce((highest, each) => Math.max(highest, each.revision), 0) + 1;
  const at = desk.now().toISOString();
  return {
    ...{ kind: "outcome", version: 1, place: `outcomes/${batch}/${revision}`, author: me.person, writtenAt: at, software: desk.software },
    ...{ batch, revision, campaign: row.campaign, campaignRevision: row.campaignRevision, batchRevision: row.revision },
    publishedAt: at,
    declaration: OUTCOME_DECLARATION,
    reason: revision === 1 ? null : reason,
    incompleteReason: open.asked + open.waiting + open.unallocated > 0 ? incompleteReason : null,
    rules: campaign.rules,
    sets: store.received.countingSets(batch),
    answers,
    candidates: merit.candidates,
  };
}

function publishedAs(desk: Desk, batch: string, key: string): PublishedOutcome {
  return publishedOutcomes(desk.store, batch).find((each) => each.key === key)!;
}
