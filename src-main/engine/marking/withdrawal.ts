import type { Input, Output } from "../../../src-shared/bridge/contract.ts";
import type { Problem } from "../../../src-shared/problems/problem.ts";
import { err, ok, type Result } from "../../../src-shared/result.ts";
import type { Desk } from "../desk.ts";
import { closedAtOf, stoppedProblem } from "./marking.ts";
import { keepLiveOpen } from "./practice.ts";

type Saved = Result<Output<"candidate.withdraw">, Problem>;

/**
 * The assessor knows this candidate: all of the candidate's answers leave the work. The marks made so far are hidden
 * and not handed in, and the lead is told with the set. Asking twice changes the note and nothing else.
 */
export function withdraw(desk: Desk, { batch, candidate, note }: Input<"candidate.withdraw">): Saved {
  return change(desk, batch, candidate, (at) => {
    const before = desk.store.withdrawals.get(batch, candidate);
    if (before?.note === note) return;
    desk.store.withdrawals.put(batch, candidate, note, at);
    desk.store.audit.append({ at, who: desk.me.person, what: "withdrawn", subject: `${batch} / ${candidate}`, from: before ? { note: before.note } : null, to: { note } });
  });
}

/** Takes a withdrawal back: the answers are work again, with the marks that they had. */
export function takeBackWithdrawal(desk: Desk, { batch, candidate }: Input<"candidate.return">): Saved {
  return change(desk, batch, candidate, (at) => {
    const before = desk.store.withdrawals.get(batch, candidate);
    if (!desk.store.withdrawals.remove(batch, candidate)) return;
    desk.store.audit.append({ at, who: desk.me.person, what: "withdrawal-taken-back", subject: `${batch} / ${candidate}`, from: { note: before?.note }, to: null });
  });
}

function change(desk: Desk, batch: string, candidate: string, act: (at: Date) => void): Saved {
  const at = desk.now();
  return desk.store.transaction(() => {
    if (!desk.store.work.batch(batch)) return err({ kind: "batch-not-found", batch });
    const answers = desk.store.work.answersOfCandidate(batch, candidate);
    if (answers.length === 0) return err({ kind: "answer-not-found" });
    const submittedAt = answers.map((answer) => closedAtOf(desk, answer)).find((at) => at !== null);
    if (submittedAt) return err({ kind: "set-already-submitted", batch, submittedAt });
    const stopped = stoppedProblem(desk, batch);
    if (stopped) return err(stopped);
    act(at);
    keepLiveOpen(desk, batch);
    return ok({ savedAt: at.toISOString() });
  });
}
