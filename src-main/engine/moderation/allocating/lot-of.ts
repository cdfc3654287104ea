import { createHash } from "node:crypto";
import type { Lot } from "../../../../src-shared/moderation/lots.ts";

/** A lot that a seed gives a name: anybody can work it out again with a program for SHA-256. */
export function lotOf(seed: string): Lot {
  return (name) => createHash("sha256").update(JSON.stringify([seed, name])).digest("hex");
}
