import type { DraftDocument, DraftMark } from "../../../src-shared/documents/draft.ts";
import type { Desk } from "../desk.ts";

/** Few enough that whoever types in between does not notice. */
const ANSWERS_AT_ONCE = 50;

export type DraftContent = Pick<DraftDocument, "campaign" | "marks" | "withdrawals" | "replies" | "reopened" | "liveSince" | "sets">;

/** Lets whatever else waits, such as a mark to be saved, come first. */
export const breathe = () => new Promise<void>((resolve) => setImmediate(resolve));

/**
 * Everything of this person's work on a batch as it stands, read a few answers at a time. `changes` is the count of
 * changes that it has for certain: one that comes while it is read counts towards the next draft. A submission or a
 * withdrawal in between begins it anew, so that marks, sets and withdrawals belong together.
 */
export async function readDraft(desk: Pick<Desk, "store">, batch: string): Promise<{ changes: number; content: DraftContent }> {
  const { drafts, work, withdrawals, queries, outbox } = desk.store;
  for (;;) {
    const { changes, pressing } = drafts.of(batch);
    const row = work.batch(batch)!;
    const content: DraftContent = {
      campaign: row.campaign,
      marks: [],
      withdrawals: withdrawals.of(batch),
      replies: queries.replies(batch),
      reopened: row.reopenedBecause === null || row.reopenedAt === null ? null : { because: row.reopenedBecause, at: row.reopenedAt },
      liveSince: row.liveSince,
      sets: outbox.setsOf(batch).map(({ revision, sha256, submittedAt, reason, delivery }) => ({ revision, sha256, submittedAt, reason, deliveredAt: delivery.kind === "delivered" ? delivery.at : null })),
    };
    for await (const marks of marksOf(desk, batch)) content.marks.push(...marks);
    if (drafts.of(batch).pressing === pressing) return { changes, content };
  }
}

async function* marksOf({ store }: Pick<Desk, "store">, batch: string): AsyncGenerator<DraftMark[]> {
  let afterId = 0;
  for (;;) {
    const { marks, lastId } = store.drafts.marksOf(batch, afterId, ANSWERS_AT_ONCE);
    if (lastId === undefined) return;
    yield marks;
    afterId = lastId;
    await breathe();
  }
}
