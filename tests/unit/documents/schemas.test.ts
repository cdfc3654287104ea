import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { campaignRulesPage, schemaFiles } from "../../../scripts/schema-files.ts";

const folder = path.resolve(import.meta.dirname, "../../../docs/schemas");

test("the published JSON Schemas are those that the code checks with (npm run schemas writes them)", () => {
  expect(readdirSync(folder).sort()).toEqual(schemaFiles().map(([name]) => name).sort());
  for (const [name, text] of schemaFiles()) expect(readFileSync(path.join(folder, name), "utf8"), name).toBe(text);
});

test("the page of a campaign's rules says what the code checks (npm run schemas writes it)", () => {
  expect(readFileSync(path.resolve(folder, "../campaign-rules.md"), "utf8")).toBe(campaignRulesPage());
});
