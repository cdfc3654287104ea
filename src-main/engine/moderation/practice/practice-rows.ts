import type { Output } from "../../../../src-shared/bridge/contract.ts";
import type { Problem } from "../../../../src-shared/problems/problem.ts";
import { err, ok, type Result } from "../../../../src-shared/result.ts";
import type { Desk } from "../../desk.ts";
import { isHeld } from "./practice-of-batch.ts";

/** What somebody made of the practice answers, each beside the definitive mark; those of candidates whom they know are left out, unless they were compared. */
export function practiceRows({ store: { lead, definitive, work } }: Pick<Desk, "store">, batch: string, person: string): Result<Output<"board.practice">, Problem> {
  const row = lead.batch(batch);
  if (!row) return err({ kind: "batch-unknown", batch });
  const numbers = new Map(work.campaign(row.campaign).questions.map(({ id }, index) => [id, index + 1]));
  const own = new Map(definitive.ownMarks(batch, person).map(({ answerId, score, cannotScore, evidence, complete }) => [answerId, { score, cannotScore, evidence, complete }]));
  const agreed = new Map(definitive.standing(batch).map(({ answerId, score, rationale }) => [answerId, { score, rationale }]));
  const practised = definitive.practised(batch, [person]).filter(isHeld);
  return ok({
    rows: practised.map(({ answerId, candidate, question, score, shownAt }) => {
      const mark = agreed.get(answerId) ?? null;
      return { answerId, candidate, questionNumber: numbers.get(question) ?? 0, own: own.get(answerId) ?? null, definitive: mark, shownAt, distance: mark === null || score === null ? null : Math.abs(score - mark.score) };
    }),
  });
}
