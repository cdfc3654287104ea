import { expect, test } from "vitest";
import type { ReviewView } from "../../../src-shared/bridge/review.ts";
import { withWrites } from "../../../src-renderer/saving/mark-write.ts";
import { writeKey } from "../../../src-renderer/saving/write.ts";

const now = new Date("2026-11-21T14:02:31.000Z");
const noteId = "3c1b7f0e-54a1-4b0a-9a55-0f8a2a9d3f10";

const view: ReviewView = {
  answerId: 7,
  batch: "b-14",
  campaignTitle: "Work Coach EO",
  candidate: "K-2047",
  round: "live",
  question: { id: "q5", behaviour: "decisions", text: "Tell us.", thinkingSeconds: 60, answerSeconds: 180, number: 5 },
  behaviour: { id: "decisions", name: "Making Effective Decisions", positive: [{ id: "p1", text: "Checks" }], negative: [] },
  scale: [{ value: 5, label: "Good", meaning: "Substantial." }],
  rules: { passMark: 4, evidenceRequired: true, minimumWatchedShare: 0.8 },
  secondsAllowed: 180,
  adjusted: false,
  recording: { state: "here", removed: null, type: "video/mp4", durationSeconds: 90, width: 640, height: 360, bytes: 1 },
  captions: [],
  mark: { score: null, cannotScore: null, evidence: "", notes: [], indicators: [], flags: [], watched: [{ from: 0, to: 80 }], watchReason: "", state: "unmarked", savedAt: null },
  withdrawal: null,
  order: "candidate",
  orderIsFixed: false,
  strip: [{ answerId: 7, questionNumber: 5, behaviour: "Making Effective Decisions", score: null, cannotScore: false, state: "unmarked", flagged: false }],
  previous: null,
  next: null,
  nextUnmarked: null,
  position: { index: 4, total: 6, marked: 2 },
  ofQuestion: { index: 0, total: 1 },
  submittedAt: null,
  queries: [],
  stopped: null,
  practice: null,
  comparison: null,
};

test("a score is on screen at once, on the scale and in the strip, and counts only with its evidence", () => {
  const scored = withWrites(view, [{ name: "mark.set-score", input: { answerId: 7, score: 5 } }], now);
  expect(scored.mark).toMatchObject({ score: 5, state: "evidence-missing" });
  expect(scored.strip[0]).toMatchObject({ score: 5, state: "evidence-missing" });
  expect(scored.position.marked).toBe(2);
  const complete = withWrites(scored, [{ name: "mark.set-evidence", input: { answerId: 7, text: "Checked first." } }], now);
  expect(complete.mark.state).toBe("marked");
  expect(complete.position.marked).toBe(3);
});

test("a score and “cannot be scored” take each other back", () => {
  const cannot = withWrites(view, [
    { name: "mark.set-score", input: { answerId: 7, score: 5 } },
    { name: "mark.set-cannot-score", input: { answerId: 7, reason: "No sound" } },
  ], now);
  expect(cannot.mark).toMatchObject({ score: null, cannotScore: "No sound", state: "marked" });
  expect(withWrites(cannot, [{ name: "mark.set-score", input: { answerId: 7, score: 5 } }], now).mark).toMatchObject({ score: 5, cannotScore: null });
});

test("notes stay in the order of their moments, changed in place, and can be removed", () => {
  const put = (id: string, atSeconds: number, text: string) => ({ name: "mark.put-note" as const, input: { answerId: 7, noteId: id, atSeconds, text } });
  const second = "9a3e5c22-7e64-4f2f-8b07-0f4f6c0f9f11";
  const noted = withWrites(view, [put(noteId, 40, "Later"), put(second, 12, "Earlier"), put(noteId, 40, "Later, changed")], now);
  expect(noted.mark.notes.map((each) => each.text)).toEqual(["Earlier", "Later, changed"]);
  expect(withWrites(noted, [{ name: "mark.remove-note", input: { answerId: 7, noteId } }], now).mark.notes.map((each) => each.text)).toEqual(["Earlier"]);
});

