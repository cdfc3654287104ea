import { useId, useRef } from "react";
import { usePreferences } from "../preferences/use-preferences.ts";
import { MoreIcon } from "./control-icons.tsx";
import "./more-options.css";

/** What is chosen once and then left alone. */
export function MoreOptions() {
  const [{ rewindOnResume }, change] = usePreferences();
  const id = useId();
  const button = useRef<HTMLButtonElement>(null);
  const panel = useRef<HTMLDivElement>(null);
  /** Above its button, whatever the window's size. */
  function place() {
    const from = button.current?.getBoundingClientRect();
    if (!from || !panel.current) return;
    panel.current.style.right = `${Math.max(8, window.innerWidth - from.right)}px`;
    panel.current.style.bottom = `${Math.max(8, window.innerHeight - from.top + 6)}px`;
  }
  return (
    <>
      <button ref={button} type="button" className="control" aria-label="More about playing" title="More about playing" popoverTarget={id}>
        <MoreIcon />
      </button>
      <div ref={panel} id={id} popover="auto" className="more-options" role="group" aria-label="More about playing" onBeforeToggle={place}>
        <label className="check-line">
          <input type="checkbox" checked={rewindOnResume} onChange={(event) => change({ rewindOnResume: event.target.checked })} />
          <span>After a pause, go on 2 seconds earlier</span>
        </label>
      </div>
    </>
  );
}
