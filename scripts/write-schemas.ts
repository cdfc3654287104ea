/** Writes `docs/schemas/*.json` and `docs/campaign-rules.md` from the schemas that the code itself checks with (`npm run schemas`). A test holds them in step. */
import { mkdirSync, writeFileSync } from "node:fs";
import { campaignRulesPage, schemaFiles } from "./schema-files.ts";
import { inRepository } from "./setup/places.ts";

mkdirSync(inRepository("docs", "schemas"), { recursive: true });
for (const [name, text] of schemaFiles()) {
  writeFileSync(inRepository("docs", "schemas", name), text);
  console.log(`docs/schemas/${name}`);
}
writeFileSync(inRepository("docs", "campaign-rules.md"), campaignRulesPage());
console.log("docs/campaign-rules.md");
