import { z } from "zod";
import { pathId, timestamp } from "../../documents/ids.ts";

const count = z.object({ chosen: z.int(), of: z.int() });
const interval = z.tuple([z.number(), z.number()]);

/** As `GroupRate` in src-shared/fairness/selection-rates.ts: of a group that is not shown nothing but its name is told. */
export const groupRate = z.lazy(() => z.union([
  z.object({ group: z.string(), suppressed: z.enum(["small", "would-give-away"]) }),
  z.object({
    group: z.string(),
    suppressed: z.null(),
    count,
    rate: z.number(),
    rateCi95: interval,
    ratio: z.number().nullable(),
    ratioCi95: z.tuple([z.number(), z.number().nullable()]).nullable(),
    verdict: z.enum(["below", "may-be-below", "not-below"]).nullable(),
  }),
]));

export type GroupRate = z.infer<typeof groupRate>;

const selectionRates = z.lazy(() => z.object({ groups: z.array(groupRate), highest: z.string().nullable(), notSaid: z.int().nullable() }));

/** How groups of candidates fare. Candidates are in it as numbers alone. */
export const fairnessView = z.lazy(() => z.object({
  batch: pathId,
  /** What it goes by: the outcome that counts, or what would be published now. */
  from: z.discriminatedUnion("kind", [
    z.object({ kind: z.literal("published"), revision: z.int(), at: timestamp }),
    z.object({ kind: z.literal("preview"), incomplete: z.int() }),
  ]),
  /** Who has a result; who is incomplete counts nowhere. */
  candidates: z.int(),
  /** Where the campaign says how many places there are. */
  hasPlaces: z.boolean(),
  /** Groups of fewer are not shown. */
  leastInGroup: z.int(),
  /** Null where no table of groups is known. */
  groups: z
    .object({
      revision: z.int(),
      attributes: z.array(z.object({ attribute: z.string(), passed: selectionRates, /** Null where places are not known. */ offered: selectionRates.nullable() })),
    })
    .nullable(),
}));
export type FairnessView = z.infer<typeof fairnessView>;

export const fairnessQueries = {
  "fairness.view": { input: z.object({ batch: pathId }), output: fairnessView },
} as const;

export const fairnessCommands = {
  /** Takes which groups candidates belong to from a table (CSV) and seals it for the leads. `fileName` names it to the user. */
  "fairness.set-groups": {
    input: z.object({ batch: pathId, fileName: z.string().min(1).max(300), fileBase64: z.string().max(40_000_000) }),
    output: z.object({ revision: z.int(), isNew: z.boolean(), attributes: z.array(z.string()), candidates: z.int(), leftAside: z.int() }),
  },
} as const;
