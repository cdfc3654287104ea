import { expect, test } from "vitest";
import { createFrameSteps } from "../../../src-renderer/player/frame-steps.ts";

/** A paused recording with frames of one length: shows the frame that a moment falls into, as a player does. */
function recording(frameSeconds: number, startFrame: number) {
  const steps = createFrameSteps();
  let presented = 1;
  let frame = startFrame;
  const show = (seconds: number) => {
    frame = Math.floor(seconds / frameSeconds + 1e-9);
    presented += 1;
    return steps.saw(frame * frameSeconds, presented);
  };
  show(startFrame * frameSeconds);
  return {
    steps,
    frame: () => frame,
    play(frames: number) {
      for (let count = 0; count < frames; count += 1) show((frame + 1) * frameSeconds + 1e-6);
    },
    step(direction: -1 | 1) {
      let to: number | undefined = steps.step(direction, frame * frameSeconds);
      while (to !== undefined) to = show(to);
    },
  };
}

test.each([1 / 12, 1 / 15, 1 / 24, 1 / 25, 1001 / 30_000, 1 / 30])("one frame on and one back, with frames of %f seconds that were never played", (frameSeconds) => {
  const clip = recording(frameSeconds, 100);
  clip.step(1);
  expect(clip.frame()).toBe(101);
  clip.step(1);
  expect(clip.frame()).toBe(102);
  for (let count = 0; count < 4; count += 1) clip.step(-1);
  expect(clip.frame()).toBe(98);
});

test.each([1 / 50, 1 / 60])("faster frames of %f seconds are known once they were played", (frameSeconds) => {
  const clip = recording(frameSeconds, 40);
  clip.play(5);
  expect(clip.steps.frameSeconds()).toBeCloseTo(frameSeconds, 6);
  clip.step(1);
  expect(clip.frame()).toBe(46);
  clip.step(-1);
  expect(clip.frame()).toBe(45);
});

test("keys that come faster than pictures go further, each by a frame", () => {
  const { steps, play } = recording(1 / 25, 50);
  play(3);
  const targets = [1, 1, 1].map(() => steps.step(1, 0));
  expect(targets.map((seconds) => Math.floor(seconds * 25))).toEqual([54, 55, 56]);
});

test("there is nothing before the first frame", () => {
  const clip = recording(1 / 25, 0);
  clip.step(-1);
  expect(clip.frame()).toBe(0);
});
