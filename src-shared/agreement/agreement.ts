import { cohenKappa, type Kappa } from "./cohen-kappa.ts";
import { coincidencesOf } from "./coincidences.ts";
import { intraclassCorrelation, type IntraclassCorrelation } from "./intraclass-correlation.ts";
import { krippendorffAlpha, type Alpha } from "./krippendorff-alpha.ts";
import type { MarkTable } from "./mark-table.ts";
import { pairAgreement, type PairAgreement } from "./pair-agreement.ts";
import { severities, type Severity } from "./severity.ts";

/**
 * How far assessors agree, unrounded. What does not exist is `null`, and `why` beside it, in the same object, gives the
 * reason in a sentence; nothing is ever NaN or infinite. What each number means is defined in decision 17.
 */
export type Agreement = {
  /** Answers that somebody marked. */
  answers: number;
  /** Assessors who marked something. */
  assessors: number;
} & PairAgreement & {
    kappa: Kappa;
    icc: IntraclassCorrelation;
    alpha: Alpha;
    /** One for each assessor, in order of name. */
    severity: Severity[];
  };

export function agreementOf(table: MarkTable): Agreement {
  const coincidences = coincidencesOf(table);
  return {
    answers: table.answers.length,
    assessors: table.assessors.length,
    ...pairAgreement(table.scale, coincidences),
    kappa: cohenKappa(table),
    icc: intraclassCorrelation(table),
    alpha: krippendorffAlpha(table.scale, coincidences),
    severity: severities(table),
  };
}
