import { useRef, type KeyboardEvent } from "react";
import type { ReviewView } from "../../../src-shared/bridge/review.ts";
import type { ActionId } from "../../../src-shared/keyboard/actions.ts";
import { Button } from "../../components/button.tsx";
import { focusCameByKeyboard } from "../../keyboard/focus-origin.ts";
import { useShortcuts } from "../../keyboard/use-shortcut.ts";
import "./evidence-panel.css";
import { FlagsPanel } from "./flags-panel.tsx";
import { NotesPanel } from "./notes-panel.tsx";
import { TranscriptPanel } from "./transcript-panel.tsx";
import { evidenceTabs, type EvidenceTab, type ReviewDeskHook } from "./use-review-desk.ts";

/** What a key does too. */
const tabTitles: Partial<Record<EvidenceTab, { words: string; action: ActionId }>> = {
  transcript: { words: "Search the transcript", action: "transcript" },
  flags: { words: "Flags", action: "flag" },
};

/** Notes, transcript and flags, as tabs under the picture. */
export function EvidencePanel({ view, review }: { view: ReviewView; review: ReviewDeskHook }) {
  const tabs = useRef<HTMLDivElement>(null);
  const labels: Record<EvidenceTab, string> = {
    notes: `Notes (${view.mark.notes.length})`,
    transcript: "Transcript",
    flags: view.mark.flags.length > 0 ? `Flags (${view.mark.flags.length})` : "Flags",
  };
  const shortcutOf = useShortcuts();
  function onKeyDown(event: KeyboardEvent) {
    const at = evidenceTabs.indexOf(review.tab);
    const last = evidenceTabs.length - 1;
    const steps: Record<string, number> = { ArrowLeft: at === 0 ? last : at - 1, ArrowRight: at === last ? 0 : at + 1, Home: 0, End: last };
    const other = evidenceTabs[steps[event.key] ?? -1];
    // After a press of the mouse the arrows go on moving the recording.
    if (!other || event.shiftKey || !focusCameByKeyboard()) return;
    event.preventDefault();
    review.setTab(other);
    tabs.current?.querySelector<HTMLElement>(`#tab-${other}`)?.focus();
  }
  return (
    <section className={`card evidence-panel evidence-${review.tab}`} aria-label="Notes, transcript and flags">
      <div className="tab-bar">
        <div ref={tabs} role="tablist" aria-label="Notes, transcript and flags" onKeyDown={onKeyDown}>
          {evidenceTabs.map((each) => (
            <button
              key={each}
              id={`tab-${each}`}
              type="button"
              role="tab"
              title={tabTitles[each] && `${tabTitles[each].words}${shortcutOf(tabTitles[each].action).suffix}`}
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
          <Button className="note-here" action="noteHere" onClick={review.desk.noteHere}>
            Note at this moment
          </Button>
        )}
      </div>
      <div ref={review.evidencePanel} id="evidence-panel" className="tab-panel" role="tabpanel" aria-labelledby={`tab-${review.tab}`}>
        {review.tab === "notes" && <NotesPanel view={view} review={review} />}
        {review.tab === "transcript" && <TranscriptPanel view={view} review={review} />}
        {review.tab === "flags" && <FlagsPanel view={view} review={review} />}
      </div>
    </section>
  );
}
