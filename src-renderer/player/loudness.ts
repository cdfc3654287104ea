/**
 * Programme loudness after ITU-R BS.1770-4 (10/2015), as EBU R 128 uses it: K-weighting, blocks of 400 ms that overlap
 * by 75 %, an absolute gate at −70 LUFS and a relative one 10 LU below what passes it.
 */

const BLOCKS_OF_SECONDS = 0.1;
const PARTS_OF_A_BLOCK = 4;
const ABSOLUTE_GATE_LUFS = -70;
const RELATIVE_GATE_LU = 10;
/** BS.1770-4, equation 2: makes a 997 Hz sine at full scale in one channel read −3.01 LUFS. */
const OFFSET_LU = -0.691;

/** Measures as sound comes. */
export interface LoudnessMeter {
  /** One stretch of samples, from −1 to 1: an array for each channel, all equally long. */
  add(channels: readonly Float32Array[]): void;
  /** Integrated loudness in LUFS of all that came; `null` where nothing was above the absolute gate. */
  integratedLufs(): number | null;
}

/**
 * @param sampleRate in Hz. The filters are designed for it from the standard's analogue ones, so that any rate serves.
 * @param weights each channel's weight (BS.1770-4, table 3): 1 for left, right and centre, 1.41 for those behind, 0 for low frequencies.
 */
export function createLoudnessMeter(sampleRate: number, weights: readonly number[]): LoudnessMeter {
  const filters = weights.map(() => [createBiquad(shelf(sampleRate)), createBiquad(highPass(sampleRate))] as const);
  const partLength = Math.round(sampleRate * BLOCKS_OF_SECONDS);
  /** The weighted power of each 100 ms. */
  const parts: number[] = [];
  let sum = 0;
  let filled = 0;

  return {
    add(channels) {
      const length = channels[0]?.length ?? 0;
      for (let start = 0; start < length; ) {
        const end = Math.min(length, start + partLength - filled);
        for (const [index, samples] of channels.entries()) {
          const weight = weights[index] ?? 0;
          const filter = filters[index];
          if (weight > 0 && filter) sum += weight * filteredEnergy(samples, start, end, filter);
        }
        filled += end - start;
        start = end;
        if (filled < partLength) continue;
        parts.push(sum / partLength);
        sum = 0;
        filled = 0;
      }
    },
    integratedLufs: () => gated(blocksOf(parts)),
  };
}

/** Loudness in LUFS of a whole sound at once; `null` where nothing in it is above the absolute gate. */
export function integratedLoudness(channels: readonly Float32Array[], sampleRate: number, weights: readonly number[] = channels.map(() => 1)): number | null {
  const meter = createLoudnessMeter(sampleRate, weights);
  meter.add(channels);
  return meter.integratedLufs();
}

function blocksOf(parts: readonly number[]): number[] {
  const blocks: number[] = [];
  for (let end = PARTS_OF_A_BLOCK; end <= parts.length; end += 1) blocks.push(mean(parts.slice(end - PARTS_OF_A_BLOCK, end)));
  return blocks;
}

function gated(blocks: readonly number[]): number | null {
  const audible = blocks.filter((power) => lufs(power) > ABSOLUTE_GATE_LUFS);
  if (audible.length === 0) return null;
  const threshold = lufs(mean(audible)) - RELATIVE_GATE_LU;
  return lufs(mean(audible.filter((power) => lufs(power) > threshold)));
}

const lufs = (power: number) => OFFSET_LU + 10 * Math.log10(power);
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

interface Coefficients {
  b0: number;
  b1: number;
  b2: number;
  a1: number;
  a2: number;
}

interface Biquad extends Coefficients {
  /** Direct form II transposed. */
  z1: number;
  z2: number;
}

const createBiquad = (coefficients: Coefficients): Biquad => ({ ...coefficients, z1: 0, z2: 0 });

/** The head's acoustic effect: about +4 dB above 2 kHz. Its analogue parameters give table 1 of the standard at 48 kHz. */
function shelf(sampleRate: number): Coefficients {
  const k = Math.tan((Math.PI * 1681.974450955533) / sampleRate);
  const q = 0.7071752369554196;
  const high = 10 ** (3.999843853973347 / 20);
  const band = high ** 0.4996667741545416;
  const a0 = 1 + k / q + k * k;
  return { b0: (high + (band * k) / q + k * k) / a0, b1: (2 * (k * k - high)) / a0, b2: (high - (band * k) / q + k * k) / a0, a1: (2 * (k * k - 1)) / a0, a2: (1 - k / q + k * k) / a0 };
}

/** The ear's deafness to low frequencies: table 2 of the standard at 48 kHz. */
function highPass(sampleRate: number): Coefficients {
  const k = Math.tan((Math.PI * 38.13547087602444) / sampleRate);
  const q = 0.5003270373238773;
  const a0 = 1 + k / q + k * k;
  return { b0: 1, b1: -2, b2: 1, a1: (2 * (k * k - 1)) / a0, a2: (1 - k / q + k * k) / a0 };
}

/** Sum of squares of what comes out of both filters. */
function filteredEnergy(samples: Float32Array, start: number, end: number, [first, second]: readonly [Biquad, Biquad]): number {
  let energy = 0;
  for (let index = start; index < end; index += 1) {
    const filtered = next(second, next(first, samples[index]!));
    energy += filtered * filtered;
  }
  return energy;
}

function next(filter: Biquad, input: number): number {
  const output = filter.b0 * input + filter.z1;
  filter.z1 = filter.b1 * input - filter.a1 * output + filter.z2;
  filter.z2 = filter.b2 * input - filter.a2 * output;
  return output;
}
