import { createHash } from "node:crypto";
import { identityToRecipient } from "age-encryption";
import type { SubmittedSet } from "../../../src-shared/bridge/views.ts";
import { depotKey, parseDepotKey } from "../../../src-shared/documents/depot-keys.ts";
import { DECLARATION, type ModerationSetDocument, type SubmittedMark } from "../../../src-shared/documents/moderation-set.ts";
import { needsWatchReason, type MarkState } from "../../../src-shared/marking/completeness.ts";
import type { Problem } from "../../../src-shared/problems/problem.ts";
import { err, ok, type Result } from "../../../src-shared/result.ts";
import type { Desk } from "../desk.ts";
import { writeSealed } from "../documents/documents.ts";
import { readDraft } from "../drafts/read-draft.ts";
import type { OpenQueryRow } from "../store/query-store.ts";
import type { AnswerRow } from "../store/work-store.ts";
import { campaignOf, stoppedProblem, subjectOf, submittedAtOf } from "./marking.ts";
import { liveClosedProblem } from "./practice.ts";

/**
 * Hands a batch in: seals all its marks for their author and the leads, and puts the set into the outbox in one
 * transaction. When it returns, the set is on disk; delivering is the outbox's business. Submitting again without
 * reopening gives the set that was submitted.
 */
export async function submitSet(desk: Desk, batch: string): Promise<Result<SubmittedSet, Problem>> {
  for (;;) {
    const ready = readyToSubmit(desk, batch);
    if (!ready.ok) return ready;
    if ("already" in ready.value) return ok(ready.value.already);
    const { document, fingerprint } = await readSet(desk, ready.value);
    const recipients = [...desk.leadRecipients(), await identityToRecipient(desk.identity)];
    const bytes = await writeSealed("moderation-set", document, recipients, desk.signingKey);
    const sha256 = createHash("sha256").update(bytes).digest("hex");
    const key = depotKey.moderationSet(batch, desk.me.person, document.revision, sha256);
    const kept = desk.store.transaction(() => {
      // Reading and sealing take a moment; a mark that changed meanwhile belongs into the set.
      if (fingerprintOf(desk, batch) !== fingerprint) return false;
      desk.store.outbox.add(key, bytes, desk.now());
      desk.store.outbox.addSet({ batch, revision: document.revision, key, sha256, submittedAt: document.submittedAt, reason: document.reason });
      desk.store.work.setReopened(batch, null, desk.now());
      desk.store.work.setSubmitted(batch);
      const replies = document.replies.map((each) => each.query);
      desk.store.queries.close(replies, document.revision);
      desk.store.audit.append({ at: desk.now(), who: desk.me.person, what: "submitted", subject: batch, to: { key, declaration: document.declaration, reason: document.reason, replies } });
      return true;
    });
    if (!kept) continue;
    return ok(desk.store.outbox.setsOf(batch).at(-1)!);
  }
}

/** Why there is a further revision that nobody reopened the batch for. */
const EXTENDED = "More was allocated after the last submission.";
const ASKED = "A team lead asked about it.";

/** As many as a sentence carries. */
const FIRST_MISSING = 5;
const stillNeeded: Record<Exclude<MarkState, "marked">, string> = { unmarked: "a score", "evidence-missing": "evidence", "watch-reason-missing": "why too little was watched" };

function whatIsMissing({ candidate, questionNumber, markState }: AnswerRow): string {
  return `${candidate}, question ${questionNumber} (${markState === "marked" ? "" : stillNeeded[markState]})`;
}

/** What is handed in, as it stood at that moment: its answers are all marked. */
interface Handed {
  batch: string;
  answers: AnswerRow[];
  withdrawals: ModerationSetDocument["withdrawals"];
  queries: OpenQueryRow[];
  earlier: SubmittedSet | undefined;
  fingerprint: string;
}

