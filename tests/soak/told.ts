export const activities = ["synchronising", "marking", "submitting", "delivering", "migrating"] as const;
export type Activity = (typeof activities)[number];

/** A change of one field of one answer, before it is asked for. */
export interface Write {
  kind: "writing";
  number: number;
  answerId: number;
  field: "score" | "evidence" | "note";
  value: string;
}

/** What a desk under fire tells of itself, a line each. */
export type Told =
  | { kind: "started" | "in-step" | "done" }
  | Write
  | { kind: "acknowledged"; number: number }
  | { kind: "submitted"; key: string; sha256: string };
