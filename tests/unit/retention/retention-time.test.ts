import { describe, expect, test } from "vitest";
import { isTimeOver, keptUntil } from "../../../src-main/engine/retention/retention-time.ts";

const facts = { deliveredAt: "2026-10-20T12:00:00.000Z", retentionDays: 10, wantedAgainAt: null };
const at = (iso: string) => new Date(iso);

describe("the time that recordings are kept", () => {
  test("is over after the campaign's days, to the millisecond, and not before", () => {
    expect(isTimeOver(facts, at("2026-10-30T11:59:59.999Z"))).toBe(false);
    expect(isTimeOver(facts, at("2026-10-30T12:00:00.000Z"))).toBe(true);
  });

  test("is as long where the clocks change within it", () => {
    // 25 October 2026 has 25 hours in London; 29 March 23.
    expect(keptUntil(facts) - Date.parse(facts.deliveredAt)).toBe(10 * 86_400_000);
    const spring = { ...facts, deliveredAt: "2026-03-25T12:00:00.000Z" };
    expect(keptUntil(spring) - Date.parse(spring.deliveredAt)).toBe(10 * 86_400_000);
  });

  test("is not over while the clock stands before the delivery, even where nothing is to be kept", () => {
    expect(isTimeOver({ ...facts, retentionDays: 0 }, at("2026-10-19T12:00:00Z"))).toBe(false);
    expect(isTimeOver({ ...facts, retentionDays: 0 }, at(facts.deliveredAt))).toBe(true);
  });

  test("begins anew for a week where somebody asked for what had been removed", () => {
    const again = { ...facts, wantedAgainAt: "2026-12-01T08:00:00.000Z" };
    expect(isTimeOver(again, at("2026-12-08T07:59:59Z"))).toBe(false);
    expect(isTimeOver(again, at("2026-12-08T08:00:00Z"))).toBe(true);
    expect(isTimeOver({ ...again, wantedAgainAt: "2026-10-21T08:00:00.000Z" }, at("2026-10-28T08:00:00Z"))).toBe(false);
  });
});
