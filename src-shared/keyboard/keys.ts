/**
 * Keys as they are written in the table of actions and in preferences: the key's own value in small letters (`n`, `?`,
 * `Space`, `ArrowLeft`, `F2`), with `$mod+` (Ctrl, on a Mac Command) and `Shift+` before it. Signs have no `Shift+`:
 * which of them need it differs from keyboard to keyboard.
 */
interface Keys {
  mod: boolean;
  shift: boolean;
  key: string;
}

export function parseKeys(keys: string): Keys {
  const parts = keys.split(/\b\+/);
  return { mod: parts.includes("$mod"), shift: parts.includes("Shift"), key: parts.at(-1) ?? "" };
}

/** A letter, digit or sign alone: what WCAG 2.1.4 wants switched off or changed on demand. */
export function isSingleCharacter(keys: string): boolean {
  const { mod, key } = parseKeys(keys);
  return !mod && [...key].length === 1;
}

const shownNames: Record<string, string> = { ArrowLeft: "←", ArrowRight: "→", ArrowUp: "↑", ArrowDown: "↓" };

/** The parts of a combination as they stand on the keyboard: `["Ctrl", "Enter"]`. */
export function keyParts(keys: string, isMac = false): string[] {
  const { mod, shift, key } = parseKeys(keys);
  const name = shownNames[key] ?? (/^\p{L}$/u.test(key) ? key.toUpperCase() : key);
  return [...(mod ? [isMac ? "Cmd" : "Ctrl"] : []), ...(shift ? ["Shift"] : []), name];
}

/** A combination in a sentence: `Ctrl Enter`. */
export const keyWords = (keys: string, isMac = false): string => keyParts(keys, isMac).join(" ");

/** For `aria-keyshortcuts`. */
export function ariaKeys(keys: string, isMac = false): string {
  const { mod, shift, key } = parseKeys(keys);
  const name = key === "+" ? "Plus" : /^\p{L}$/u.test(key) ? key.toUpperCase() : key;
  return [...(mod ? [isMac ? "Meta" : "Control"] : []), ...(shift ? ["Shift"] : []), name].join("+");
}
