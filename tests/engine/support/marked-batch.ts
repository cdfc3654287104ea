import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { onTestFinished } from "vitest";
import { keepStanding } from "../../../src-main/engine/moderation/keep-standing.ts";
import { openStore } from "../../../src-main/engine/store/open-store.ts";
import type { Store } from "../../../src-main/engine/store/store.ts";
import { campaignDefinition, type CampaignRules } from "../../../src-shared/documents/campaign.ts";
import type { ModerationEvent } from "../../../src-shared/documents/decisions.ts";
import { depotKey } from "../../../src-shared/documents/depot-keys.ts";
import { moderationSetDocument, type SubmittedMark } from "../../../src-shared/documents/moderation-set.ts";

export const BATCH = "b-14";
export const LEAD = { id: "l-rivera", name: "R. Rivera" };

/** A lead's store as it is after a panel's work, filled by the store's own functions. */
export interface MarkedBatch {
  home: string;
  store: Store;
  handIn(person: string, revision: number, marks: readonly SubmittedMark[], more?: { reason?: string; withdrawals?: { candidate: string; note: string; at: string }[]; replies?: { query: string; text: string; at: string }[] }): void;
  act(event: ModerationEvent): void;
  close(): void;
}

const questions = ["q1", "q2"];

/** What an assessor is called in these tests. */
export function nameOf(person: string): string {
  return `Name of ${person}`;
}

export function mark(candidate: string, question: string, score: number | null, more: Partial<SubmittedMark> = {}): SubmittedMark {
  return {
    ...{ candidate, question, score, cannotScore: score === null ? "No sound after ten seconds" : null, evidence: `Evidence for ${question} of ${candidate}`, notes: [], indicators: [], flags: [] },
    ...{ watchedShare: 1, watchedShareWhenScored: 0.98, watchReason: null, markedAt: "2026-11-20T09:30:00.000Z" },
    ...more,
  };
}

/** @param rules Those of the demonstration's campaign, changed. */
export function createMarkedBatch(candidates: readonly string[], assessors: readonly string[], rules: Partial<CampaignRules> = {}): MarkedBatch {
  const home = mkdtempSync(path.join(tmpdir(), "marked-batch-"));
  const opened = openStore(home, new Date("2026-11-20T08:00:00.000Z"));
  if (!opened.ok) throw new Error(JSON.stringify(opened.error));
  const store = opened.value;
  let isOpen = true;
  const close = () => {
    if (isOpen) store.close();
    isOpen = false;
  };
  onTestFinished(() => {
    close();
    rmSync(home, { recursive: true, force: true });
  });
  const demo: unknown = JSON.parse(readFileSync(path.resolve(import.meta.dirname, "../../../assets/demo/campaign.json"), "utf8"));
  const whole = campaignDefinition.parse(demo);
  const campaign = campaignDefinition.parse({ ...whole, questions: whole.questions.slice(0, questions.length).map((each, index) => ({ ...each, id: questions[index] })), rules: { ...whole.rules, ...rules } });
  store.transaction(() => {
    store.enrolment.insert({ person: LEAD.id, name: LEAD.name, role: "lead", invitationNumber: 1, depotUrl: "/nowhere", recoveryRecipient: "age1none", leads: [], enrolledAt: "2026-11-01T08:00:00.000Z" });
    store.work.putCampaign(campaign.id, 1, campaign);
    store.lead.beginBatch(BATCH, campaign.id);
    store.lead.putBatch({ batch: BATCH, revision: 1, campaignRevision: 1, candidates: candidates.length, answers: candidates.length * questions.length });
    for (const person of assessors) store.enrolment.putPerson({ person, role: "assessor", invitation: 1, recipient: "age1none", name: nameOf(person), enrolledAt: "2026-11-05T08:00:00.000Z" });
    for (const [at, candidate] of candidates.entries())
      for (const [number, question] of questions.entries())
        store.lead.putAnswer({
          ...{ batch: BATCH, candidate, question, position: at * questions.length + number, questionNumber: number + 1, secondsAllowed: 120, recording: "0".repeat(64), captions: null },
          ...{ type: "video/mp4", durationSeconds: 118.4, width: 1280, height: 720, bytes: 1000 },
        });
    for (const person of assessors)
      store.lead.putAllocation({ batch: BATCH, person, revision: 1, author: LEAD.id, writtenAt: "2026-11-10T08:00:00.000Z", opened: null, stopped: null }, candidates.map((candidate) => ({ candidate, round: "live", due: null })));
    keepStanding(store, BATCH);
  });
  return {
    home,
    store,
    handIn(person, revision, marks, { reason = null, withdrawals = [], replies = [] }: { reason?: string | null; withdrawals?: { candidate: string; note: string; at: string }[]; replies?: { query: string; text: string; at: string }[] } = {}) {
      const sha256 = String(revision).repeat(64).slice(0, 64);
      const key = depotKey.moderationSet(BATCH, person, revision, sha256);
      const submittedAt = `2026-11-2${Math.min(revision, 9)}T12:00:00.000Z`;
      const set = moderationSetDocument.parse({
        ...{ kind: "moderation-set", version: 1, place: key, author: person, writtenAt: submittedAt, software: "test", batch: BATCH, revision, campaign: campaign.id },
        ...{ campaignRevision: 1, batchRevision: 1, allocationRevision: 1, declaration: "Mine", submittedAt, reason, marks, withdrawals, replies },
      });
      store.transaction(() => {
        store.received.putSet(key, sha256, set, new Date(submittedAt), (candidate, question) => {
          const answer = store.lead.findAnswer(BATCH, candidate, question);
          return answer && { id: answer.id, round: "live" };
        });
        store.received.putWithdrawals(BATCH, person, withdrawals);
        store.received.count(BATCH, person);
        keepStanding(store, BATCH);
      });
    },
    act(event) {
      store.transaction(() => {
        store.decisions.add(BATCH, LEAD.id, event, null);
        keepStanding(store, BATCH);
      });
    },
    close,
  };
}
