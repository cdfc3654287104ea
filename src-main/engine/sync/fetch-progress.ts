import type { FetchProgress } from "../../../src-shared/bridge/views.ts";
import type { Desk } from "../desk.ts";
import type { MediaRow } from "../store/media-store.ts";
import { bytesPerSecond, secondsLeft, type TransferRate } from "./transfer-rate.ts";

/** A file on its way. */
export interface Transfer {
  readonly media: MediaRow;
  /** Whose recording it is; `null` for captions. */
  readonly answerId: number | null;
  readonly ending: AbortController;
  /** Bytes that are here. */
  length: number;
  silentTicks: number;
  /** It waits for its share of the bandwidth, not for the depot. */
  held: boolean;
  stalled: boolean;
}

/** How far fetching is. Captions are small and come with their recordings: nobody counts them. */
export function progressOf({ store: { media } }: Desk, transfers: Iterable<Transfer>, batches: Iterable<string>, rate: TransferRate | null): FetchProgress {
  const recordings = [...transfers].filter((each) => each.answerId !== null);
  const each = [...batches].map((batch) => {
    const { total, here, totalBytes, hereBytes } = media.totalsOf(batch);
    const coming = recordings.filter((transfer) => transfer.media.batch === batch).reduce((sum, transfer) => sum + transfer.length, 0);
    return { batch, doneFiles: here, totalFiles: total, doneBytes: Math.min(totalBytes, hereBytes + coming), totalBytes };
  });
  const lead = media.forLead.totals();
  const comingForLead = recordings.filter((transfer) => media.forLead.answerWith(transfer.media.object) === transfer.answerId).reduce((sum, transfer) => sum + transfer.length, 0);
  const forLead = { doneFiles: lead.here, totalFiles: lead.total, doneBytes: Math.min(lead.totalBytes, lead.hereBytes + comingForLead), totalBytes: lead.totalBytes };
  const sum = (of: "doneFiles" | "totalFiles" | "doneBytes" | "totalBytes") => [...each, forLead].reduce((total, batch) => total + batch[of], 0);
  const [doneBytes, totalBytes] = [sum("doneBytes"), sum("totalBytes")];
  const wish = media.wished(1)[0];
  const wished = recordings.find((transfer) => transfer.media.object === wish?.recording);
  return {
    ...{ doneFiles: sum("doneFiles"), totalFiles: sum("totalFiles"), doneBytes, totalBytes },
    bytesPerSecond: bytesPerSecond(rate),
    secondsLeft: secondsLeft(rate, totalBytes - doneBytes),
    batches: each,
    wished: wish && wished ? { answerId: wish.answerId, doneBytes: wished.length, totalBytes: wished.media.sealedBytes } : null,
  };
}
