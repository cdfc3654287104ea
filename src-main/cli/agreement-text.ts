import type { Agreement } from "../../src-shared/agreement/agreement.ts";
import type { Estimate } from "../../src-shared/agreement/estimate.ts";
import { meanings } from "../../src-shared/agreement/meanings.ts";
import type { Severity } from "../../src-shared/agreement/severity.ts";
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
      row("mean difference", decimal(agreement.meanDifference), meanings.meanDifference),
    ]),
    ...section("Cohen's kappa", meanings.kappa, kappa, [
      row("unweighted", decimal(kappa.unweighted), meanings.unweighted),
      row("linear", decimal(kappa.linear), meanings.linear),
      row("quadratic", decimal(kappa.quadratic), meanings.quadratic),
    ]),
    ...section("Intraclass correlation", meanings.icc, icc.single.value === null ? icc.single : {}, [
      row("ICC(2,1)", estimateText(icc.single), meanings.single),
      row("ICC(2,k)", estimateText(icc.average), meanings.average),
      ...[...new Set([icc.single, icc.average].flatMap((each) => ("why" in each ? [`  ${each.why}`] : [])))],
    ]),
    ...section("Krippendorff's alpha", meanings.alpha, alpha, [
      row("nominal", decimal(alpha.nominal), meanings.nominal),
      row("ordinal", decimal(alpha.ordinal), meanings.ordinal),
      row("interval", decimal(alpha.interval), meanings.interval),
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
    const name = `  ${each.assessor.padEnd(width)}  ${decimal(each.value, 2, true).padStart(7)}`;
    if (each.ci95 === null) return `${name}   ${each.why}`;
    const [low, high] = each.ci95;
    const group = each.group === undefined ? "" : `, group ${each.group}`;
    return `${name}   95 %: ${decimal(low, 2, true)} to ${decimal(high, 2, true)}${group}${high < 0 ? ", severe" : low > 0 ? ", lenient" : ""}`;
  });
}

function estimateText({ value, ci95 }: Estimate): string {
  return ci95 === null ? decimal(value) : `${decimal(value)} (95 %: ${decimal(ci95[0])} to ${decimal(ci95[1])})`;
}

function percent(share: number | null): string {
  return share === null ? "–" : `${(100 * share).toFixed(1)} %`;
}

function decimal(value: number | null, digits = 3, signed = false): string {
  if (value === null) return "–";
  // Rounded twice, so that what differs in its last binary digit alone reads the same.
  const text = Number(Math.abs(value).toFixed(10)).toFixed(digits);
  if (Number(text) === 0) return text;
  return `${value < 0 ? "−" : signed ? "+" : ""}${text}`;
}
