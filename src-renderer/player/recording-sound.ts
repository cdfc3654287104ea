import type { Deck } from "./deck.ts";
import { levelGainDb } from "./level-gain.ts";
import { createLevelledSound } from "./levelled-sound.ts";
import { createLoudnessQueue } from "./loudness-queue.ts";
import { measureLoudness } from "./measure-loudness.ts";
import type { Sound } from "./playback-state.ts";

/** What is known of the sound of the recordings in the decks, and how much louder or quieter it is played. */
export interface RecordingSound {
  /** Measures what these decks hold, the first one first. */
  want(decks: readonly Deck[]): void;
  /** What is known of the recording that is in this deck now. */
  of(deck: Deck): Sound;
  /** Plays this deck's recording as loud as all others, as far as that is known, or else as it was made. */
  level(deck: Deck, on: boolean): void;
  dispose(): void;
}

interface Listeners {
  /** `of` knows more. */
  onMeasured(): void;
  /** The sound system is gone: the decks that were levelled are silent for good. */
  onLost(): void;
}

export function createRecordingSound({ onMeasured, onLost }: Listeners): RecordingSound {
  const loudness = createLoudnessQueue(measureLoudness, onMeasured);
  const levelled = createLevelledSound(onLost);

  function of(deck: Deck): Sound {
    const clip = deck.clip();
    const known = clip && loudness.of(clip);
    if (!known) return { kind: "unknown" };
    switch (known.kind) {
      case "measured":
        return { kind: "measured", lufs: known.lufs, gainDb: levelGainDb(known.lufs) };
      case "silent":
        return { kind: "silent" };
      case "not-decodable":
        return deck.hasNoSound() ? { kind: "silent" } : { kind: "unknown" };
    }
  }

  return {
    want: (decks) => loudness.want(decks.flatMap((deck) => deck.clip() ?? [])),
    of,
    level(deck, on) {
      const sound = of(deck);
      levelled.setGainDb(deck.video, on && sound.kind === "measured" ? sound.gainDb : null);
    },
    dispose() {
      loudness.dispose();
      levelled.dispose();
    },
  };
}
