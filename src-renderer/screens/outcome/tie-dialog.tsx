import { useQueries } from "@tanstack/react-query";
import { useEffect, useRef, useState, type KeyboardEvent } from "react";
import type { CandidateOutcome, OutcomeTie, OutcomeView } from "../../../src-shared/bridge/lead/outcome.ts";
import { useBridge, useCommand } from "../../bridge/bridge-context.tsx";
import { bridgeQuery } from "../../bridge/bridge-queries.ts";
import { Button } from "../../components/button.tsx";
import { Dialog } from "../../components/dialog.tsx";
import { TextArea } from "../../components/field.tsx";
import { Notice, ProblemNotice } from "../../components/notice.tsx";
import { Tag } from "../../components/tag.tsx";
import { points } from "../../format/points.ts";
import { plural } from "../../format/time.ts";
import "./tie-dialog.css";

/** Their answers stand beside them where they are as few as somebody compares. */
const MOST_COMPARED = 12;

/** A lead puts candidates whom the rules leave level in an order, with a reason. Buttons or Alt and arrow keys move a candidate. */
export function TieDialog({ view, tie, onClose }: { view: OutcomeView; tie: OutcomeTie; onClose: () => void }) {
  const { state, run, reset } = useCommand("outcome.rank");
  const [order, setOrder] = useState(tie.candidates);
  const [reason, setReason] = useState("");
  const [asked, setAsked] = useState(false);
  const [moved, setMoved] = useState<{ candidate: string; down: boolean } | null>(null);
  const list = useRef<HTMLOListElement>(null);
  const answersOf = useAnswers(view.batch, tie.candidates);

  useEffect(() => list.current?.querySelector<HTMLElement>("button:enabled")?.focus(), []);
  // A row that moved in the page lost the focus on its way.
  useEffect(() => {
    if (!moved) return;
    const row = list.current?.querySelector<HTMLElement>(`[data-candidate="${CSS.escape(moved.candidate)}"]`);
    const wanted = row?.querySelector<HTMLButtonElement>(moved.down ? "[data-way=down]" : "[data-way=up]");
    const other = row?.querySelector<HTMLButtonElement>(moved.down ? "[data-way=up]" : "[data-way=down]");
    (wanted?.disabled ? other : wanted)?.focus();
  }, [moved, order]);

  function move(candidate: string, to: number) {
    const from = order.indexOf(candidate);
    const at = Math.max(0, Math.min(order.length - 1, to));
    if (at === from) return;
    reset();
    setOrder(order.toSpliced(from, 1).toSpliced(at, 0, candidate));
    setMoved({ candidate, down: at > from });
  }
  function onKeyDown(event: KeyboardEvent, candidate: string) {
    if (!event.altKey || (event.key !== "ArrowUp" && event.key !== "ArrowDown")) return;
    event.preventDefault();
    move(candidate, order.indexOf(candidate) + (event.key === "ArrowUp" ? -1 : 1));
  }
  async function save() {
    setAsked(true);
    if (reason.trim() === "") return;
    const answer = await run({ batch: view.batch, candidates: order, reason: reason.trim() });
    if (answer.ok) onClose();
  }

  return (
    <Dialog wide title={`Put ${plural(order.length, "candidate")} in order`} onClose={onClose}>
      <p>
        All have a total of {points(tie.total)}
        {view.rules.tieBreak.length > 0 && `, and the same for ${view.rules.tieBreak.join(" and ")}`}. {tie.acrossLastPlace && "There are places for some of them and not for all. "}
        The better comes first; your reason stands in the outcome.
      </p>
      {tie.reason !== null && <p className="soft">So far: {tie.reason}</p>}
      <p className="unseen" role="status">
        {moved && `${moved.candidate} is now number ${order.indexOf(moved.candidate) + 1} of ${order.length}.`}
      </p>
      <ol ref={list} className="tie-order">
        {order.map((candidate, at) => (
          <li key={candidate} data-candidate={candidate} onKeyDown={(event) => onKeyDown(event, candidate)}>
            <span className="merit-number">{tie.rank + at}</span>
            <strong>{candidate}</strong>
            <span className="tie-answers soft">{finalsText(answersOf(candidate))}</span>
            <span>{tie.passed && view.rules.places !== null && tie.rank + at <= view.rules.places && <Tag tone="good">Offer</Tag>}</span>
            <Button data-way="up" className="small" aria-label={`${candidate} further up`} title="Further up (Alt and ↑)" disabled={at === 0} onClick={() => move(candidate, at - 1)}>
              ↑
            </Button>
            <Button data-way="down" className="small" aria-label={`${candidate} further down`} title="Further down (Alt and ↓)" disabled={at === order.length - 1} onClick={() => move(candidate, at + 1)}>
              ↓
            </Button>
          </li>
        ))}
      </ol>
      <TextArea
        label="Why this order"
        hint="What in their evidence puts one before the other."
        error={asked && reason.trim() === "" ? "Write a reason." : undefined}
        value={reason}
        maxLength={4000}
        rows={3}
        onChange={(event) => {
          reset();
          setReason(event.target.value);
        }}
      />
      {state.kind === "refused" && <ProblemNotice problem={state.problem} />}
      {order.length > MOST_COMPARED && (
        <Notice tone="info">
          <p>So many candidates are better told apart by a rule: the campaign can name behaviours that break ties.</p>
        </Notice>
      )}
      <div className="dialog-buttons">
        <Button look="primary" disabled={state.kind === "busy"} onClick={() => void save()}>
          Keep this order
        </Button>
        <Button onClick={onClose}>Not now</Button>
      </div>
    </Dialog>
  );
}

function useAnswers(batch: string, candidates: readonly string[]): (candidate: string) => CandidateOutcome["answers"] | undefined {
  const client = useBridge();
  const compared = candidates.length <= MOST_COMPARED ? candidates : [];
  const found = useQueries({ queries: compared.map((candidate) => bridgeQuery(client, "outcome.candidate", { batch, candidate })) });
  return (candidate) => found[compared.indexOf(candidate)]?.data?.answers;
}

/** `Communicating 5, 6 · Deciding 4, 4` */
function finalsText(answers: CandidateOutcome["answers"] | undefined): string {
  const byBehaviour = new Map<string, string[]>();
  for (const { behaviour, final } of answers ?? []) byBehaviour.set(behaviour, [...(byBehaviour.get(behaviour) ?? []), final === null ? "–" : points(final)]);
  return [...byBehaviour].map(([behaviour, finals]) => `${behaviour} ${finals.join(", ")}`).join(" · ");
}
