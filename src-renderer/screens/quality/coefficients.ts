import { meanings } from "../../../src-shared/agreement/meanings.ts";
import type { EstimateView, QualityView } from "../../../src-shared/bridge/lead/quality.ts";

/** One number of agreement as the table shows it. */
export interface Coefficient {
  name: string;
  meaning: string;
  /** `points` are of the scale, and not drawn beside what ends at 1. */
  unit: "share" | "plain" | "points";
  value: number | null;
  ci95: readonly [number, number] | null;
}

export interface CoefficientGroup {
  name: string;
  /** Of all in it. */
  meaning: string | null;
  /** Why none of them, or no interval, exists. */
  why: string | null;
  coefficients: Coefficient[];
}

export function coefficientGroups({ agreement }: QualityView): CoefficientGroup[] {
  const { kappa, icc, alpha } = agreement;
  const plain = (name: string, meaning: string, value: number | null): Coefficient => ({ name, meaning, unit: "plain", value, ci95: null });
  const estimated = (name: string, meaning: string, { value, ci95 }: EstimateView): Coefficient => ({ name, meaning, unit: "plain", value, ci95 });
  return [
    {
      name: "As it is",
      meaning: null,
      why: agreement.why ?? null,
      coefficients: [
        { ...plain("Exact", meanings.exact, agreement.exact), unit: "share" },
        { ...plain("Adjacent", meanings.adjacent, agreement.adjacent), unit: "share" },
        { ...plain("Mean difference", meanings.meanDifference, agreement.meanDifference), unit: "points" },
      ],
    },
    {
      name: "Krippendorff’s alpha",
      meaning: meanings.alpha,
      why: alpha.why ?? null,
      coefficients: [plain("Nominal", meanings.nominal, alpha.nominal), plain("Ordinal", meanings.ordinal, alpha.ordinal), plain("Interval", meanings.interval, alpha.interval)],
    },
    {
      name: "Cohen’s kappa",
      meaning: meanings.kappa,
      why: kappa.why ?? null,
      coefficients: [plain("Unweighted", meanings.unweighted, kappa.unweighted), plain("Linear", meanings.linear, kappa.linear), plain("Quadratic", meanings.quadratic, kappa.quadratic)],
    },
    {
      name: "Intraclass correlation",
      meaning: meanings.icc,
      why: icc.single.why ?? icc.average.why ?? null,
      coefficients: [estimated("ICC(2,1)", meanings.single, icc.single), estimated("ICC(2,k)", meanings.average, icc.average)],
    },
  ];
}
