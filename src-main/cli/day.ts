import { z } from "zod";
import { localDay } from "../../src-shared/local-day.ts";
import { ok, type Result } from "../../src-shared/result.ts";
import { wrongUsage, type WrongUsage } from "./command.ts";

/** A day to come as an option gives it: null where there is none, or none is meant. */
export function readDay(value: string | undefined, now: Date): Result<string | null, WrongUsage> {
  if (value === undefined || value === "none") return ok(null);
  const day = z.iso.date().safeParse(value);
  if (!day.success) return wrongUsage(`--due is a day such as 2026-11-27, not ${value}.`);
  return day.data < localDay(now) ? wrongUsage(`--due ${value} is past already.`) : ok(day.data);
}
