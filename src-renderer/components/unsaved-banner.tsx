import { describeProblem } from "../../src-shared/problems/problem.ts";
import { useSaveQueue, useSaveSnapshot } from "../saving/save-context.tsx";
import type { FailedWrite } from "../saving/save-queue.ts";
import { Button } from "./button.tsx";
import { Notice } from "./notice.tsx";
import "./unsaved-banner.css";

/** Stands on every screen for as long as something could not be saved: why, and what can be done. */
export function UnsavedBanner() {
  const queue = useSaveQueue();
  const { status } = useSaveSnapshot();
  if (status.kind !== "not-saved") return null;
  const reasons = [...new Set(status.failed.map(reason))];
  const triesAgain = status.failed.every((each) => each.triesAgain);
  return (
    <Notice tone="bad" urgent>
      <div className="unsaved-banner">
        <div>
          <p>
            <strong>Not saved yet.</strong> {triesAgain ? "It is tried again every few seconds; what you entered stays here meanwhile." : ""}
          </p>
          {reasons.map((each) => (
            <p key={each}>{each}</p>
          ))}
        </div>
        <Button onClick={queue.retry}>Try again now</Button>
        {!triesAgain && <Button onClick={queue.discardFailed}>Give up this change</Button>}
      </div>
    </Notice>
  );
}

function reason(failed: FailedWrite): string {
  return failed.problem ? describeProblem(failed.problem) : "Assessor Desk met a fault of its own. Nothing that was saved before is affected.";
}
