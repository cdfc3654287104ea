import type { Verdict } from "./selection-rates.ts";

/** What the four-fifths rule says of a group, for whoever reads it. */
export const verdictWords: Record<Verdict, string> = {
  below: "below four fifths",
  "may-be-below": "below four fifths, which may be chance",
  "not-below": "not shown to be below four fifths",
};
