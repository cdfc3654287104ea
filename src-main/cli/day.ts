import { z } from "zod";
import { ok, type Result } from "../../src-shared/result.ts";
import { wrongUsage, type WrongUsage } from "./command.ts";

/** A day as an option gives it: null where there is none, or none is meant. */
export function readDay(value: string | undefined): Result<string | null, WrongUsage> {
  if (value === undefined || value === "none") return ok(null);
  const day = z.iso.date().safeParse(value);
  return day.success ? ok(day.data) : wrongUsage(`--due is a day such as 2026-11-27, not ${value}.`);
}
