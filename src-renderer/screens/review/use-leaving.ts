import { startTransition, useLayoutEffect, useRef } from "react";
import { useGo, type Route } from "../../route.ts";

const NO_FRAME_AFTER_MS = 50;

interface Leaving {
  getReady: () => Promise<unknown>;
  /** Shows what is drawn by itself: it has the next frame, and the screen follows in the one after it. */
  show?: () => void;
  onGo: () => void;
}

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
    /** The answer that is coming; null where none is. */
    comingAnswer: () => (going.current?.screen === "review" ? going.current.answerId : null),
    /** What was wanted last is where it ends, however long each takes to get ready. */
    async leave(to: Route, { getReady, show, onGo }: Leaving) {
      if (isSameAnswer(going.current, to)) return;
      going.current = to;
      try {
        await getReady();
        if (show && going.current === to) {
          show();
          await nextFrame();
        }
      } finally {
        if (going.current === to) {
          startTransition(() => {
            onGo();
            goTo(to);
          });
        }
      }
    },
  };
}

function isSameAnswer(a: Route | null, b: Route): boolean {
  return a?.screen === "review" && b.screen === "review" && a.answerId === b.answerId;
}

/** Resolves in the next frame, before it is painted. A window that nobody sees draws none. */
function nextFrame(): Promise<unknown> {
  return Promise.race([new Promise((resolve) => requestAnimationFrame(resolve)), new Promise((resolve) => setTimeout(resolve, NO_FRAME_AFTER_MS))]);
}
