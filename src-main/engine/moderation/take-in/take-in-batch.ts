import type { BatchAnswer, BatchDocument } from "../../../../src-shared/documents/batch.ts";
import { questionNumbers, type CampaignDefinition } from "../../../../src-shared/documents/campaign.ts";
import { depotKey } from "../../../../src-shared/documents/depot-keys.ts";
import { secretName } from "../../desk.ts";
import { breathe } from "../../drafts/read-draft.ts";
import type { Store } from "../../store/store.ts";
import { changeStanding } from "../change-standing.ts";
import { newestAfter, type Fetched, type Newest, type Round } from "./reading.ts";

/** Answers that are written at once: few enough that whoever works in between does not notice. */
const ANSWERS_AT_ONCE = 250;

/** The newest revision of each campaign that this round has asked for. */
export type Campaigns = Map<string, Promise<Newest<"campaign">>>;

/** Takes in the newest revisions of a batch and of its campaign. Says whether anything changed. */
export async function takeInBatch(round: Round, batch: string, campaigns: Campaigns): Promise<boolean> {
  const { store } = round.desk;
  const known = store.lead.batch(batch);
  const packed = await newestAfter(round, "batch", (revision) => depotKey.batch(batch, revision), known?.revision ?? 0);
  if (packed.problem) round.refuse(packed.problem);
  const name = packed.fetched?.document.campaign ?? known?.campaign;
  // Nothing of it can be read, or it is none: a folder of something else.
  if (name === undefined) return false;
  const campaign = await newestCampaign(round, name, campaigns);
  if (campaign.problem) round.refuse(campaign.problem);
  const revision = store.work.campaignRevision(name);
  if (revision === undefined || round.away()) return false;
  if (!packed.fetched && known) await fetchKeys(round, batch, known.revision);
  if (!packed.fetched && known?.campaignRevision === revision) return false;
  const definition = store.work.campaign(name);
  const counts = packed.fetched ? await putAnswers(round, packed.fetched, definition) : known;
  if (!counts) return false;
  await changeStanding(store, batch, store.lead.candidatesOf(batch), () => {
    store.lead.putBatch({ batch, campaignRevision: revision, revision: counts.revision, candidates: counts.candidates, answers: counts.answers });
    if (!packed.fetched) return;
    unpackOthers(store, packed.fetched.document);
    // The batch's document opens its recordings: it is not kept where they were removed.
    if (!isRemoved(store, batch)) round.keep(packed.fetched);
    store.audit.append({ at: round.desk.now(), who: round.desk.me.person, what: "batch-seen", subject: batch, to: { batch: packed.fetched.key, campaignRevision: revision } });
  });
  return true;
}

/** Asked for once a round, and kept where it is newer than what is known. */
function newestCampaign(round: Round, campaign: string, asked: Campaigns): Promise<Newest<"campaign">> {
  const { work } = round.desk.store;
  const asking =
    asked.get(campaign) ??
    newestAfter(round, "campaign", (revision) => depotKey.campaign(campaign, revision), work.campaignRevision(campaign) ?? 0).then((newest) => {
      const { fetched } = newest;
      if (fetched)
        round.desk.store.transaction(() => {
          round.keep(fetched);
          work.putCampaign(campaign, fetched.document.revision, fetched.document.campaign);
        });
      return newest;
    });
  asked.set(campaign, asking);
  return asking;
}

/** Writes the answers of a revision, some at a time; the revision counts once they are all there. */
async function putAnswers(round: Round, { document }: Fetched<"batch">, campaign: CampaignDefinition): Promise<{ revision: number; candidates: number; answers: number }> {
  const { store } = round.desk;
  const numbers = questionNumbers(campaign, document.candidates.flatMap((each) => each.answers));
  const rows = document.candidates.flatMap(({ candidate, answers }) =>
    answers.toSorted((a, b) => numbers.get(a.question)! - numbers.get(b.question)!).map((answer) => ({ candidate, ...answer })));
  const { batch } = document;
  store.transaction(() => store.lead.beginBatch(batch, document.campaign));
  for (let first = 0; first < rows.length; first += ANSWERS_AT_ONCE) {
    store.transaction(() => {
      putKeys(round, batch, rows.slice(first, first + ANSWERS_AT_ONCE));
      for (const [index, { candidate, question, secondsAllowed, recording, captions }] of rows.slice(first, first + ANSWERS_AT_ONCE).entries()) {
        const { type, durationSeconds, width, height, bytes } = recording;
        store.lead.putAnswer({
          ...{ batch, candidate, question, secondsAllowed, type, durationSeconds, width, height, bytes },
          position: first + index + 1,
          questionNumber: numbers.get(question)!,
          recording: recording.object,
          captions: captions?.object ?? null,
        });
      }
    });
    await breathe();
  }
  return { revision: document.revision, candidates: document.candidates.length, answers: rows.length };
}

/** What opens recordings and captions, wrapped; not where they were removed from this laptop. */
function putKeys({ desk }: Round, batch: string, answers: readonly BatchAnswer[]): void {
  const { forLead } = desk.store.media;
  if (isRemoved(desk.store, batch)) return;
  for (const { recording, captions } of answers)
    for (const { object, key, sealedBytes } of captions ? [recording, captions] : [recording])
      if (!forLead.hasKey(object)) forLead.putKey(object, batch, desk.dataKey.wrap(secretName.mediaKey(object), Buffer.from(key, "base64url")), sealedBytes);
}

/** Reads the keys of a batch again that were thrown away, once its recordings are wanted again. */
async function fetchKeys(round: Round, batch: string, revision: number): Promise<void> {
  const { store } = round.desk;
  if (!store.media.forLead.lacksKeys(batch)) return;
  const packed = await round.open("batch", depotKey.batch(batch, revision));
  if (!packed.ok) return round.refuse(packed.error);
  const answers = packed.value.document.candidates.flatMap((each) => each.answers);
  for (let first = 0; first < answers.length; first += ANSWERS_AT_ONCE) {
    store.transaction(() => putKeys(round, batch, answers.slice(first, first + ANSWERS_AT_ONCE)));
    await breathe();
  }
  store.transaction(() => round.keep(packed.value));
}

function isRemoved({ media }: Store, batch: string): boolean {
  return media.forLead.isRemoved(batch) || media.removalOf(batch) !== undefined;
}

function unpackOthers({ lead }: Store, { batch, candidates }: BatchDocument): void {
  const packed = new Map(candidates.map(({ candidate, answers }) => [candidate, new Set(answers.map((each) => each.question))]));
  for (const { id, candidate, question } of lead.packedIds(batch)) if (!packed.get(candidate)?.has(question)) lead.unpack(id);
}
