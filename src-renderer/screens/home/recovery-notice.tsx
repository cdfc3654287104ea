import type { HomeView } from "../../../src-shared/bridge/views.ts";
import { recoveryWords } from "../../../src-shared/bridge/recovery-words.ts";
import { describeProblem } from "../../../src-shared/problems/problem.ts";
import { useCommand } from "../../bridge/bridge-context.tsx";
import { Button } from "../../components/button.tsx";
import { Notice, ProblemNotice } from "../../components/notice.tsx";
import { shortTime } from "../../format/time.ts";

/** What came back from the depot, until it was read; and that the work goes on at another laptop, for as long as that is so. */
export function RecoveryNotice({ home, now }: { home: HomeView; now: Date }) {
  const { state, run } = useCommand("recoveries.read");
  const { recoveries, laterLaptopAt } = home;
  const last = recoveries.at(-1);
  const cameBack = recoveries.some((each) => each.marks + each.sets > 0);
  const isWhole = recoveries.every((each) => each.passedOver === null && each.missingSets.length === 0);
  return (
    <>
      {laterLaptopAt && (
        <Notice tone="waiting" title="Carry on at your other laptop">
          <p>{describeProblem({ kind: "work-moved-on", at: laterLaptopAt })}</p>
        </Notice>
      )}
      {last && (
        <Notice tone={isWhole ? "info" : "waiting"} title={cameBack ? "Your marks came back" : "Marks in the depot"}>
          {recoveries.map((each) => (
            <p key={each.id}>{recoveryWords(each, (iso) => shortTime(iso, now)).join(" ")}</p>
          ))}
          <div>
            <Button look="link" disabled={state.kind === "busy"} onClick={() => void run({ upTo: last.id })}>
              I have read this
            </Button>
          </div>
          {state.kind === "refused" && <ProblemNotice problem={state.problem} />}
        </Notice>
      )}
    </>
  );
}
