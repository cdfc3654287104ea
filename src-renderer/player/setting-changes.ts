import type { PlaybackSettings } from "./playback-state.ts";

/**
 * Tells what was changed elsewhere from what the player has changed itself: that comes back a moment later, and must not
 * undo what the player has changed since.
 */
export interface SettingChanges {
  /** The player changed these. */
  chose(change: Partial<PlaybackSettings>): void;
  /** What of these settings is news to the player, each by itself. */
  newsIn(settings: PlaybackSettings, before: PlaybackSettings): Partial<PlaybackSettings>;
}

export function createSettingChanges(): SettingChanges {
  /** Chosen, and not come back yet. */
  const awaited: Partial<PlaybackSettings> = {};
  return {
    chose: (change) => void Object.assign(awaited, change),
    newsIn(settings, before) {
      const news: Partial<PlaybackSettings> = {};
      for (const name of Object.keys(settings) as (keyof PlaybackSettings)[]) {
        if (before[name] === settings[name]) continue;
        if (!(name in awaited)) Object.assign(news, { [name]: settings[name] });
        else if (awaited[name] === settings[name]) delete awaited[name];
      }
      return news;
    },
  };
}
