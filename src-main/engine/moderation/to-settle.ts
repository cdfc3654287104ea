import type { ToSettle } from "../../../src-shared/bridge/lead/moderation.ts";
import { grouped } from "../../../src-shared/grouped.ts";
import type { Problem } from "../../../src-shared/problems/problem.ts";
import { err, ok, type Result } from "../../../src-shared/result.ts";
import type { Desk } from "../desk.ts";

/** Every answer of a batch that waits for a lead, as it was packed, with why and the marks that count. */
export function toSettle({ store }: Pick<Desk, "store">, batch: string): Result<ToSettle, Problem> {
  if (!store.lead.batch(batch)) return err({ kind: "batch-unknown", batch });
  const marks = grouped(store.received.counted(batch, "live"), (mark) => mark.answerId);
  const answers = store.lead.answersOf(batch).filter((answer) => answer.state === "to-settle");
  return ok({
    answers: answers.map(({ id, candidate, question, reasons }) => ({
      ...{ answerId: id, candidate, question, reasons },
      marks: (marks.get(id) ?? []).map(({ person, score, cannotScore }) => ({ assessor: person, score, cannotScore })),
    })),
  });
}
