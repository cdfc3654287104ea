import { useLayoutEffect } from "react";

/**
 * The second click of a double click belongs to the screen that the first one was on: what has appeared under the
 * mouse since is not touched by it.
 * @param screen what is shown; another value is another screen
 */
export function useOwnClicks(screen: string): void {
  useLayoutEffect(() => {
    let begunHere = false;
    const judge = (event: MouseEvent) => {
      if (event.type === "mousedown" && event.detail === 1) begunHere = true;
      if (event.detail <= 1 || begunHere) return;
      event.preventDefault();
      event.stopPropagation();
    };
    // Before anything else hears of it. A press of the mouse already takes the focus.
    const all = { capture: true };
    window.addEventListener("mousedown", judge, all);
    window.addEventListener("click", judge, all);
    return () => {
      window.removeEventListener("mousedown", judge, all);
      window.removeEventListener("click", judge, all);
    };
  }, [screen]);
}
