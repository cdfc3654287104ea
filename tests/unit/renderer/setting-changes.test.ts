import { expect, test } from "vitest";
import type { PlaybackSettings } from "../../../src-renderer/player/playback-state.ts";
import { createSettingChanges } from "../../../src-renderer/player/setting-changes.ts";

const settings: PlaybackSettings = { speed: 1, volume: 1, captionsOn: true, levelLoudness: true, rewindOnResume: false };

test("what was changed elsewhere is news, also while a change of the player's own is on its way back", () => {
  const changes = createSettingChanges();
  changes.chose({ speed: 1.5 });
  const elsewhere = { ...settings, captionsOn: false };
  expect(changes.newsIn(elsewhere, settings)).toEqual({ captionsOn: false });
  const back = { ...elsewhere, speed: 1.5 };
  expect(changes.newsIn(back, elsewhere)).toEqual({});
  // Once it has come back, the next change of it is somebody else's.
  expect(changes.newsIn({ ...back, speed: 2 }, back)).toEqual({ speed: 2 });
});

test("a change that comes back late does not undo what the player has changed since", () => {
  const changes = createSettingChanges();
  changes.chose({ speed: 1.5 });
  changes.chose({ speed: 2 });
  const first = { ...settings, speed: 1.5 };
  expect(changes.newsIn(first, settings)).toEqual({});
  expect(changes.newsIn({ ...first, speed: 2 }, first)).toEqual({});
});
