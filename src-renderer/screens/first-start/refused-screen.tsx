import { describeProblem, type Problem } from "../../../src-shared/problems/problem.ts";
import { useCommand } from "../../bridge/bridge-context.tsx";
import { Button } from "../../components/button.tsx";
import { Notice } from "../../components/notice.tsx";
import { ScreenHeading } from "../../components/screen-heading.tsx";
import { StartFrame } from "../../components/start-frame.tsx";
import "./first-start.css";

/** The desk cannot be opened as it is; nothing was touched. */
export function RefusedScreen({ problem }: { problem: Problem }) {
  const { state, run } = useCommand("desk.open-again");
  return (
    <StartFrame>
      <div className="page start-page start-narrow">
        <ScreenHeading documentTitle="This desk cannot be opened">This desk cannot be opened</ScreenHeading>
        <Notice tone="bad">
          <p className="notice-lines">{describeProblem(problem)}</p>
        </Notice>
        <div>
          <Button disabled={state.kind === "busy"} onClick={() => void run({})}>
            {state.kind === "busy" ? "Opening…" : "Try again"}
          </Button>
        </div>
        <p className="soft">
          Nothing was deleted or changed. Tell your team lead this code if you ask for help: <code>{problem.kind}</code>
        </p>
      </div>
    </StartFrame>
  );
}
