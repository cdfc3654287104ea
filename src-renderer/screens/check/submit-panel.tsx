import { useRef, useState } from "react";
import type { CheckView } from "../../../src-shared/bridge/check.ts";
import { useCommand } from "../../bridge/bridge-context.tsx";
import { Button } from "../../components/button.tsx";
import { Dialog } from "../../components/dialog.tsx";
import { Notice, ProblemNotice } from "../../components/notice.tsx";
import { plural } from "../../format/time.ts";
import { useSaveQueue } from "../../saving/save-context.tsx";
import { ReopenPanel } from "./reopen-panel.tsx";

/** The declaration and the way out. Pressing too early says what is missing instead of doing nothing. */
export function SubmitPanel({ check }: { check: CheckView }) {
  const queue = useSaveQueue();
  const { state, run } = useCommand("set.submit");
  const [declared, setDeclared] = useState(false);
  const [asked, setAsked] = useState(false);
  const [confirming, setConfirming] = useState(false);
  const [unsaved, setUnsaved] = useState(false);
  const panel = useRef<HTMLElement>(null);
  if (check.state === "submitted") return <ReopenPanel check={check} />;

  const missing = [
    check.totals.missing > 0 ? `${plural(check.totals.missing, "answer")} still ${check.totals.missing === 1 ? "needs" : "need"} something: see “Missing”.` : "",
    declared ? "" : "Tick the declaration.",
  ].filter(Boolean);

  async function submit() {
    setConfirming(false);
    // Whatever was just typed belongs to the set.
    await queue.flush();
    if (queue.snapshot().unsaved.length > 0) return setUnsaved(true);
    setUnsaved(false);
    await run({ batch: check.batch, declared: true });
    setDeclared(false);
    setAsked(false);
  }

  return (
    <section ref={panel} className="card check-panel submit-panel" aria-labelledby="submit-heading">
      <h2 id="submit-heading">Submit</h2>
      <label className="check-line">
        <input type="checkbox" checked={declared} onChange={(event) => setDeclared(event.target.checked)} />
        <span>{check.declaration}</span>
      </label>
      {asked && missing.length > 0 && (
        <Notice tone="bad" urgent title="This set cannot be submitted yet">
          <ul className="submit-missing">
            {missing.map((each) => (
              <li key={each}>{each}</li>
            ))}
          </ul>
        </Notice>
      )}
      {unsaved && (
        <Notice tone="bad" urgent title="Not submitted">
          <p>Something that you entered is not saved yet, so the set would lack it. Nothing was submitted; see the message below, then submit again.</p>
        </Notice>
      )}
      {state.kind === "refused" && <ProblemNotice problem={state.problem} />}
      <Button
        look="primary"
        className="button-large"
        disabled={state.kind === "busy"}
        onClick={() => {
          setAsked(true);
          if (missing.length === 0) setConfirming(true);
        }}
      >
        {state.kind === "busy" ? "Sealing your marks…" : "Submit marks"}
      </Button>
      <p className="small soft">Works without a network: the set is sealed now and delivered as soon as the depot can be reached.</p>
      {confirming && (
        <Dialog title={`Submit the marks of ${check.batch}?`} onClose={() => setConfirming(false)}>
          <p>
            {plural(check.total, "answer")} of {check.campaignTitle}. The set is sealed for your team lead. Afterwards you can change a mark only by reopening the batch with a reason, and your team
            lead sees both sets.
          </p>
          <div className="dialog-buttons">
            <Button look="primary" onClick={() => void submit()}>
              Yes, submit
            </Button>
            <Button onClick={() => setConfirming(false)}>Not yet</Button>
          </div>
        </Dialog>
      )}
    </section>
  );
}
