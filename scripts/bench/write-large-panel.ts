import { createHash, randomUUID } from "node:crypto";
import { openStore } from "../../src-main/engine/store/open-store.ts";
import type { Store } from "../../src-main/engine/store/store.ts";
import { keepStanding } from "../../src-main/engine/moderation/keep-standing.ts";
import type { DefinitiveMark } from "../../src-shared/documents/allocation.ts";
import type { CampaignDefinition } from "../../src-shared/documents/campaign.ts";
import { DECLARATION, type ModerationSetDocument, type SubmittedMark } from "../../src-shared/documents/moderation-set.ts";
import { grouped } from "../../src-shared/grouped.ts";
import { allocate } from "../../src-shared/moderation/allocate.ts";

export const LARGE_PANEL = "b-large";
/** 16,667 pairs of a candidate and an assessor, six answers each: 100,002 marks. */
const CANDIDATES = 13_334;
const DOUBLES = 0.25;
const ASSESSORS = 200;
/** Candidates on whom all of them practise, beside those: 12,000 marks more, each compared with a definitive one. */
const PRACTISED = 10;
/** Assessors who have not handed in, beside those who have. */
const AT_WORK = 5;
const SUBMITTED_AT = "2026-11-20T16:00:00.000Z";

/** Writes a batch that 200 assessors have practised on and then marked, 100,000 live marks in all, into a lead's data folder that has taken in the demonstration. */
export function writeLargePanel(home: string): void {
  const store = openStore(home, new Date());
  if (!store.ok) throw new Error(`The data folder does not open: ${store.error.kind}`);
  try {
    store.value.transaction(() => write(store.value));
  } finally {
    store.value.close();
  }
}

function write(store: Store): void {
  const { lead, work, enrolment } = store;
  const pattern = lead.batches()[0];
  if (!pattern) throw new Error("The data folder has no batch to take the campaign from.");
  const campaign = work.campaign(pattern.campaign);
  const [like] = lead.answersOf(pattern.batch);
  const candidates = Array.from({ length: CANDIDATES }, (_, index) => `L-${10_001 + index}`);
  const practised = Array.from({ length: PRACTISED }, (_, index) => `P-${101 + index}`);
  const everybody = [...practised, ...candidates];
  lead.beginBatch(LARGE_PANEL, pattern.campaign);
  everybody.forEach((candidate, index) =>
    campaign.questions.forEach((question, number) =>
      lead.putAnswer({ ...like!, batch: LARGE_PANEL, candidate, question: question.id, questionNumber: number + 1, position: index * campaign.questions.length + number + 1 })));
  lead.putBatch({ ...pattern, batch: LARGE_PANEL, candidates: everybody.length, answers: everybody.length * campaign.questions.length });
  const definitive = define(store, campaign, practised);

  const assessors = Array.from({ length: ASSESSORS }, (_, index) => `a-${String(index + 1).padStart(3, "0")}`);
  const { added } = allocate({
    candidates: candidates.map((candidate) => ({ candidate, answers: campaign.questions.length })),
    assessors,
    rules: { doubleMarkingShare: DOUBLES, markersOfDouble: 2 },
    kept: [],
    lost: [],
    barred: [],
    lot: (name) => createHash("sha256").update(name).digest("hex"),
  });
  const ofAssessor = grouped(added, (pair) => pair.assessor);
  for (const [index, person] of assessors.entries()) {
    enrolment.putPerson({ person, role: "assessor", invitation: 1, recipient: "age1none", name: `Assessor ${index + 1}`, enrolledAt: SUBMITTED_AT });
    const theirs = ofAssessor.get(person)!.map((pair) => pair.candidate);
    allocateTo(store, person, theirs, "2026-11-27", { practised, definitive });
    practise(store, campaign, person, index, practised);
    // Every twentieth handed in a second time.
    for (let revision = 1; revision <= (index % 20 === 7 ? 2 : 1); revision += 1) handIn(store, campaign, person, index, revision, theirs);
    store.received.count(LARGE_PANEL, person);
  }
  for (let index = 0; index < AT_WORK; index += 1) {
    const person = `b-${index + 1}`;
    enrolment.putPerson({ person, role: "assessor", invitation: 1, recipient: "age1none", name: null, enrolledAt: null });
    allocateTo(store, person, candidates.slice(index * 40, index * 40 + 40), index === 0 ? "2026-01-31" : "2099-11-27");
    lead.putProgress({ batch: LARGE_PANEL, person, draftNumber: 1, afterSet: 0, marked: 30 * index, flagged: index, writtenAt: SUBMITTED_AT, liveSince: SUBMITTED_AT });
  }
  keepStanding(store, LARGE_PANEL);
}

/** The definitive mark of each practice answer. */
function define({ lead, decisions }: Store, campaign: CampaignDefinition, practised: readonly string[]): DefinitiveMark[] {
  return lead.answerIds(LARGE_PANEL, practised).map(({ candidate, question }) => {
    const mark = { candidate, question, score: pointOf(campaign, worthOf(campaign, candidate, question)), rationale: "Names the need and keeps to it; nothing on what came of it." };
    decisions.add(LARGE_PANEL, "l-1", { id: randomUUID(), at: SUBMITTED_AT, act: "defined", ...mark }, 1);
    return mark;
  });
}

