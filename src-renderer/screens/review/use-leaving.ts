import { useLayoutEffect, useRef } from "react";
import { useGo, type Route } from "../../route.ts";

/** Going from an answer to somewhere else, which takes a moment: what was typed goes to disk, the next picture comes. */
export function useLeaving(answerId: number) {
  const goTo = useGo();
  /** Where the user is going, until they are there. */
  const going = useRef<Route | null>(null);
  useLayoutEffect(() => {
    if (going.current?.screen === "review" && going.current.answerId === answerId) going.current = null;
  }, [answerId]);
  useLayoutEffect(() => () => void (going.current = null), []);
  return {
    /** Meanwhile nothing is done to the answer that is being left: the next key is meant for what comes. */
    isLeaving: () => going.current !== null,
    /** What was wanted last is where it ends, however long each takes to get ready. */
    async leave(to: Route, getReady: () => Promise<unknown>, onGo: () => void) {
      if (isSameAnswer(going.current, to)) return;
      going.current = to;
      try {
        await getReady();
      } finally {
        if (going.current === to) {
          onGo();
          goTo(to);
        }
      }
    },
  };
}

function isSameAnswer(a: Route | null, b: Route): boolean {
  return a?.screen === "review" && b.screen === "review" && a.answerId === b.answerId;
}
