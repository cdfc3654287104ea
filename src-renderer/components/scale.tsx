import { useRef, useState, type KeyboardEvent } from "react";
import type { ScalePoint } from "../../src-shared/documents/campaign.ts";
import { scoreAction } from "../keyboard/answer-actions.ts";
import { focusCameByKeyboard } from "../keyboard/focus-origin.ts";
import { useShortcuts } from "../keyboard/use-shortcut.ts";
import "./scale.css";

interface ScaleProps {
  label: string;
  scale: readonly ScalePoint[];
  passMark: number;
  chosen: number | null;
  readOnly: boolean;
  /** The point that the leads gave, once it is shown beside one's own. */
  leads?: number | null;
  onChoose: (value: number) => void;
  /** The point that somebody points at or has the focus on; null where nobody does. */
  onLookAt?: (value: number | null) => void;
}

/** The points of a scale. Arrows move along it, Space or a digit chooses: nothing is scored in passing. */
export function Scale({ label, scale, passMark, chosen, readOnly, leads = null, onChoose, onLookAt = () => undefined }: ScaleProps) {
  /** Whether somebody points at the scale: a mouse that merely lay where it appeared does not. */
  const [pointed, setPointed] = useState(false);
  const shortcutOf = useShortcuts();
  const group = useRef<HTMLDivElement>(null);
  const tabStop = scale.find((point) => point.value === chosen)?.value ?? scale[0]?.value;

  function pointAt(value: number) {
    if (pointed) return;
    setPointed(true);
    onLookAt(value);
  }

  function onKeyDown(event: KeyboardEvent) {
    const radios = [...(group.current?.querySelectorAll<HTMLElement>("[role=radio]") ?? [])];
    const at = radios.findIndex((radio) => radio === document.activeElement);
    const steps: Record<string, number> = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 };
    const step = steps[event.key];
    // After a press of the mouse the arrows go on moving the recording.
    if (step === undefined || at === -1 || event.shiftKey || !focusCameByKeyboard()) return;
    event.preventDefault();
    radios[(at + step + radios.length) % radios.length]?.focus();
  }

  return (
    <div ref={group} className={pointed ? "scale scale-pointed" : "scale"} role="radiogroup" aria-label={label} aria-disabled={readOnly} onKeyDown={onKeyDown} style={{ gridTemplateColumns: `repeat(${scale.length}, minmax(0, 1fr))` }}>
      {scale.map((point) => (
        <button
          key={point.value}
          type="button"
          role="radio"
          className={`point${point.value === passMark ? " point-pass" : ""}${point.value === leads ? " point-leads" : ""}`}
          aria-checked={point.value === chosen}
          aria-label={`${point.value} ${point.label}${point.value === leads ? ", the leads’ score" : ""}`}
          title={point.label}
          aria-keyshortcuts={shortcutOf(scoreAction(point.value)).ariaKeys}
          tabIndex={point.value === tabStop ? 0 : -1}
          aria-disabled={readOnly}
          onClick={() => onChoose(point.value)}
          onFocus={() => onLookAt(point.value)}
          onBlur={() => onLookAt(null)}
          onPointerEnter={() => pointed && onLookAt(point.value)}
          onPointerMove={() => pointAt(point.value)}
          onPointerLeave={() => onLookAt(null)}
        >
          <b>{point.value}</b>
          <small>{firstWord(point.label)}</small>
          {leads !== null && (point.value === leads || point.value === chosen) && (
            <span className="point-whose" aria-hidden="true">
              {point.value !== leads ? "you" : point.value === chosen ? "both" : "leads"}
            </span>
          )}
        </button>
      ))}
    </div>
  );
}

/** "Good demonstration" is "Good" on a button; the whole label stands in the button's name. */
function firstWord(label: string): string {
  const words = label.split(" ");
  return words[0]?.toLowerCase() === "not" ? words.slice(0, 2).join(" ") : (words[0] ?? label);
}
