import { z } from "zod";
import { campaignDefinition, campaignRules } from "../src-shared/documents/campaign.ts";
import { documentKinds } from "../src-shared/documents/document-kinds.ts";
import { enrolmentFile, leadKeyFile } from "../src-shared/documents/people.ts";

/** Every JSON Schema (draft 2020-12) of the depot's format, as [file name, text]: the documents, and the files beside a depot. */
export function schemaFiles(): [string, string][] {
  const documents = Object.entries(documentKinds).map(([kind, { schema }]): [string, z.ZodType] => [kind, schema]);
  const files: [string, z.ZodType][] = [...documents, ["campaign-definition", campaignDefinition], ["enrolment-file", enrolmentFile], ["lead-key-file", leadKeyFile]];
  return files.map(([name, schema]) => [`${name}.json`, `${JSON.stringify({ title: name, ...z.toJSONSchema(schema, { io: "input" }) }, null, 2)}\n`]);
}

interface RuleSchema {
  type?: string;
  enum?: readonly string[];
  anyOf?: readonly RuleSchema[];
  minimum?: number;
  maximum?: number;
  default?: unknown;
  description?: string;
}

/** `docs/campaign-rules.md`: each rule of a campaign with its values, its default, and what it does. */
export function campaignRulesPage(): string {
  const rules = z.toJSONSchema(campaignRules, { io: "input" }).properties as Record<string, RuleSchema>;
  const rows = Object.entries(rules).map(([name, rule]) => `| \`${name}\` | ${valuesOf(rule)} | ${rule.default === undefined ? "none, needed" : `\`${JSON.stringify(rule.default)}\``} | ${rule.description} |`);
  return [
    "# The rules of a campaign",
    "",
    "Under `rules` in the `campaign.json` that `desk pack --campaign` takes. What is left out has its default.",
    "",
    ...["| rule | values | default | what it does |", "| --- | --- | --- | --- |"],
    ...rows,
    "",
  ].join("\n");
}

function valuesOf({ type, enum: words, anyOf, minimum = 0, maximum = Number.MAX_SAFE_INTEGER }: RuleSchema): string {
  if (anyOf) return anyOf.map(valuesOf).join(" or ");
  if (words) return words.map((word) => `\`${word}\``).join(", ");
  if (type === "array") return "ids of behaviours";
  if (type === "boolean") return "`true`, `false`";
  if (type === "null") return "`null`";
  const range = maximum === Number.MAX_SAFE_INTEGER ? (minimum > Number.MIN_SAFE_INTEGER ? `from ${minimum}` : "") : `${minimum} to ${maximum}`;
  return `${type === "integer" ? "whole number" : "number"} ${range}`.trim();
}
