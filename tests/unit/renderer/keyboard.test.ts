import { expect, test, vi } from "vitest";
import { createOffered } from "../../../src-renderer/keyboard/offered.ts";
import { controlKeeps, type FocusedElement } from "../../../src-renderer/keyboard/key-owner.ts";
import { pressedKeys, type KeyPress } from "../../../src-renderer/keyboard/pressed-keys.ts";
import { scoreAction, scoreLabels } from "../../../src-renderer/keyboard/answer-actions.ts";
import { reviewRuns, type ReviewDesk } from "../../../src-renderer/keyboard/review-actions.ts";

const point = (value: number) => ({ value, label: `Point ${value}`, meaning: "Some." });
const scale = [1, 2, 3, 4, 5, 6, 7].map(point);

const press = (key: string, change: Partial<KeyPress> & { altGr?: true } = {}): KeyPress => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  getModifierState: () => change.altGr === true,
  ...change,
});

test.each([
  ["n", press("n"), "n"],
  ["n with Caps Lock", press("N"), "n"],
  ["Shift and n", press("N", { shiftKey: true }), "Shift+n"],
  ["Ctrl and Enter", press("Enter", { ctrlKey: true }), "$mod+Enter"],
  ["the space bar", press(" "), "Space"],
  ["Shift and an arrow", press("ArrowLeft", { shiftKey: true }), "Shift+ArrowLeft"],
  ["? made with Shift, as on a UK keyboard", press("?", { shiftKey: true }), "?"],
  ["? made without Shift", press("?"), "?"],
  ["[ made with AltGr, as on a German keyboard under Windows", press("[", { ctrlKey: true, altKey: true, altGr: true }), "["],
  ["5 made with Shift, as on a French keyboard", press("5", { shiftKey: true }), "5"],
  ["Shift alone", press("Shift", { shiftKey: true }), null],
  ["an accent that waits for its letter", press("Dead"), null],
  ["Alt and f, which opens the menu", press("f", { altKey: true }), null],
  ["the Windows key and l, which locks the computer", press("l", { metaKey: true }), null],
])("%s is told from what the keyboard sends", (_what, event, keys) => {
  expect(pressedKeys(event, false)).toBe(keys);
});

test("on a Mac Command takes the place of Ctrl, and Ctrl is left to the system", () => {
  expect(pressedKeys(press("Enter", { metaKey: true }), true)).toBe("$mod+Enter");
  expect(pressedKeys(press("Enter", { ctrlKey: true }), true)).toBeNull();
});

test("a screen's actions run as long as they are offered, and not behind a dialog", () => {
  const offered = createOffered();
  const run = vi.fn();
  const takeBack = offered.offer({ noteHere: { label: "Note", run } });
  expect(offered.run("noteHere")).toBe(true);
  expect(offered.run("evidence")).toBe(false);
  const release = offered.hold();
  expect(offered.run("noteHere")).toBe(false);
  expect(Object.keys(offered.all())).toEqual(["noteHere"]);
  release();
  takeBack();
  expect(offered.run("noteHere")).toBe(false);
  expect(run).toHaveBeenCalledTimes(1);
});

test("a screen that goes does not take the next screen's actions along", () => {
  const offered = createOffered();
  const takeBack = offered.offer({ home: { label: "Your work", run: () => undefined } });
  offered.offer({ home: { label: "Your work", run: () => undefined } });
  takeBack();
  expect(offered.run("home")).toBe(true);
});

const desk = new Proxy({} as ReviewDesk, { get: () => () => undefined });
const present = (runs: Record<string, unknown>) => Object.keys(runs).filter((id) => runs[id] !== null);

test("each point of the scale has its digit; digits that are no point do nothing", () => {
  const runs = reviewRuns(desk, { scale, readOnly: false, canWithdraw: true, canCompare: true, orderIsFixed: false });
  expect(present(runs).filter((id) => id.startsWith("score"))).toEqual(["score1", "score2", "score3", "score4", "score5", "score6", "score7"]);
  expect(scoreLabels(scale)).toMatchObject({ score5: "Score 5 Point 5" });
  expect([scoreAction(7), scoreAction(10), scoreAction(2.5)]).toEqual(["score7", null, null]);
});

test("what is submitted can be looked at and not changed", () => {
  const runs = present(reviewRuns(desk, { scale, readOnly: true, canWithdraw: false, canCompare: false, orderIsFixed: false }));
  expect(runs).toEqual(expect.arrayContaining(["togglePlay", "transcript", "next", "queue"]));
  for (const id of ["score5", "cannotScore", "undoScore", "noteHere", "withdraw", "compare"]) expect(runs).not.toContain(id);
});

test("where the campaign fixes the order, nobody changes it", () => {
  expect(present(reviewRuns(desk, { scale, readOnly: false, canWithdraw: true, canCompare: true, orderIsFixed: true }))).not.toContain("order");
});

const element = (change: Partial<FocusedElement>): FocusedElement => ({ tag: "BUTTON", type: "button", role: "", editable: false, byKeyboard: true, ...change });

test("a text field keeps every key", () => {
  for (const field of [element({ tag: "TEXTAREA", type: "" }), element({ tag: "INPUT", type: "text", byKeyboard: false }), element({ tag: "DIV", editable: true })])
    for (const key of ["5", "n", " ", "ArrowLeft", ","]) expect(controlKeeps(field, key)).toBe(true);
});

test("a button reached by keyboard keeps Space, and lets letters and arrows through", () => {
  expect(controlKeeps(element({}), " ")).toBe(true);
  expect(controlKeeps(element({}), "ArrowLeft")).toBe(false);
  expect(controlKeeps(element({}), "5")).toBe(false);
});

test("a button that was clicked lets Space play on", () => {
  expect(controlKeeps(element({ byKeyboard: false }), " ")).toBe(false);
});

test("an arrow moves along the scale only for who came there by keyboard", () => {
  expect(controlKeeps(element({ role: "radio" }), "ArrowRight")).toBe(true);
  expect(controlKeeps(element({ role: "radio", byKeyboard: false }), "ArrowRight")).toBe(false);
});