/** What somebody's draft told of their practice answers: all marked, and compared. */
function practise({ lead, definitive }: Store, campaign: CampaignDefinition, person: string, index: number, practised: readonly string[]): void {
  const marks = lead.answerIds(LARGE_PANEL, practised).map(({ candidate, question, id }, place) => {
    const { score, cannotScore, evidence } = inventedMark(campaign, index, candidate, question, place);
    return { answerId: id, score, cannotScore, evidence, complete: true, shownAt: SUBMITTED_AT };
  });
  definitive.putOwnMarks(LARGE_PANEL, person, marks);
}

interface Practice {
  practised: readonly string[];
  definitive: readonly DefinitiveMark[];
}

function allocateTo({ lead }: Store, person: string, candidates: readonly string[], due: string, { practised, definitive }: Practice = { practised: [], definitive: [] }): void {
  lead.putAllocation(
    { batch: LARGE_PANEL, person, revision: 1, author: "l-1", writtenAt: SUBMITTED_AT, opened: null, stopped: null },
    [...practised.map((candidate) => ({ candidate, round: "standardisation" as const, due: null })), ...candidates.map((candidate) => ({ candidate, round: "live" as const, due }))],
    definitive,
  );
}

function handIn({ lead, received }: Store, campaign: CampaignDefinition, person: string, index: number, revision: number, candidates: readonly string[]): void {
  const ids = new Map(lead.answerIds(LARGE_PANEL, candidates).map(({ candidate, question, id }) => [`${candidate} ${question}`, id]));
  const marks = candidates.flatMap((candidate, place) =>
    campaign.questions.map((question, number) => inventedMark(campaign, index, candidate, question.id, place * campaign.questions.length + number)));
  const withdrawn = index % 25 === 3 ? [candidates[0]!] : [];
  const set: ModerationSetDocument = {
    ...{ kind: "moderation-set", version: 1, place: `sets/${LARGE_PANEL}/${person}/${revision}`, author: person, writtenAt: SUBMITTED_AT, software: "bench" },
    ...{ batch: LARGE_PANEL, revision, campaign: campaign.id, campaignRevision: 1, batchRevision: 1, allocationRevision: 1, declaration: DECLARATION, submittedAt: SUBMITTED_AT },
    reason: revision > 1 ? "Found a note on the wrong candidate." : null,
    marks: marks.filter((mark) => !withdrawn.includes(mark.candidate)),
    withdrawals: withdrawn.map((candidate) => ({ candidate, note: "A neighbour.", at: SUBMITTED_AT })),
    replies: [],
  };
  const sha256 = createHash("sha256").update(`${person} ${revision}`).digest("hex");
  received.putSet(`sets/${LARGE_PANEL}/${person}/${revision}-${sha256}.json`, sha256, set, new Date(SUBMITTED_AT), (candidate, question) => ({ id: ids.get(`${candidate} ${question}`)!, round: "live" }));
  received.putWithdrawals(LARGE_PANEL, person, set.withdrawals);
}

/** What the answer is worth, how severe the assessor is, and some of both their days; the same each time. */
function inventedMark(campaign: CampaignDefinition, assessor: number, candidate: string, question: string, place: number): SubmittedMark {
  const seen = worthOf(campaign, candidate, question) + ((assessor % 9) - 4) * 0.15 + bell(`${assessor} ${candidate} ${question}`) * 0.7;
  const n = assessor * 500 + place;
  const cannotScore = n % 997 === 3 ? "The picture freezes." : null;
  const markedAt = new Date(Date.parse("2026-11-16T09:00:00.000Z") + place * 260_000).toISOString();
  return {
    ...{ candidate, question, cannotScore, markedAt },
    score: cannotScore ? null : pointOf(campaign, seen),
    evidence: "Names the need first and keeps to it; own part clear; says what came of it and what would be done otherwise.",
    notes: [{ atSeconds: 12.5, text: "Asks back before answering." }, { atSeconds: 71, text: "Names what it cost." }],
    indicators: [],
    flags: n % 211 === 0 ? [{ flag: "hard-to-hear", note: "From the second minute on.", at: markedAt, atSeconds: 61 }] : [],
    watchedShare: 1,
    watchedShareWhenScored: 1,
    watchReason: null,
  };
}

/** What an answer is worth, in points counted from the lowest of the scale. */
function worthOf({ scale }: CampaignDefinition, candidate: string, question: string): number {
  return bell(`${candidate} ${question}`) * 1.4 + (scale.length - 1) / 2;
}

/** The point of the scale that is nearest. */
function pointOf({ scale }: CampaignDefinition, worth: number): number {
  const points = scale.map((point) => point.value).sort((a, b) => a - b);
  return points[Math.max(0, Math.min(points.length - 1, Math.round(worth)))]!;
}

/** A number that looks drawn from a bell curve around 0, of a spread of about 1. */
function bell(name: string): number {
  const bytes = createHash("sha256").update(name).digest();
  let sum = 0;
  for (let index = 0; index < 12; index += 1) sum += bytes.readUInt16BE(index * 2) / 65_536;
  return sum - 6;
}
