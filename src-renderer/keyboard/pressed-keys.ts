/** What is needed of a keyboard event. */
export interface KeyPress {
  /** As the browser gives it. */
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  shiftKey: boolean;
  getModifierState(key: "AltGraph"): boolean;
}

export const isMac = typeof navigator !== "undefined" && /Mac/.test(navigator.platform);

/**
 * The keys that are pressed, as `src-shared/keyboard/keys.ts` writes them; `null` for a modifier alone, and for
 * combinations that belong to the system or the menu. Keys act and are chosen by this one function, so that whatever
 * somebody presses to choose a key is what works afterwards, on any keyboard.
 */
export function pressedKeys(event: KeyPress, mac = isMac): string | null {
  const { key } = event;
  if (["Shift", "Control", "Alt", "AltGraph", "Meta", "CapsLock", "Dead", "Process", "Unidentified"].includes(key)) return null;
  const isCharacter = [...key].length === 1;
  // On many keyboards a sign such as [ is made with AltGr, which Windows reports as Ctrl and Alt.
  const madeWithAltGr = isCharacter && event.getModifierState("AltGraph");
  const mod = (mac ? event.metaKey : event.ctrlKey) && !madeWithAltGr;
  const others = ((mac ? event.ctrlKey : event.metaKey) || event.altKey) && !madeWithAltGr;
  if (others) return null;
  const isLetter = /^\p{L}$/u.test(key);
  const name = key === " " ? "Space" : isLetter ? key.toLowerCase() : key;
  const shift = event.shiftKey && (!isCharacter || isLetter || key === " ");
  return `${mod ? "$mod+" : ""}${shift ? "Shift+" : ""}${name}`;
}
