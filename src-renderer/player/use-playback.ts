import { useEffect, useLayoutEffect, useRef, useState, useSyncExternalStore, type RefObject } from "react";
import type { Interval } from "../../src-shared/marking/watched.ts";
import { createPlayback, type Playback, type PlaybackState } from "./playback.ts";

/**
 * A player in the element that `host` is given to; `null` until that is on screen.
 * @param onPlayed gets what was played of which answer.
 */
export function usePlayback(onPlayed: (answerId: number, stretches: Interval[]) => void): { host: RefObject<HTMLDivElement | null>; playback: Playback | null } {
  const host = useRef<HTMLDivElement>(null);
  const latest = useRef(onPlayed);
  useEffect(() => {
    latest.current = onPlayed;
  });
  const [playback, setPlayback] = useState<Playback | null>(null);
  // Before the first paint: a key pressed as soon as the screen is seen must find the player.
  useLayoutEffect(() => {
    if (!host.current) return;
    // In development React mounts twice: each player that is made is disposed of, once.
    const made = createPlayback(host.current, (answerId, stretches) => latest.current(answerId, stretches));
    setPlayback(made);
    const flush = () => made.flushPlayed();
    window.addEventListener("pagehide", flush);
    return () => {
      window.removeEventListener("pagehide", flush);
      made.dispose();
      setPlayback(null);
    };
  }, []);
  return { host, playback };
}

export function usePlaybackState(playback: Playback): PlaybackState {
  return useSyncExternalStore(playback.subscribe, playback.state);
}
