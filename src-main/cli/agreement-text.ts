import type { Agreement } from "../../src-shared/agreement/agreement.ts";
import type { Estimate } from "../../src-shared/agreement/estimate.ts";
import { meanings } from "../../src-shared/agreement/meanings.ts";
import type { Severity } from "../../src-shared/agreement/severity.ts";
import { rounded } from "../../src-shared/agreement/rounded.ts";
import { scaleText } from "../../src-shared/agreement/written-scale.ts";
import { count } from "./words.ts";

/** Agreement as a person reads it: each number with its meaning, and what to keep in mind at the end. */
export function agreementText(agreement: Agreement, scale: readonly number[], cautions: readonly string[]): string {
  const { answers, assessors, pairs, kappa, icc, alpha, severity } = agreement;
  const lines = [
    `${count(answers, "answer")}, ${count(assessors, "assessor")}, ${count(pairs, "pair")} of marks of one answer. Scale: ${scaleText(scale)}.`,
    ...section("Agreement as it is", null, agreement, [
      row("exact", percent(agreement.exact), meanings.exact),
      row("adjacent", percent(agreement.adjacent), meanings.adjacent),
      row("mean difference", rounded(agreement.meanDifference, 3), meanings.meanDifference),
    ]),
    ...section("Cohen's kappa", meanings.kappa, kappa, [
      row("unweighted", rounded(kappa.unweighted, 3), meanings.unweighted),
      row("linear", rounded(kappa.linear, 3), meanings.linear),
      row("quadratic", rounded(kappa.quadratic, 3), meanings.quadratic),
    ]),
    ...section("Intraclass correlation", meanings.icc, icc.single.value === null ? icc.single : {}, [
      row("ICC(2,1)", estimateText(icc.single), meanings.single),
      row("ICC(2,k)", estimateText(icc.average), meanings.average),
      ...[...new Set([icc.single, icc.average].flatMap((each) => ("why" in each ? [`  ${each.why}`] : [])))],
    ]),
    ...section("Krippendorff's alpha", meanings.alpha, alpha, [
      row("nominal", rounded(alpha.nominal, 3), meanings.nominal),
      row("ordinal", rounded(alpha.ordinal, 3), meanings.ordinal),
      row("interval", rounded(alpha.interval, 3), meanings.interval),
    ]),
    ...section("Severity", meanings.severity, {}, severityRows(severity)),
  ];
  if (cautions.length > 0) lines.push("", "Keep in mind", ...cautions.map((each) => `  ${each}`));
  return lines.join("\n");
}

function row(name: string, value: string, meaning: string): string {
  return `  ${name.padEnd(15)}  ${value.padStart(7)}   ${meaning}`;
}

/** A heading, what the numbers say, and the numbers; or why there are none. */
function section(heading: string, meaning: string | null, part: object, rows: readonly string[]): string[] {
  const none = "why" in part && typeof part.why === "string" ? part.why : undefined;
  return ["", heading, ...(meaning === null ? [] : [`  ${meaning}`]), ...(none === undefined ? rows : [`  None. ${none}`])];
}

function severityRows(severity: readonly Severity[]): string[] {
  const width = Math.max(15, ...severity.map((each) => each.assessor.length));
  return severity.map((each) => {
    const name = `  ${each.assessor.padEnd(width)}  ${rounded(each.value, 2, true).padStart(7)}`;
    if (each.ci95 === null) return `${name}   ${each.why}`;
    const [low, high] = each.ci95;
    const group = each.group === undefined ? "" : `, group ${each.group}`;
    return `${name}   95 %: ${rounded(low, 2, true)} to ${rounded(high, 2, true)}${group}${high < 0 ? ", severe" : low > 0 ? ", lenient" : ""}`;
  });
}

function estimateText({ value, ci95 }: Estimate): string {
  return ci95 === null ? rounded(value, 3) : `${rounded(value, 3)} (95 %: ${rounded(ci95[0], 3)} to ${rounded(ci95[1], 3)})`;
}

function percent(share: number | null): string {
  return share === null ? "–" : `${(100 * share).toFixed(1)} %`;
}
