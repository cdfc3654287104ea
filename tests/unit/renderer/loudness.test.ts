import { describe, expect, test } from "vitest";
import { levelGainDb } from "../../../src-renderer/player/level-gain.ts";
import { createLoudnessMeter, integratedLoudness } from "../../../src-renderer/player/loudness.ts";

/** `peakDb` is the sine's peak in dB below full scale. */
function sine(frequency: number, seconds: number, peakDb: number, sampleRate: number): Float32Array {
  const peak = 10 ** (peakDb / 20);
  return Float32Array.from({ length: Math.round(seconds * sampleRate) }, (_, index) => peak * Math.sin((2 * Math.PI * frequency * index) / sampleRate));
}

const joined = (...parts: Float32Array[]) => Float32Array.from(parts.flatMap((part) => [...part]));

describe("integrated loudness (ITU-R BS.1770-4)", () => {
  test.each([48_000, 44_100, 24_000, 16_000])("997 Hz at full scale in one channel reads −3.01 LUFS at %i Hz", (rate) => {
    expect(integratedLoudness([sine(997, 5, 0, rate)], rate)).toBeCloseTo(-3.01, 1);
  });

  test("the same in two channels reads 3 LU more", () => {
    const one = sine(997, 5, -23, 48_000);
    expect(integratedLoudness([one, one], 48_000)).toBeCloseTo(-23, 1);
  });

  test("one channel heard from two speakers counts twice", () => {
    expect(integratedLoudness([sine(997, 5, -23, 48_000)], 48_000, [2])).toBeCloseTo(-23, 1);
  });

  // EBU Tech 3341 (2016), table 1: minimum requirements for an "EBU mode" meter, ±0.1 LU.
  const TECH_3341: [string, Float32Array, number][] = [
    ["1: −23 dBFS for 20 s", sine(1000, 20, -23, 48_000), -23],
    ["2: −33 dBFS for 20 s", sine(1000, 20, -33, 48_000), -33],
    ["3: quieter before and after is left out", joined(sine(1000, 10, -36, 48_000), sine(1000, 60, -23, 48_000), sine(1000, 10, -36, 48_000)), -23],
    ["4: near silence too", joined(sine(1000, 10, -72, 48_000), sine(1000, 10, -36, 48_000), sine(1000, 60, -23, 48_000), sine(1000, 10, -36, 48_000), sine(1000, 10, -72, 48_000)), -23],
    ["5: what is above the gate counts", joined(sine(1000, 20, -26, 48_000), sine(1000, 20.1, -20, 48_000), sine(1000, 20, -26, 48_000)), -23],
  ];
  test.each(TECH_3341)("EBU Tech 3341, test %s", (_name, channel, lufs) => {
    expect(Math.abs(integratedLoudness([channel, channel], 48_000)! - lufs)).toBeLessThan(0.1);
  });

  test("silence, and what is below −70 LUFS, has none", () => {
    expect(integratedLoudness([new Float32Array(48_000)], 48_000)).toBeNull();
    expect(integratedLoudness([sine(1000, 5, -80, 48_000)], 48_000)).toBeNull();
    expect(integratedLoudness([sine(1000, 0.3, 0, 48_000)], 48_000)).toBeNull();
  });

  test("it does not matter in which pieces the sound comes", () => {
    const sound = sine(440, 4, -18, 24_000);
    const meter = createLoudnessMeter(24_000, [1]);
    for (let start = 0; start < sound.length; start += 1777) meter.add([sound.subarray(start, start + 1777)]);
    expect(meter.integratedLufs()).toBeCloseTo(integratedLoudness([sound], 24_000)!, 6);
  });
});

test("the gain brings a recording to −20 LUFS, within limits", () => {
  expect(levelGainDb(-38)).toBe(18);
  expect(levelGainDb(-14)).toBe(-6);
  expect(levelGainDb(-60)).toBe(24);
  expect(levelGainDb(0)).toBe(-18);
});
