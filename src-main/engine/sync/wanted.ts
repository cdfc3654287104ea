import type { Desk } from "../desk.ts";
import { orderOf } from "../marking/marking.ts";
import type { MediaRow } from "../store/media-store.ts";
import type { WantedAnswer } from "../store/wanted-answers.ts";

/**
 * What to fetch next, in the order of work: answers that somebody waits for, the newest wish first, and nothing else beside
 * them; batches that were asked for; then of every batch, by its due day, what is still to be marked, before what is
 * marked already; last what a lead listens to. An answer's captions come just before its recording. What is under way is not given again, nor what was
 * refused; about `atLeast` files are given where there are so many.
 */
export function wantedNext(desk: Desk, { underWay, refused }: { underWay: readonly string[]; refused: readonly string[] }, atLeast: number): MediaRow[] {
  const { media } = desk.store;
  if (!media.isAnythingMissing()) return [];
  const found = new Map<string, MediaRow>();
  const but = new Set([...underWay, ...refused]);
  // Each row may give nothing but what is left out.
  const limit = atLeast + but.size;
  const add = (answers: WantedAnswer[]) => {
    for (const { recording, captions } of answers)
      for (const object of captions === null ? [recording] : [captions, recording]) {
        if (found.has(object) || but.has(object)) continue;
        const row = media.get(object);
        if (row && row.state !== "here" && row.wrappedKey.length > 0) found.set(object, row);
      }
    return found.size >= atLeast;
  };
  const wished = media.wished(limit);
  add(wished);
  if (found.size > 0 || wished.some(({ recording }) => underWay.includes(recording))) return [...found.values()];
  const batches = media.batchOrder().map((each) => ({ ...each, ...orderOf(desk, each.batch) }));
  for (const { batch, order, wished } of batches) if (wished && (add(media.wantedToDo(batch, order, limit)) || add(media.wanted(batch, order, limit)))) return [...found.values()];
  for (const { batch, order } of batches) if (add(media.wantedToDo(batch, order, limit))) return [...found.values()];
  for (const { batch, order } of batches) if (add(media.wanted(batch, order, limit))) return [...found.values()];
  add(media.forLead.wanted(limit));
  return [...found.values()];
}
