import { createHash } from "node:crypto";
import type { AllocationDocument } from "../../../src-shared/documents/allocation.ts";
import type { BatchDocument } from "../../../src-shared/documents/batch.ts";
import { questionNumbers, type CampaignDocument } from "../../../src-shared/documents/campaign.ts";
import type { Problem } from "../../../src-shared/problems/problem.ts";
import { err, ok, type Result } from "../../../src-shared/result.ts";
import { secretName, type Desk } from "../desk.ts";
import { keepDigest, subjectOf } from "../marking/marking.ts";
import { keepLiveOpen } from "../marking/practice.ts";
import { openWhatIsAsked } from "../marking/recovered-mark.ts";
import type { AnswerRow } from "../store/work-store.ts";

/** A document as it was fetched, with what it says. */
export interface Fetched<T> {
  key: string;
  bytes: Uint8Array;
  document: T;
}

/** Takes a batch in, all of it or nothing. Marks are never touched. */
export function keepBatch(desk: Desk, allocation: Fetched<AllocationDocument>, packed: Fetched<BatchDocument>, campaign: Fetched<CampaignDocument>): Result<void, Problem> {
  const { store } = desk;
  const { batch } = allocation.document;
  const definition = campaign.document.campaign;
  if (definition.id !== allocation.document.campaign || packed.document.campaign !== definition.id)
    return err({ kind: "document-damaged", name: packed.key, reason: "allocation, batch and campaign do not belong together" });
  const numbers = questionNumbers(definition, packed.document.candidates.flatMap((each) => each.answers));
  const at = desk.now();
  const dues = allocation.document.candidates.flatMap((each) => each.due ?? []).sort();
  const known = store.work.batch(batch);
  store.transaction(() => {
    // The batch's document opens its recordings: it is not kept where they were removed.
    const documents = store.media.removalOf(batch) ? [allocation, campaign] : [allocation, packed, campaign];
    for (const { key, bytes } of documents) store.work.putDocument(key, createHash("sha256").update(bytes).digest("hex"), bytes, at);
    store.work.putCampaign(definition.id, campaign.document.revision, definition);
    store.work.putBatch({
      batch,
      campaign: definition.id,
      revision: packed.document.revision,
      campaignRevision: campaign.document.revision,
      allocationRevision: allocation.document.revision,
      due: dues[0] ?? null,
    });
    store.work.setStopped(batch, allocation.document.stopped);
    store.work.setOpened(batch, allocation.document.opened);
    const before = new Map(store.work.answersOf(batch).map((each) => [`${each.candidate} ${each.question}`, each]));
    const rulesChanged = known?.campaignRevision !== campaign.document.revision;
    const isSummedUp = (answer: AnswerRow) => {
      const earlier = before.get(`${answer.candidate} ${answer.question}`);
      return !rulesChanged && earlier?.recording === answer.recording && earlier.durationSeconds === answer.durationSeconds;
    };
    putAnswers(desk, allocation.document, packed.document, numbers, before);
    store.practice.setDefinitive(batch, allocation.document.definitive);
    store.withdrawals.follow(batch);
    store.media.countAnew();
    store.media.countFilesAnew();
    for (const answer of store.work.begunAnswers(batch)) if (!isSummedUp(answer)) keepDigest(desk, answer);
    if (store.work.hasNewWork(batch)) store.work.openUnfinished(batch);
    openWhatIsAsked(store, batch);
    keepLiveOpen(desk, batch);
    store.audit.append({ at, who: desk.me.person, what: "batch-taken-in", subject: batch, to: { allocation: allocation.key, batch: packed.key, campaign: campaign.key } });
  });
  return ok(undefined);
}

/** The answers that are allocated now, in the order of the allocation, with the keys of their recordings. `numbers`: of the campaign's questions. */
function putAnswers(desk: Desk, allocation: AllocationDocument, packed: BatchDocument, numbers: ReadonlyMap<string, number>, before: ReadonlyMap<string, AnswerRow>): void {
  const { store } = desk;
  const { batch } = allocation;
  const candidates = new Map(packed.candidates.map((each) => [each.candidate, each]));
  const awaitingNoKey = store.media.awaitingNoKey(batch);
  store.work.unallocate(batch);
  let position = 0;
  for (const { candidate, round } of allocation.candidates) {
    const answers = [...(candidates.get(candidate)?.answers ?? [])].sort((a, b) => numbers.get(a.question)! - numbers.get(b.question)!);
    for (const { question, secondsAllowed, recording, captions } of answers) {
      for (const sealed of captions ? [recording, captions] : [recording]) {
        if (awaitingNoKey.has(sealed.object)) continue;
        const wrapped = desk.dataKey.wrap(secretName.mediaKey(sealed.object), Buffer.from(sealed.key, "base64url"));
        store.media.put(sealed.object, batch, wrapped, sealed.sealedBytes);
      }
      position += 1;
      const earlier = before.get(`${candidate} ${question}`);
      if (earlier && earlier.recording !== recording.object && earlier.content !== recording.sha256) forgetWatched(desk, earlier, recording.object);
      const { type, durationSeconds, width, height, bytes } = recording;
      store.work.putAnswer({
        ...{ batch, candidate, question, round, position, secondsAllowed, type, durationSeconds, width, height, bytes },
        questionNumber: numbers.get(question)!,
        content: recording.sha256,
        recording: recording.object,
        captions: captions?.object ?? null,
      });
    }
  }
}

/** What was watched of a recording says nothing of the one that takes its place. Scores and notes stay, for the assessor to look at; a mark that was compared stands as it was. */
function forgetWatched(desk: Desk, answer: AnswerRow, recording: string): void {
  const { marks } = desk.store;
  marks.putWatched(answer.id, []);
  const mark = marks.get(answer.id);
  if (mark && mark.shownAt === null) marks.put(answer.id, { ...mark, watchReason: "", shareWhenScored: null });
  desk.store.audit.append({ at: desk.now(), who: desk.me.person, what: "recording-replaced", subject: subjectOf(answer), from: answer.recording, to: recording });
}