function readyToSubmit(desk: Desk, batch: string): Result<Handed | { already: SubmittedSet }, Problem> {
  const { work, outbox, withdrawals, queries: queriesTo, transaction } = desk.store;
  return transaction(() => {
    if (!work.batch(batch)) return err({ kind: "batch-not-found", batch });
    const earlier = outbox.setsOf(batch).at(-1);
    if (earlier && submittedAtOf(desk, batch) !== null) return ok({ already: earlier });
    const stopped = stoppedProblem(desk, batch);
    if (stopped) return err(stopped);
    const closed = liveClosedProblem(desk, batch);
    if (closed) return err(closed);
    const answers = work.answersOf(batch).filter((answer) => !answer.withdrawn);
    const withdrawn = withdrawals.of(batch);
    const missing = answers.filter((answer) => answer.markState !== "marked");
    const queries = queriesTo.open(batch);
    const asked = new Set(queries.flatMap((query) => (query.reply.trim() === "" ? [query.answerId] : [])));
    const withoutReply = answers.filter((answer) => asked.has(answer.id) && answer.markState === "marked");
    const told = [...missing.map(whatIsMissing), ...withoutReply.map(({ candidate, questionNumber }) => `${candidate}, question ${questionNumber} (a reply to your team lead)`)];
    if (told.length > 0 || answers.length + withdrawn.length === 0) return err({ kind: "set-incomplete", batch, missing: told.length, first: told.slice(0, FIRST_MISSING) });
    return ok({ batch, answers, withdrawals: withdrawn, queries, earlier, fingerprint: fingerprintOf(desk, batch) });
  });
}

/** The set that is handed in, its marks read a few at a time. What changes on the way changes the fingerprint. */
async function readSet(desk: Desk, { batch, answers, withdrawals, queries, earlier, fingerprint }: Handed): Promise<{ document: ModerationSetDocument; fingerprint: string }> {
  const { content } = await readDraft(desk, batch);
  const written = new Map(content.marks.map((mark) => [subjectOf({ batch, ...mark }), mark]));
  const row = desk.store.work.batch(batch)!;
  const { rules } = campaignOf(desk, batch);
  const revision = Math.max(earlier?.revision ?? 0, highestSubmitted(desk, batch)) + 1;
  const at = desk.now().toISOString();
  const marks = answers.map((answer): SubmittedMark => {
    const mark = written.get(subjectOf(answer))!;
    return {
      candidate: answer.candidate,
      question: answer.question,
      score: mark.score,
      cannotScore: mark.cannotScore,
      evidence: mark.evidence,
      notes: mark.notes.filter((note) => note.text.trim() !== "").map(({ atSeconds, text }) => ({ atSeconds, text })),
      indicators: mark.indicators,
      flags: mark.flags,
      watchedShare: answer.watchedShare,
      watchedShareWhenScored: mark.shareWhenScored,
      watchReason: mark.score !== null && needsWatchReason(answer.watchedShare, rules) ? mark.watchReason : null,
      markedAt: mark.markedAt ?? mark.savedAt,
    };
  });
  const document: ModerationSetDocument = {
    kind: "moderation-set",
    version: 1,
    place: `sets/${batch}/${desk.me.person}/${revision}`,
    author: desk.me.person,
    writtenAt: at,
    software: desk.software,
    batch,
    revision,
    campaign: row.campaign,
    campaignRevision: row.campaignRevision,
    batchRevision: row.revision,
    allocationRevision: row.allocationRevision,
    declaration: DECLARATION,
    submittedAt: at,
    reason: row.reopenedBecause ?? (!earlier ? null : queries.length > 0 ? ASKED : EXTENDED),
    marks,
    withdrawals,
    replies: queries.map(({ query, reply, repliedAt }) => ({ query, text: reply.trim(), at: repliedAt ?? at })),
  };
  return { document, fingerprint };
}

/** The log knows of sets that a damaged database took along: their revisions are never given twice. */
function highestSubmitted(desk: Desk, batch: string): number {
  const revisions = desk.store.audit.valuesOf("submitted", batch).map((value) => {
    const place = parseDepotKey(String(Object(value).key));
    return place?.kind === "moderation-set" ? place.revision : 0;
  });
  return Math.max(0, ...revisions);
}

/** Changes whenever a mark, the batch, what is asked about it, or what was submitted of it changes. */
function fingerprintOf(desk: Desk, batch: string): string {
  return JSON.stringify([desk.store.drafts.of(batch).changes, desk.store.work.batch(batch), desk.store.queries.open(batch)]);
}
