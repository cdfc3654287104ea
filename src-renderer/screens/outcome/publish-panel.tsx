import { useState } from "react";
import type { OutcomeView } from "../../../src-shared/bridge/lead/outcome.ts";
import { describeProblem } from "../../../src-shared/problems/problem.ts";
import { useCommand } from "../../bridge/bridge-context.tsx";
import { Button } from "../../components/button.tsx";
import { Dialog } from "../../components/dialog.tsx";
import { TextArea } from "../../components/field.tsx";
import { Notice, ProblemNotice } from "../../components/notice.tsx";
import { placeSummary } from "./outcome-words.ts";

/** The reasons, the declaration, and publishing. Pressing too early says what is missing instead of doing nothing. */
export function PublishPanel({ view }: { view: OutcomeView }) {
  const { state, run, reset } = useCommand("outcome.publish");
  const [reason, setReason] = useState("");
  const [incompleteReason, setIncompleteReason] = useState("");
  const [declared, setDeclared] = useState(false);
  const [asked, setAsked] = useState(false);
  /** The digest of what the lead has before them. */
  const [confirming, setConfirming] = useState<string | null>(null);
  const [said, setSaid] = useState<string | null>(null);
  const [wanted, setWanted] = useState(false);
  const { batch, hindrance, published, changes } = view;
  const counting = published.find((each) => each.counts);
  const leavesBehind = hindrance?.kind === "outcome-incomplete";
  const next = published.reduce((highest, each) => Math.max(highest, each.revision), 0) + 1;
  const unchanged = changes?.total === 0;

  const missing = [
    hindrance && !leavesBehind ? describeProblem(hindrance) : "",
    leavesBehind && incompleteReason.trim() === "" ? "Say why these candidates are left without a place, or wait for their marks." : "",
    counting && reason.trim() === "" ? "Say why there is a new revision." : "",
    declared ? "" : "Tick the declaration.",
  ].filter(Boolean);

  async function publish(seen: string) {
    setConfirming(null);
    const answer = await run({ batch, seen, reason: counting ? reason.trim() : null, incompleteReason: leavesBehind ? incompleteReason.trim() : null, declared: true });
    setAsked(false);
    if (!answer.ok) return;
    setDeclared(false);
    setReason("");
    setIncompleteReason("");
    setWanted(false);
    const { revision } = answer.value.published;
    setSaid(answer.value.isNew ? `Revision ${revision} is published.` : `Nothing has changed since revision ${revision}, so nothing was published.`);
  }

  // What is published says where everybody stands: another revision is nobody's next step.
  const upToDate = counting && unchanged && !wanted;
  return (
    <section className="card outcome-panel" aria-labelledby="publish-heading" onChange={reset}>
      <h2 id="publish-heading">{counting && !upToDate ? `Publish revision ${next}` : "Publish"}</h2>
      <p role="status">{said ?? ""}</p>
      {upToDate ? (
        <>
          <p>Revision {counting.revision} says where everybody stands now.</p>
          <div className="outcome-publish">
            <Button onClick={() => setWanted(true)}>Publish a new revision all the same</Button>
          </div>
        </>
      ) : (
        <>
          {counting && <TextArea label="Why there is a new revision" value={reason} maxLength={4000} rows={2} onChange={(event) => setReason(event.target.value)} />}
          {leavesBehind && (
            <TextArea
              label="Why candidates are left without a place"
              hint="Or wait for their marks."
              value={incompleteReason}
              maxLength={4000}
              rows={2}
              onChange={(event) => setIncompleteReason(event.target.value)}
            />
          )}
          <label className="check-line">
            <input type="checkbox" checked={declared} onChange={(event) => setDeclared(event.target.checked)} />
            <span className="small">{view.declaration}</span>
          </label>
          {asked && missing.length > 0 && (
            <Notice tone="bad" urgent title="Not published yet">
              <ul>
                {missing.map((each) => (
                  <li key={each}>{each}</li>
                ))}
              </ul>
            </Notice>
          )}
          {state.kind === "refused" && <ProblemNotice problem={state.problem} />}
          <div className="outcome-publish">
            <Button
              look="primary"
              disabled={state.kind === "busy"}
              onClick={() => {
                setAsked(true);
                setSaid(null);
                if (missing.length === 0) setConfirming(view.digest);
              }}
            >
              {state.kind === "busy" ? "Sealing…" : "Publish the outcome"}
            </Button>
          </div>
        </>
      )}
      {confirming !== null && (
        <Dialog title={`Publish the outcome of ${batch}?`} onClose={() => setConfirming(null)}>
          <p>{placeSummary(view)}.</p>
          <p>It is sealed for the leads and signed in your name. Nobody can change it afterwards; a later revision follows it with a reason. It works without a network: it is delivered as soon as the depot can be reached.</p>
          <div className="dialog-buttons">
            <Button look="primary" onClick={() => void publish(confirming)}>
              Yes, publish
            </Button>
            <Button onClick={() => setConfirming(null)}>Not yet</Button>
          </div>
        </Dialog>
      )}
    </section>
  );
}
