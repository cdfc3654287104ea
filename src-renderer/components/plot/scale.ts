/** From numbers to pixels, in a straight line. */
export interface LinearScale {
  (value: number): number;
  readonly domain: readonly [low: number, high: number];
  /** Round numbers within the domain, a handful of them. */
  readonly ticks: readonly number[];
}

const STEPS = [1, 2, 2.5, 5, 10];

/** @param domain - is widened where both ends are the same. @param range - the pixels of its ends; the second may be the smaller. */
export function linearScale([low, high]: readonly [number, number], [from, to]: readonly [number, number], about = 5): LinearScale {
  const domain: [number, number] = high > low ? [low, high] : [low - 0.5, low + 0.5];
  const place = (value: number) => from + ((value - domain[0]) / (domain[1] - domain[0])) * (to - from);
  return Object.assign(place, { domain, ticks: roundNumbers(domain, about) });
}

/** The domain widened to round numbers, so that the outermost marks do not lie on the edge. */
export function roundedDomain(values: readonly number[], about = 5): [number, number] {
  if (values.length === 0) return [-1, 1];
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const step = roundStep(Math.max(high - low, 1e-9), about);
  return [Math.floor(low / step) * step, Math.ceil(high / step) * step];
}

function roundNumbers([low, high]: readonly [number, number], about: number): number[] {
  const step = roundStep(high - low, about);
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  return Array.from({ length: last - first + 1 }, (_, index) => Number(((first + index) * step).toPrecision(12)));
}

function roundStep(length: number, about: number): number {
  const rough = length / about;
  const power = 10 ** Math.floor(Math.log10(rough));
  return STEPS.find((each) => each * power >= rough * 0.999)! * power;
}

/** How many digits tell these ticks apart. */
export function tickDigits(ticks: readonly number[]): number {
  return Math.max(0, ...ticks.map((tick) => (String(tick).split(".")[1] ?? "").length));
}
