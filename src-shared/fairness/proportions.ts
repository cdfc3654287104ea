/** Intervals for shares and for the ratio of two shares: both are score intervals, which hold for small numbers and at 0 and 1. */

/** So many of so many. */
export interface Count {
  chosen: number;
  of: number;
}

/** The standard normal quantile of 0.975. */
const Z = 1.959963984540054;

/**
 * The 95 % score interval of a share (Wilson 1927), as Newcombe (1998) recommends it.
 * @throws RangeError unless 0 ≤ chosen ≤ of and of > 0: a bug in the caller.
 */
export function shareInterval({ chosen, of }: Count): [low: number, high: number] {
  checkCount({ chosen, of });
  const share = chosen / of;
  const middle = share + Z ** 2 / (2 * of);
  const reach = Z * Math.sqrt((share * (1 - share)) / of + Z ** 2 / (4 * of ** 2));
  const whole = 1 + Z ** 2 / of;
  // Exactly at the end where rounding would miss it.
  return [chosen === 0 ? 0 : (middle - reach) / whole, chosen === of ? 1 : (middle + reach) / whole];
}

/**
 * The 95 % score interval of the ratio of two shares, the first over the second (Koopman 1984): all ratios that a score test would not reject.
 * Above it is `null` where nobody is chosen of the second: no ratio is too large then. Nobody chosen in either says nothing: 0 to `null`.
 * @throws RangeError as `shareInterval`.
 */
export function ratioInterval(first: Count, second: Count): [low: number, high: number | null] {
  checkCount(first);
  checkCount(second);
  if (first.chosen === 0 && second.chosen === 0) return [0, null];
  const farFromNull = (ratio: number) => scoreStatistic(first, second, ratio) - Z ** 2;
  // What was observed is inside; 0 and infinity stand for themselves by what is as good as they are.
  const observed = Math.min(FAR, Math.max(-FAR, Math.log(first.chosen / first.of) - Math.log(second.chosen / second.of)));
  return [first.chosen === 0 ? 0 : Math.exp(edge(farFromNull, observed, -1)), second.chosen === 0 ? null : Math.exp(edge(farFromNull, observed, +1))];
}

/** The logarithm of a ratio beyond all that numbers of people give. */
const FAR = 50;

/** Koopman's statistic for a ratio: chi-squared with one degree of freedom where that is the true one. */
function scoreStatistic({ chosen: x, of: m }: Count, { chosen: y, of: n }: Count, ratio: number): number {
  // The likeliest shares whose ratio is this one: the root below 1 of a square equation, in the form that loses no digits.
  const b = ratio * (m + y) + x + n;
  const p = (2 * ratio * (x + y)) / (b + Math.sqrt(Math.max(0, b ** 2 - 4 * ratio * (m + n) * (x + y))));
  const q = p / ratio;
  return distance(x, m, p) + distance(y, n, q);
}

/** Squared distance of what was observed from what a share makes likely, in its variances. At the ends the general form would be 0/0. */
function distance(chosen: number, of: number, share: number): number {
  if (chosen === 0) return (of * share) / (1 - share);
  if (chosen === of) return (of * (1 - share)) / share;
  return (chosen - of * share) ** 2 / (of * share * (1 - share));
}

/** The logarithm of the ratio at which the statistic leaves the interval, going from the observed one up or down. */
function edge(farFromNull: (ratio: number) => number, from: number, direction: 1 | -1): number {
  let inside = from;
  let outside = from + direction;
  while (!(farFromNull(Math.exp(outside)) > 0)) {
    inside = outside;
    outside = from + 2 * (outside - from);
  }
  for (let step = 0; step < 200 && Math.abs(outside - inside) > 1e-14 * Math.max(1, Math.abs(inside)); step++) {
    const middle = (inside + outside) / 2;
    if (farFromNull(Math.exp(middle)) > 0) outside = middle;
    else inside = middle;
  }
  return (inside + outside) / 2;
}

function checkCount({ chosen, of }: Count): void {
  if (!(Number.isInteger(chosen) && Number.isInteger(of) && chosen >= 0 && of > 0 && chosen <= of)) throw new RangeError(`${chosen} of ${of} is no share`);
}
