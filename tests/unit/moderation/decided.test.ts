import { expect, test } from "vitest";
import { decided } from "../../../src-main/engine/moderation/keep-standing.ts";
import type { AskedQueries } from "../../../src-shared/moderation/standing.ts";
import type { ModerationAct, ModerationEvent } from "../../../src-shared/documents/decisions.ts";

const on = { candidate: "K-1", question: "q1" };
const settled = { act: "settled", ...on, final: 4, basis: "adjudicated", reason: "So.", marks: [] } satisfies ModerationAct;
const reopened = { act: "reopened", ...on, reason: "Too early." } satisfies ModerationAct;
const asked = (person: string) => ({ act: "asked", ...on, person, text: "What of 1:10?", query: `queries/${person}/b/l/00000000-0000-4000-8000-000000000000-1.json` }) satisfies ModerationAct;
const defined = (score: number | null) => ({ act: "defined", ...on, score, rationale: "Clear." }) satisfies ModerationAct;

const addUp = (acts: readonly ModerationAct[], fate: keyof AskedQueries = "open") =>
  decided(acts.map((act, index): ModerationEvent => ({ id: `00000000-0000-4000-8000-${String(index).padStart(12, "0")}`, at: `2026-11-21T09:00:0${index}.000Z`, ...act })), () => fate);
const NONE = { open: 0, replied: 0, unanswered: 0 };

test("the last settlement counts, until it is reopened", () => {
  expect(addUp([settled, { ...settled, final: 5 }])).toMatchObject({ settlement: { final: 5 }, reopened: false });
  expect(addUp([settled, reopened])).toMatchObject({ settlement: null, reopened: true });
  expect(addUp([settled, reopened, { ...settled, final: 3 }])).toMatchObject({ settlement: { final: 3 }, reopened: false });
});

test("a question is open until it is replied to, or nobody is left to reply; a settlement ends it either way", () => {
  expect(addUp([asked("a-1"), asked("a-2")]).queries).toEqual({ ...NONE, open: 2 });
  expect(addUp([asked("a-1")], "replied").queries).toEqual({ ...NONE, replied: 1 });
  expect(addUp([asked("a-1")], "unanswered").queries).toEqual({ ...NONE, unanswered: 1 });
  expect(addUp([asked("a-1"), settled]).queries).toEqual(NONE);
  expect(addUp([asked("a-1"), settled, reopened]).queries).toEqual(NONE);
  expect(addUp([asked("a-1"), settled, reopened, asked("a-2")]).queries).toEqual({ ...NONE, open: 1 });
});

test("a mark agreed in advance counts until it is taken back", () => {
  expect(addUp([defined(4)]).definitive).toEqual({ score: 4, rationale: "Clear." });
  expect(addUp([defined(4), defined(null)]).definitive).toBeNull();
});
