import { useLayoutEffect } from "react";

/**
 * Puts the moment at which a screen can be worked with onto the browser's own time line (User Timing, mark `usable`),
 * where `npm run bench` reads it. Two frames, from before the first is drawn: when the second begins, it has been.
 */
export function useUsableMark(): void {
  useLayoutEffect(() => {
    requestAnimationFrame(() => requestAnimationFrame(() => performance.mark("usable")));
  }, []);
}
