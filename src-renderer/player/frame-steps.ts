/** Until more is known: Europe's television. A guess that is too short costs a second seek, and no precision. */
const FIRST_GUESS_SECONDS = 1 / 25;
/** So far into a frame is sought, that rounding can never bring the one before it. */
const INTO_FRAME = 0.25;
const SAME_FRAME_SECONDS = 0.0005;
/** Slower than 4 frames a second nobody records. */
const LONGEST_FRAME_SECONDS = 0.25;
const REMEMBERED = 9;

/** Where to seek for the frame before or after the one on screen, from the moments of the frames that were presented. */
export interface FrameSteps {
  /**
   * A frame is on screen that begins at `mediaTime` in the recording; `presentedFrames` counts them.
   * Returns where to seek on when a step forward ended in the frame that it began in, otherwise `undefined`.
   */
  saw(mediaTime: number, presentedFrames: number): number | undefined;
  /** Another moment is sought: what is on screen will be known when it is seen. */
  moved(): void;
  /** Where to seek for one frame further (1) or back (-1). `nowSeconds` counts where no frame was seen yet. */
  step(direction: -1 | 1, nowSeconds: number): number;
  /** How long a frame is shown, as far as it is known. */
  frameSeconds(): number;
  /** Another recording. */
  reset(): void;
}

export function createFrameSteps(): FrameSteps {
  let lengths: number[] = [];
  let last: { mediaTime: number; presentedFrames: number } | null = null;
  /** The beginning of the frame on screen, or of the one that is being sought. */
  let at: number | null = null;
  let step: { direction: -1 | 1; from: number; to: number } | null = null;

  const frameSeconds = () => (lengths.length === 0 ? FIRST_GUESS_SECONDS : lengths.toSorted((a, b) => a - b)[Math.floor(lengths.length / 2)]!);

  function learn(seconds: number) {
    if (seconds > SAME_FRAME_SECONDS && seconds <= LONGEST_FRAME_SECONDS) lengths = [...lengths, seconds].slice(-REMEMBERED);
  }

  return {
    saw(mediaTime, presentedFrames) {
      if (step) {
        const { direction, from, to } = step;
        const further = to + frameSeconds();
        if (direction === 1 && mediaTime <= from + SAME_FRAME_SECONDS && further <= from + LONGEST_FRAME_SECONDS) {
          step = { direction, from, to: further };
          return further;
        }
        step = null;
        if (Math.abs(mediaTime - from) <= 2 * LONGEST_FRAME_SECONDS) learn(Math.abs(mediaTime - from));
      } else if (last && presentedFrames === last.presentedFrames + 1) learn(mediaTime - last.mediaTime);
      last = { mediaTime, presentedFrames };
      at = mediaTime;
      return undefined;
    },
    moved() {
      at = null;
      step = null;
      last = null;
    },
    step(direction, nowSeconds) {
      const from = at ?? nowSeconds;
      at = Math.max(0, from + direction * frameSeconds());
      const to = at + INTO_FRAME * frameSeconds();
      step = { direction, from, to };
      last = null;
      return to;
    },
    frameSeconds,
    reset() {
      lengths = [];
      last = null;
      at = null;
      step = null;
    },
  };
}
