import type { z } from "zod";
import { allocationDocument } from "./allocation.ts";
import { batchDocument } from "./batch.ts";
import { campaignDocument } from "./campaign.ts";
import { decisionsDocument } from "./decisions.ts";
import { draftDocument } from "./draft.ts";
import { groupsDocument } from "./groups.ts";
import { moderationSetDocument } from "./moderation-set.ts";
import { outcomeDocument } from "./outcome.ts";
import { invitationDocument, personDocument } from "./people.ts";
import { queryDocument } from "./query.ts";

/**
 * Every kind of document in a depot: its schema, its newest version, and whether its content is sealed (age)
 * or readable. The JSON Schemas in `docs/schemas` are generated from here.
 */
export const documentKinds = {
  invitation: { schema: invitationDocument, version: 1, sealed: false, author: "lead" },
  person: { schema: personDocument, version: 1, sealed: false, author: "the person" },
  campaign: { schema: campaignDocument, version: 1, sealed: true, author: "lead" },
  batch: { schema: batchDocument, version: 1, sealed: true, author: "lead" },
  allocation: { schema: allocationDocument, version: 1, sealed: true, author: "lead" },
  draft: { schema: draftDocument, version: 1, sealed: true, author: "the person or a lead" },
  "moderation-set": { schema: moderationSetDocument, version: 1, sealed: true, author: "the person" },
  query: { schema: queryDocument, version: 1, sealed: true, author: "lead" },
  decisions: { schema: decisionsDocument, version: 1, sealed: true, author: "lead" },
  groups: { schema: groupsDocument, version: 1, sealed: true, author: "lead" },
  outcome: { schema: outcomeDocument, version: 1, sealed: true, author: "lead" },
} as const;

export type DocumentKind = keyof typeof documentKinds;
export type DocumentOf<K extends DocumentKind> = z.infer<(typeof documentKinds)[K]["schema"]>;
