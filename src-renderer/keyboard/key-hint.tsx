import type { ActionId } from "../../src-shared/keyboard/actions.ts";
import "./key-hint.css";
import { useKeyLabel } from "./use-shortcut.ts";

/** An action's key beside what does the same, as long as it has one. */
export function KeyHint({ action }: { action: ActionId }) {
  const parts = useKeyLabel(action);
  return parts && <KeyCaps parts={parts} />;
}

/** Keys as they look. Not read out: `aria-keyshortcuts` on the control says it. */
export function KeyCaps({ parts }: { parts: readonly string[] }) {
  return (
    <span className="key-hint" aria-hidden="true">
      {parts.map((part) => (
        <kbd key={part}>{part}</kbd>
      ))}
    </span>
  );
}
