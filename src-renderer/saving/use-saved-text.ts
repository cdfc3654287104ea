import { useState } from "react";
import { useSaveQueue } from "./save-context.tsx";
import type { Write } from "./write.ts";

/** Long enough not to write every letter, short enough that nobody notices. */
const TYPING_PAUSE_MS = 400;

/**
 * A text field that saves itself: after a pause in typing, and when it is left. While somebody is in it, it shows
 * what was typed and nothing else, whatever the engine sends meanwhile.
 * `whenLeft`: what is sent when it is left after typing, where that means more than a pause does.
 */
export function useSavedText(value: string, toWrite: (text: string) => Write, whenLeft?: (text: string) => Write) {
  const queue = useSaveQueue();
  const [typed, setTyped] = useState<string | null>(null);
  return {
    value: typed ?? value,
    onChange(text: string) {
      setTyped(text);
      queue.put(toWrite(text), TYPING_PAUSE_MS);
    },
    onBlur() {
      if (typed !== null && whenLeft) queue.put(whenLeft(typed), 0);
      setTyped(null);
      void queue.flush();
    },
  };
}
