import { describeProblem } from "../../../src-shared/problems/problem.ts";
import { useBridgeQuery, useCommand } from "../../bridge/bridge-context.tsx";
import { Button } from "../../components/button.tsx";
import { Notice } from "../../components/notice.tsx";

/** What another lead was ahead of, until it was read. */
export function ClosedNotice() {
  const { data } = useBridgeQuery("lead.delivery", {});
  const { run } = useCommand("lead.closed-seen");
  const told = [...new Set(data?.closed.map(({ problem }) => describeProblem(problem)))];
  if (told.length === 0) return null;
  return (
    <Notice tone="waiting" title="Something of yours was not published">
      {told.map((each) => (
        <p key={each}>{each}</p>
      ))}
      <Button look="link" onClick={() => void run({})}>
        I have read this
      </Button>
    </Notice>
  );
}