test("ticks, flags and watched stretches show as well", () => {
  const changed = withWrites({ ...view, mark: { ...view.mark, watched: [] } }, [
    { name: "mark.set-indicator", input: { answerId: 7, indicator: "p1", atSeconds: 21.4 } },
    { name: "mark.set-flag", input: { answerId: 7, flag: "hard-to-hear", note: "", atSeconds: 21.4 } },
    { name: "mark.add-watched", input: { answerId: 7, from: 0, to: 5 } },
    { name: "mark.add-watched", input: { answerId: 7, from: 5, to: 10 } },
  ], now);
  expect(changed.mark.indicators).toEqual([{ indicator: "p1", atSeconds: 21.4 }]);
  expect(changed.mark.flags).toEqual([{ flag: "hard-to-hear", note: "", at: now.toISOString(), atSeconds: 21.4 }]);
  expect(changed.mark.watched).toEqual([{ from: 0, to: 10 }]);
  expect(changed.strip[0]?.flagged).toBe(true);
  const undone = withWrites(changed, [
    { name: "mark.set-indicator", input: { answerId: 7, indicator: "p1", atSeconds: null } },
    { name: "mark.set-flag", input: { answerId: 7, flag: "hard-to-hear", note: null, atSeconds: null } },
  ], now);
  expect(undone.mark).toMatchObject({ indicators: [], flags: [] });
});

test("a flag that is raised already keeps its moment when its note is changed", () => {
  const raised = withWrites(view, [{ name: "mark.set-flag", input: { answerId: 7, flag: "other", note: "", atSeconds: 12 } }], now);
  const noted = withWrites(raised, [{ name: "mark.set-flag", input: { answerId: 7, flag: "other", note: "Reads aloud", atSeconds: 30 } }], now);
  expect(noted.mark.flags).toMatchObject([{ note: "Reads aloud", atSeconds: 12 }]);
});

test("a score given with too little watched asks for a reason, until one is given or enough was watched", () => {
  const scored = withWrites({ ...view, mark: { ...view.mark, watched: [] } }, [
    { name: "mark.set-score", input: { answerId: 7, score: 5 } },
    { name: "mark.set-evidence", input: { answerId: 7, text: "Checked first." } },
  ], now);
  expect(scored.mark.state).toBe("watch-reason-missing");
  expect(withWrites(scored, [{ name: "mark.set-watch-reason", input: { answerId: 7, reason: "It stops early" } }], now).mark).toMatchObject({ watchReason: "It stops early", state: "marked" });
  expect(withWrites(scored, [{ name: "mark.add-watched", input: { answerId: 7, from: 0, to: 75 } }], now).mark.state).toBe("marked");
});

test("writes to another answer change nothing here", () => {
  expect(withWrites(view, [{ name: "mark.set-score", input: { answerId: 8, score: 1 } }], now)).toBe(view);
});

test("what replaces each other shares a key; what does not, does not", () => {
  const key = writeKey({ name: "mark.set-score", input: { answerId: 7, score: 5 } });
  expect(writeKey({ name: "mark.set-cannot-score", input: { answerId: 7, reason: "No sound" } })).toBe(key);
  expect(writeKey({ name: "mark.set-score", input: { answerId: 8, score: 5 } })).not.toBe(key);
  expect(writeKey({ name: "mark.add-watched", input: { answerId: 7, from: 0, to: 5 } })).not.toBe(writeKey({ name: "mark.add-watched", input: { answerId: 7, from: 5, to: 10 } }));
  expect(writeKey({ name: "mark.put-note", input: { answerId: 7, noteId, atSeconds: 1, text: "" } })).toBe(writeKey({ name: "mark.remove-note", input: { answerId: 7, noteId } }));
});
