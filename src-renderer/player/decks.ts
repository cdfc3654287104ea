import { isSameClip, isSameRecording, type Clip } from "./clip.ts";
import { createDeck, type Deck, type DeckEvent } from "./deck.ts";

/**
 * The decks behind one player. One is shown. One lies under it and holds the recording that comes next, its first
 * picture decoded. The third is empty, since emptying a deck takes a while, and lies over both: whatever else is wanted
 * begins in it at once, and is seen as soon as there is a picture.
 */
export interface Decks {
  shown(): Deck;
  all(): readonly Deck[];
  /** What holds a recording with its picture there, the shown one first. */
  withPicture(): Deck[];
  /** Shows a recording from its beginning: at once if a deck holds it. `null` takes the present one out. */
  show(clip: Clip | null): void;
  /** Says which recording comes next: it is made ready once the picture on screen was drawn. */
  setNext(clip: Clip | null): void;
  /**
   * Makes the recording ready that is about to be shown, if the present one has its picture.
   * Resolves when its first picture is there or will not come, and at once where it has to wait.
   */
  prepare(clip: Clip | null): Promise<void>;
  /** New ones, empty, in the place of all. */
  replace(): void;
  dispose(): void;
}

interface Listeners {
  /** Something happened to the recording that is shown. */
  onShown(event: DeckEvent): void;
  /** The picture on screen was drawn, and what it can do without may begin. */
  onQuiet(): void;
}

export function createDecks(host: HTMLElement, { onShown, onQuiet }: Listeners): Decks {
  const three = () => [createDeck(host, heard), createDeck(host, heard), createDeck(host, heard)] as const;
  let [shown, next, empty] = three();
  /** It waits for the shown deck's picture. */
  let nextClip: Clip | null = null;
  /** The next recording was put into the empty deck, which lies over the one that is shown. */
  let opens = false;
  let waiting: number | null = null;

  function heard(deck: Deck, event: DeckEvent) {
    if (deck === shown) onShown(event);
    // What cannot be played there is tried again when it is shown, and then the assessor is told.
    else if (event === "failed") return deck.load(null);
    if (event === "first-frame" || event === "failed") doTheRestSoon();
  }

  /** Whether it has this recording, at its beginning. */
  const holds = (deck: Deck, clip: Clip | null) => isSameClip(deck.clip(), clip) && deck.untouched() && !deck.failed();

  /** The picture that is asked for now must not wait for another. */
  const awaitsPicture = () => shown.clip() !== null && !shown.failed() && !shown.hasPicture();

  function doTheRestSoon() {
    waiting ??= requestIdleCallback(
      () => {
        waiting = null;
        if (awaitsPicture()) return;
        if (empty.clip()) empty.load(null);
        arrange();
        const wanted = isSameRecording(nextClip, shown.clip()) ? null : nextClip;
        if (!holds(next, wanted)) next.load(wanted);
        onQuiet();
      },
      { timeout: 200 },
    );
  }

  function arrange() {
    shown.setPlace("shown");
    next.setPlace(opens ? "over" : "under");
    empty.setPlace(opens || empty.clip() ? "under" : "over");
  }

  function disposeAll() {
    for (const deck of [shown, next, empty]) deck.dispose();
  }

  arrange();
  return {
    shown: () => shown,
    all: () => [shown, next, empty],
    withPicture: () => [shown, next].filter((deck) => deck.hasPicture()),
    show(clip) {
      if (clip && holds(next, clip)) {
        shown.pause();
        [shown, next] = [next, shown];
      } else shown.load(clip);
      opens = false;
      arrange();
      doTheRestSoon();
    },
    setNext(clip) {
      nextClip = clip;
      doTheRestSoon();
    },
    prepare(clip) {
      nextClip = clip;
      if (awaitsPicture()) return Promise.resolve();
      if (!holds(next, clip)) {
        [next, empty] = [empty, next];
        opens = !holds(next, clip);
        if (opens) next.load(clip);
        arrange();
      }
      return next.pictureThere();
    },
    replace() {
      disposeAll();
      [shown, next, empty] = three();
      opens = false;
      arrange();
    },
    dispose() {
      if (waiting !== null) cancelIdleCallback(waiting);
      disposeAll();
    },
  };
}
