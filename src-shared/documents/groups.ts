import { z } from "zod";
import { candidateRef, envelope, firstRepeated, pathId, revision } from "./ids.ts";

const name = z.string().trim().min(1).max(120);

/**
 * `groups/<batch>/<revision>.json`: which groups candidates belong to, from what they said of themselves. Sealed for leads alone, read for
 * selection rates, and never shown beside a candidate.
 */
export const groupsDocument = z
  .object({
    ...envelope("groups"),
    batch: pathId,
    revision,
    /** Each attribute, such as `Sex` or `Age band`, with its members' groups; a candidate who did not say is in none. */
    attributes: z.array(z.object({ attribute: name, members: z.array(z.object({ candidate: candidateRef, group: name })).max(100_000) })).min(1).max(50),
  })
  .superRefine(({ attributes }, context) => {
    const refuse = (message: string) => context.addIssue({ code: "custom", message });
    const twice = firstRepeated(attributes.map((each) => each.attribute));
    if (twice !== undefined) refuse(`the attribute ${twice} appears twice`);
    for (const { attribute, members } of attributes) {
      const candidate = firstRepeated(members.map((each) => each.candidate));
      if (candidate !== undefined) refuse(`${candidate} is in two groups of ${attribute}`);
    }
  });
export type GroupsDocument = z.infer<typeof groupsDocument>;
