import { describeProblem, type Problem } from "../../src-shared/problems/problem.ts";

/** What a problem's sentence leaves open, since the window has buttons for it: how it is done on the command line. */
const hints: Partial<Record<Problem["kind"], string>> = {
  "recordings-needed": "desk tidy --still-needed removes them all the same.",
  "recordings-moderated": "desk tidy --still-needed removes them all the same.",
  "marks-handed-in": "desk reassign --handed-in moves them all the same.",
  "outcome-incomplete": "desk publish --incomplete TEXT gives the reason.",
  "outcome-tie-open": "They are put in order in the window, under Outcome.",
};

/** A problem as the command line tells it. */
export function problemText(problem: Problem): string {
  const hint = hints[problem.kind];
  return hint === undefined ? describeProblem(problem) : `${describeProblem(problem)} ${hint}`;
}
