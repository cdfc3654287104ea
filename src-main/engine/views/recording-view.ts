import type { Cue, ReviewView } from "../../../src-shared/bridge/review.ts";
import { secretName, type Desk } from "../desk.ts";
import type { MediaRow } from "../store/media-store.ts";
import type { AnswerRow } from "../store/work-store.ts";
import { readCaptions } from "../vault/captions.ts";
import { isInVault, readFromVault } from "../vault/vault.ts";

type Recorded = Pick<AnswerRow, "recording" | "captions" | "type" | "durationSeconds" | "width" | "height" | "bytes">;

/** An answer's recording and captions, as far as they are here. */
export async function recordingOf(desk: Desk, answer: Recorded): Promise<Pick<ReviewView, "recording" | "captions">> {
  const row = desk.store.media.get(answer.recording);
  const isHere = row?.state === "here" && (await isInVault(desk.store.home, row));
  const { type, durationSeconds, width, height, bytes } = answer;
  return {
    recording: {
      state: row?.removed ? "removed" : row?.state === "damaged" ? "damaged" : isHere ? "here" : "not-here",
      removed: row?.removed ?? null,
      ...{ type, durationSeconds, width, height, bytes },
    },
    captions: isHere ? await captionsOf(desk, answer) : [],
  };
}

/** Nothing where the key does not open, or has not come with the batch's document yet: the answer can be looked at all the same. */
export async function captionsOf(desk: Desk, answer: Pick<Recorded, "captions">): Promise<Cue[]> {
  const row = answer.captions === null ? undefined : desk.store.media.get(answer.captions);
  if (row?.state !== "here") return [];
  const key = keyOf(desk, row);
  const text = key && (await readFromVault(desk.store.home, row.object, key));
  return (text && readCaptions(text.toString("utf8"))) ?? [];
}

function keyOf(desk: Desk, { object, wrappedKey }: MediaRow): Buffer | undefined {
  try {
    return desk.dataKey.unwrap(secretName.mediaKey(object), wrappedKey);
  } catch {
    return undefined;
  }
}
