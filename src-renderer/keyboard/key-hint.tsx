import { isSingleCharacter, keyParts } from "./action.ts";
import "./key-hint.css";
import { useSingleKeys } from "./single-keys.ts";

/** A key's name beside what it does. Not read out: `aria-keyshortcuts` on the control says it. */
export function KeyHint({ keys }: { keys: string }) {
  const [singleKeys] = useSingleKeys();
  if (!singleKeys && isSingleCharacter(keys)) return null;
  return (
    <span className="key-hint" aria-hidden="true">
      {keyParts(keys).map((part) => (
        <kbd key={part}>{part}</kbd>
      ))}
    </span>
  );
}
