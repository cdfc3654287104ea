import { ProblemError } from "../bridge/bridge-queries.ts";
import { Notice, ProblemNotice } from "./notice.tsx";

/** Stands where a screen's content would, when the engine had none to give. */
export function QueryFailure({ error }: { error: Error }) {
  if (error instanceof ProblemError) return <ProblemNotice problem={error.problem} title="This cannot be shown" />;
  return (
    <Notice tone="bad" urgent title="This cannot be shown">
      <p>Assessor Desk met a fault of its own. What was shown as saved is safe; close the window and open it again.</p>
    </Notice>
  );
}
