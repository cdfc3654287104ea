import { useEffect, useLayoutEffect, useRef, useState, useSyncExternalStore, type RefObject } from "react";
import type { Interval } from "../../src-shared/marking/watched.ts";
import { usePreferences } from "../preferences/use-preferences.ts";
import { createPlayback, type Playback } from "./playback.ts";
import type { PlaybackSettings, PlaybackState } from "./playback-state.ts";
import { createSettingChanges, type SettingChanges } from "./setting-changes.ts";

/** A volume that is being dragged is kept when the hand rests. */
const KEEP_VOLUME_AFTER_MS = 400;

/**
 * A player in the element that `host` is given to; `null` until that is on screen. It starts with the assessor's
 * preferences, and what is changed in it becomes a preference.
 * @param onPlayed gets what was played of which answer.
 */
export function usePlayback(onPlayed: (answerId: number, stretches: Interval[]) => void): { host: RefObject<HTMLDivElement | null>; playback: Playback | null } {
  const host = useRef<HTMLDivElement>(null);
  const [preferences, changePreferences] = usePreferences();
  const { speed, volume, captionsOn, levelLoudness, rewindOnResume } = preferences;
  const settings = { speed, volume, captionsOn, levelLoudness, rewindOnResume };
  const latest = useRef({ onPlayed, changePreferences, settings });
  useLayoutEffect(() => {
    latest.current = { onPlayed, changePreferences, settings };
  });
  const [changes] = useState(createSettingChanges);
  const [playback, setPlayback] = useState<Playback | null>(null);
  // Before the first paint: a key pressed as soon as the screen is seen must find the player.
  useLayoutEffect(() => {
    if (!host.current) return;
    const change = (chosen: Partial<PlaybackSettings>) => {
      changes.chose(chosen);
      latest.current.changePreferences(chosen);
    };
    const keeper = createVolumeKeeper((volume) => change({ volume }));
    // In development React mounts twice: each player that is made is disposed of, once.
    const made = createPlayback(host.current, latest.current.settings, {
      onPlayed: (answerId, stretches) => latest.current.onPlayed(answerId, stretches),
      onSettings({ volume: turnedTo, ...others }) {
        if (turnedTo !== undefined) keeper.keep(turnedTo);
        if (Object.keys(others).length > 0) change(others);
      },
    });
    setPlayback(made);
    const flush = () => made.flushPlayed();
    window.addEventListener("pagehide", flush);
    return () => {
      window.removeEventListener("pagehide", flush);
      keeper.flush();
      made.dispose();
      setPlayback(null);
    };
  }, [changes]);
  useAdopted(playback, settings, changes);
  return { host, playback };
}

export function usePlaybackState(playback: Playback): PlaybackState {
  return useSyncExternalStore(playback.subscribe, playback.state);
}

/** Preferences that were changed elsewhere reach the player, each by itself. */
function useAdopted(playback: Playback | null, settings: PlaybackSettings, changes: SettingChanges) {
  const before = useRef(settings);
  useEffect(() => {
    const news = changes.newsIn(settings, before.current);
    before.current = settings;
    if (Object.keys(news).length > 0) playback?.adopt(news);
  });
}

function createVolumeKeeper(keep: (volume: number) => void) {
  let waiting: { volume: number; timer: number } | null = null;
  const flush = () => {
    if (!waiting) return;
    clearTimeout(waiting.timer);
    keep(waiting.volume);
    waiting = null;
  };
  return {
    keep(volume: number) {
      if (waiting) clearTimeout(waiting.timer);
      waiting = { volume, timer: window.setTimeout(flush, KEEP_VOLUME_AFTER_MS) };
    },
    flush,
  };
}
