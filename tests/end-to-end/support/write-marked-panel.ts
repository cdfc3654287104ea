import { createHash, randomUUID } from "node:crypto";
import { keepStanding } from "../../../src-main/engine/moderation/keep-standing.ts";
import { openStore } from "../../../src-main/engine/store/open-store.ts";
import type { Store } from "../../../src-main/engine/store/store.ts";
import { DECLARATION, type SubmittedMark } from "../../../src-shared/documents/moderation-set.ts";
import { MARKED } from "./marked-panel.ts";

/** Of the same campaign as the larger one. */
const SECOND = "b-second";
const AT = "2026-11-20T16:00:00.000Z";

interface Assessor {
  name: string;
  /** Points above the others. */
  lenient?: number;
  /** Points more for every hundred marks. */
  drift?: number;
  /** Gives it to most answers. */
  favourite?: number;
  secondsAMark?: number;
  /** Points by which chance moves a score. */
  scatter?: number;
}

const assessors: Assessor[] = [
  { name: "A. Morgan", lenient: -1.1 },
  { name: "B. Chen", drift: -0.9 },
  { name: "C. Okafor", favourite: 4 },
  { name: "D. Hughes", secondsAMark: 55 },
  { name: "E. Farouk", lenient: 0.9 },
  { name: "F. Kowalska", scatter: 1.5 },
  ...["G. Patel", "H. Brown", "I. Nowak", "J. Singh", "K. Evans", "L. Rossi", "M. Adeyemi", "N. Llewellyn-Fitzgerald"].map((name) => ({ name })),
];

/** Everybody marks the first of them, which have definitive marks; two mark each of the others. */
const SEEDED = 8;
const CANDIDATES = 220;

/** `defined`: how many of the first candidates leads have agreed on in advance, so that they have a result. */
export function writeMarkedPanel(home: string, defined = SEEDED): void {
  const store = openStore(home, new Date());
  if (!store.ok) throw new Error(`The data folder does not open: ${store.error.kind}`);
  try {
    store.value.transaction(() => {
      assessors.forEach(({ name }, index) => store.value.enrolment.putPerson({ person: personOf(index), role: "assessor", invitation: 1, recipient: "age1none", name, enrolledAt: AT }));
      writeBatch(store.value, MARKED, CANDIDATES, defined);
      writeBatch(store.value, SECOND, 40, defined);
    });
  } finally {
    store.value.close();
  }
}

const personOf = (index: number) => `a-${index + 1}`;

function writeBatch(store: Store, batch: string, count: number, defined: number): void {
  const { lead, work, received, decisions } = store;
  const pattern = lead.batches()[0]!;
  const campaign = work.campaign(pattern.campaign);
  const [like] = lead.answersOf(pattern.batch);
  const candidates = Array.from({ length: count }, (_, index) => `P-${3001 + index}`);
  lead.beginBatch(batch, pattern.campaign);
  candidates.forEach((candidate, index) =>
    campaign.questions.forEach((question, number) => lead.putAnswer({ ...like!, batch, candidate, question: question.id, questionNumber: number + 1, position: index * campaign.questions.length + number + 1 })));
  lead.putBatch({ ...pattern, batch, candidates: count, answers: count * campaign.questions.length });
  const ids = new Map(lead.answerIds(batch, candidates).map(({ candidate, question, id }) => [`${candidate} ${question}`, id]));
  assessors.forEach((assessor, index) => {
    const person = personOf(index);
    const theirs = candidates.filter((_, place) => place < SEEDED || [place % assessors.length, (place * 5 + 3) % assessors.length].includes(index));
    // The seeds lie among the others.
    theirs.sort((a, b) => bell(`${person} ${a}`) - bell(`${person} ${b}`));
    lead.putAllocation({ batch, person, revision: 1, author: "l-1", writtenAt: AT, opened: null, stopped: null }, theirs.map((candidate) => ({ candidate, round: "live", due: "2026-11-27" })));
    const marks = theirs.flatMap((candidate, place) => campaign.questions.map(({ id }, number) => markOf(assessor, candidate, id, place * campaign.questions.length + number)));
    const sha256 = createHash("sha256").update(`${batch} ${person}`).digest("hex");
    received.putSet(
      `sets/${batch}/${person}/1-${sha256}.json`,
      sha256,
      {
        ...{ kind: "moderation-set", version: 1, place: `sets/${batch}/${person}/1`, author: person, writtenAt: AT, software: "test", batch, revision: 1, reason: null },
        ...{ campaign: campaign.id, campaignRevision: 1, batchRevision: 1, allocationRevision: 1, declaration: DECLARATION, submittedAt: AT, marks, withdrawals: [], replies: [] },
      },
      new Date(AT),
      (candidate, question) => ({ id: ids.get(`${candidate} ${question}`)!, round: "live" }),
    );
    received.count(batch, person);
  });
  for (const candidate of candidates.slice(0, defined))
    for (const { id: question } of campaign.questions)
      decisions.add(batch, "l-1", { id: randomUUID(), at: "2026-11-15T10:00:00.000Z", act: "defined", candidate, question, score: point(worthOf(candidate, question)), rationale: "Agreed by two leads." }, null);
  keepStanding(store, batch);
}

function markOf({ lenient = 0, drift = 0, favourite, secondsAMark = 290, scatter = 0.7 }: Assessor, candidate: string, question: string, place: number): SubmittedMark {
  const chance = bell(`${lenient} ${drift} ${secondsAMark} ${scatter} ${favourite} ${place} ${candidate} ${question}`);
  const score = favourite !== undefined && place % 5 !== 0 ? favourite : point(worthOf(candidate, question) + lenient + (drift * place) / 100 + chance * scatter);
  // Thirty marks a day, none of them equally long.
  const at = Date.parse("2026-11-16T09:00:00.000Z") + Math.floor(place / 30) * 86_400_000 + ((place % 30) + 0.3 * bell(`${place} ${candidate}`)) * secondsAMark * 1000;
  return {
    ...{ candidate, question, score, cannotScore: null, evidence: "Names the need first and keeps to it.", notes: [], indicators: [], flags: [] },
    ...{ watchedShare: 1, watchedShareWhenScored: 1, watchReason: null, markedAt: new Date(at).toISOString() },
  };
}

const worthOf = (candidate: string, question: string) => 4 + 1.3 * bell(`${candidate} ${question}`);
const point = (value: number) => Math.max(1, Math.min(7, Math.round(value)));

/** A number that looks drawn from a bell curve around 0, of a spread of about 1; the same each time. */
function bell(name: string): number {
  const bytes = createHash("sha256").update(name).digest();
  let sum = 0;
  for (let index = 0; index < 12; index += 1) sum += bytes.readUInt16BE(index * 2) / 65_536;
  return sum - 6;
}
