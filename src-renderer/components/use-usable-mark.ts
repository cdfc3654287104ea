import { useEffect } from "react";

/**
 * Puts the moment at which a screen can be worked with onto the browser's own time line (User Timing, mark `usable`),
 * where `npm run bench` reads it. Two frames: the first is being drawn when effects run.
 */
export function useUsableMark(): void {
  useEffect(() => {
    requestAnimationFrame(() => requestAnimationFrame(() => performance.mark("usable")));
  }, []);
}
