import { useQueryClient } from "@tanstack/react-query";
import type { ReviewView } from "../../../src-shared/bridge/review.ts";
import { useCommand } from "../../bridge/bridge-context.tsx";

/** Leaving a candidate's answers to somebody else, and taking that back. Each is on screen when it is on disk. */
export function useWithdrawal({ batch, candidate }: Pick<ReviewView, "batch" | "candidate">) {
  const queryClient = useQueryClient();
  const withdrawing = useCommand("candidate.withdraw");
  const returning = useCommand("candidate.return");
  /** All of the candidate's answers changed, and what comes after each answer. */
  const askAgain = () => {
    // What is not on screen is forgotten, so that it never comes back for a moment as it was.
    queryClient.removeQueries({ queryKey: ["review.view"], type: "inactive" });
    return queryClient.invalidateQueries({ queryKey: ["review.view"] });
  };
  return {
    withdrawing: withdrawing.state,
    returning: returning.state,
    async withdraw(note: string) {
      const answer = await withdrawing.run({ batch, candidate, note });
      if (answer.ok) await askAgain();
    },
    async takeBack() {
      const answer = await returning.run({ batch, candidate });
      if (answer.ok) await askAgain();
    },
  };
}
