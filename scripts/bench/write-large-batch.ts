import { markStateOf } from "../../src-shared/marking/completeness.ts";
import { openStore } from "../../src-main/engine/store/open-store.ts";
import type { Store } from "../../src-main/engine/store/store.ts";

export const LARGE_BATCH = "b-large";

/**
 * Writes a second, large batch into a data folder that has a batch with its recordings: the same campaign, invented
 * candidates, every kind of mark. The answers share the recordings of the first batch, so that each of them plays.
 * All of it in one transaction of the engine's own store.
 */
export function writeLargeBatch(home: string, answers: number): void {
  const store = openStore(home, new Date());
  if (!store.ok) throw new Error(`The data folder does not open: ${store.error.kind}`);
  try {
    store.value.transaction(() => write(store.value, answers));
  } finally {
    store.value.close();
  }
}

function write({ work, marks }: Store, answers: number): void {
  const pattern = work.batches()[0];
  if (!pattern) throw new Error("The data folder has no batch to take the recordings from.");
  const recorded = work.answersOf(pattern.batch);
  const campaign = work.campaign(pattern.campaign);
  const scale = campaign.scale.map((point) => point.value).sort((a, b) => a - b);
  const { reopenedBecause: _because, reopenedAt: _at, ...like } = pattern;
  work.putBatch({ ...like, batch: LARGE_BATCH });
  const questions = [...new Set(recorded.map((answer) => answer.question))];
  for (let index = 0; index < answers; index += 1) {
    const { id: _id, markState: _state, flagCount: _flags, watchedShare: _share, withdrawn: _withdrawn, ...like } = recorded[index % recorded.length]!;
    const candidate = `L-${String(10_000 + Math.floor(index / questions.length))}`;
    const question = questions[index % questions.length]!;
    // Every ninth answer is a short one.
    const durationSeconds = index % 9 === 4 ? like.secondsAllowed / 5 : like.durationSeconds;
    work.putAnswer({ ...like, batch: LARGE_BATCH, candidate, question, questionNumber: (index % questions.length) + 1, position: index, durationSeconds });
  }
  const at = new Date().toISOString();
  for (const { id, position } of work.answersOf(LARGE_BATCH)) {
    const mark = inventedMark(position, scale);
    if (!mark) continue;
    const { flags, share, ...row } = mark;
    marks.put(id, { ...row, shareWhenScored: share, markedAt: at, savedAt: at, shownAt: null });
    for (let flag = 0; flag < flags; flag += 1) marks.putFlag(id, ["hard-to-hear", "technical-fault"][flag]!, "Invented.", at, null);
    const state = markStateOf({ ...row, noteCount: 0, watchedShare: share }, campaign.rules, campaign.scale);
    work.keepDigest(id, { state, score: row.score, cannotScore: row.cannotScore !== null, flags, share });
  }
}

/** Every second answer is marked, with some of everything that a queue filters by; the same each time. */
function inventedMark(position: number, scale: readonly number[]) {
  if (position % 2 === 1) return null;
  const n = position / 2;
  const cannotScore = n % 97 === 3 ? "The picture freezes." : null;
  return {
    score: cannotScore ? null : scale[(n * 5) % scale.length]!,
    cannotScore,
    evidence: n % 31 === 7 ? "" : "Names the need first; own part clear.",
    watchReason: "",
    flags: n % 17 === 0 ? 1 + (n % 2) : 0,
    share: n % 11 === 5 ? 0.4 : 1,
  };
}
