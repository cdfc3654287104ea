import { z } from "zod";
import { campaignDefinition } from "../src-shared/documents/campaign.ts";
import { documentKinds } from "../src-shared/documents/document-kinds.ts";
import { enrolmentFile, leadKeyFile } from "../src-shared/documents/people.ts";

/** Every JSON Schema (draft 2020-12) of the depot's format, as [file name, text]: the documents, and the files beside a depot. */
export function schemaFiles(): [string, string][] {
  const documents = Object.entries(documentKinds).map(([kind, { schema }]): [string, z.ZodType] => [kind, schema]);
  const files: [string, z.ZodType][] = [...documents, ["campaign-definition", campaignDefinition], ["enrolment-file", enrolmentFile], ["lead-key-file", leadKeyFile]];
  return files.map(([name, schema]) => [`${name}.json`, `${JSON.stringify({ title: name, ...z.toJSONSchema(schema, { io: "input" }) }, null, 2)}\n`]);
}
