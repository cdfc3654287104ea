import { useRef, type KeyboardEvent } from "react";
import type { ReviewView } from "../../../src-shared/bridge/views.ts";
import { Button } from "../../components/button.tsx";
import "./evidence-panel.css";
import { FlagsPanel } from "./flags-panel.tsx";
import { NotesPanel } from "./notes-panel.tsx";
import type { EvidenceTab, ReviewDeskHook } from "./use-review-desk.ts";

const order: readonly EvidenceTab[] = ["notes", "flags"];

/** Notes and flags, as tabs under the picture. */
export function EvidencePanel({ view, review }: { view: ReviewView; review: ReviewDeskHook }) {
  const tabs = useRef<HTMLDivElement>(null);
  const labels: Record<EvidenceTab, string> = {
    notes: `Notes (${view.mark.notes.length})`,
    flags: view.mark.flags.length > 0 ? `Flags (${view.mark.flags.length})` : "Flags",
  };
  function onKeyDown(event: KeyboardEvent) {
    if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
    event.preventDefault();
    const other = order[(order.indexOf(review.tab) + 1) % order.length] ?? "notes";
    review.setTab(other);
    tabs.current?.querySelector<HTMLElement>(`#tab-${other}`)?.focus();
  }
  return (
    <section className="card evidence-panel" aria-label="Notes and flags">
      <div className="tab-bar">
        <div ref={tabs} role="tablist" aria-label="Notes and flags" onKeyDown={onKeyDown}>
          {order.map((each) => (
            <button
              key={each}
              id={`tab-${each}`}
              type="button"
              role="tab"
              aria-selected={review.tab === each}
              aria-controls="evidence-panel"
              tabIndex={review.tab === each ? 0 : -1}
              onClick={() => review.setTab(each)}
            >
              {labels[each]}
            </button>
          ))}
        </div>
        {!review.readOnly && (
          <Button className="note-here" keys="n" onClick={review.desk.noteHere}>
            Note at this moment
          </Button>
        )}
      </div>
      <div id="evidence-panel" className="tab-panel" role="tabpanel" aria-labelledby={`tab-${review.tab}`}>
        {review.tab === "notes" ? <NotesPanel view={view} review={review} /> : <FlagsPanel view={view} review={review} />}
      </div>
    </section>
  );
}
