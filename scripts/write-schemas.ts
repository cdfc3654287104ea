/** Writes `docs/schemas/*.json` from the schemas that the code itself checks with (`npm run schemas`). A test holds them in step. */
import { mkdirSync, writeFileSync } from "node:fs";
import { schemaFiles } from "./schema-files.ts";
import { inRepository } from "./setup/places.ts";

mkdirSync(inRepository("docs", "schemas"), { recursive: true });
for (const [name, text] of schemaFiles()) {
  writeFileSync(inRepository("docs", "schemas", name), text);
  console.log(`docs/schemas/${name}`);
}
