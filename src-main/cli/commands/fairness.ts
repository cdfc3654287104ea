import path from "node:path";
import type { FairnessView, GroupRate } from "../../../src-shared/bridge/lead/fairness.ts";
import { verdictWords } from "../../../src-shared/fairness/verdict-words.ts";
import { ok } from "../../../src-shared/result.ts";
import { readSmallFile } from "../../engine/enrolment/small-files.ts";
import { MAX_TABLE_BYTES } from "../../engine/packing/read-table.ts";
import { defineCommand } from "../command.ts";
import { homeOptions, withDesk } from "../open-home.ts";
import { count } from "../words.ts";

export const fairnessCommand = defineCommand({
  name: "fairness",
  summary: "Show how groups of candidates fare in a batch.",
  explanation: [
    "Prints each group's selection rate and its ratio to the highest one (the four-fifths rule), with 95 % intervals, by the",
    "outcome that counts or, before there is one, by what would be published now. Groups so small that numbers would speak of",
    "persons are not shown, nor what would give them away. --csv takes which groups candidates belong to first: a table with",
    "the column candidate and one for each attribute, such as sex; it is sealed for the leads alone.",
  ].join("\n"),
  options: {
    ...homeOptions,
    batch: { value: "ID", help: "The batch.", required: true },
    csv: { value: "FILE", help: "Which groups candidates belong to (CSV, UTF-8)." },
  },
  run: (values, _argument, context) =>
    withDesk(values, context, async (engine) => {
      const { batch, csv } = values;
      const notes: string[] = [];
      if (csv !== undefined) {
        const bytes = await readSmallFile(csv, MAX_TABLE_BYTES);
        if (!bytes.ok) return bytes;
        const set = await engine.request("fairness.set-groups", { batch, fileName: path.basename(csv), fileBase64: Buffer.from(bytes.value).toString("base64") });
        if (!set.ok) return set;
        const { attributes, candidates, leftAside, isNew } = set.value;
        notes.push(isNew ? `Took ${attributes.join(", ")} of ${count(candidates, "candidate")}; synchronising brings it to the other leads.` : "The table says what is known already.");
        if (leftAside > 0) notes.push(`${count(leftAside, "line")} about candidates who are not in this batch ${leftAside === 1 ? "was" : "were"} left aside; check their references if they should be in it.`);
      }
      const view = await engine.request("fairness.view", { batch });
      return view.ok ? ok({ json: view.value, text: textOf(view.value), notes }) : view;
    }),
});

function textOf({ batch, from, candidates, groups, leastInGroup }: FairnessView): string {
  const source = from.kind === "published" ? `by the outcome's revision ${from.revision}` : `not published yet${from.incomplete > 0 ? `, ${count(from.incomplete, "candidate")} without a result left out` : ""}`;
  const heading = `${batch}: ${count(candidates, "candidate")}, ${source}.`;
  if (!groups) return `${heading}\nWhich groups they belong to is not known here; --csv takes it from a table.`;
  const parts = groups.attributes.flatMap(({ attribute, passed, offered }) => [
    ...[`\n${attribute}, who passed:`, ...passed.groups.map(lineOf)],
    ...(offered ? [`${attribute}, who is offered a place:`, ...offered.groups.map(lineOf)] : []),
  ]);
  return [heading, ...parts, `\nGroups of fewer than ${leastInGroup} are not shown.`].join("\n");
}

function lineOf(rate: GroupRate): string {
  if (rate.suppressed !== null) return `  ${rate.group}: not shown${rate.suppressed === "small" ? ", too few" : ", it would give away a small group"}`;
  const { group, count: { chosen, of }, rateCi95, ratio, ratioCi95, verdict } = rate;
  const own = `  ${group}: ${chosen} of ${of}, ${percent(rate.rate)} (${percent(rateCi95[0])} to ${percent(rateCi95[1])})`;
  if (ratio === null || ratioCi95 === null || verdict === null) return own;
  return `${own}; ratio ${ratio.toFixed(2)} (${ratioCi95[0].toFixed(2)} to ${ratioCi95[1] === null ? "any" : ratioCi95[1].toFixed(2)}): ${verdictWords[verdict]}`;
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}
