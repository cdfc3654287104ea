import { expect, test } from "vitest";
import { ariaKeys, isSingleCharacter, keyParts, type ActionTable } from "../../../src-renderer/keyboard/action.ts";
import { deskActions } from "../../../src-renderer/keyboard/desk-actions.ts";
import { controlKeeps, type FocusedElement } from "../../../src-renderer/keyboard/key-owner.ts";
import { reviewActions, scoreActions } from "../../../src-renderer/keyboard/review-actions.ts";

const scale = Array.from({ length: 7 }, (_, index) => ({ value: index + 1, label: `Point ${index + 1}`, meaning: "Some." }));
const all: ActionTable<never> = { ...reviewActions, ...scoreActions(scale), ...deskActions };

test("no two actions of the review screen share a key", () => {
  const keys = Object.values(all).flatMap((action) => action.keys);
  expect(new Set(keys).size).toBe(keys.length);
});

test("only keys with a modifier act while somebody is typing", () => {
  for (const action of Object.values(all)) if (action.whileTyping) for (const keys of action.keys) expect(keys).toContain("$mod+");
});

test("each point of the scale has its digit; points that no single digit names have none", () => {
  expect(Object.values(scoreActions(scale)).map((action) => action.keys[0])).toEqual(["1", "2", "3", "4", "5", "6", "7"]);
  expect(Object.keys(scoreActions([...scale, { value: 10, label: "Ten", meaning: "Some." }])).length).toBe(7);
});

test("keys are shown as they stand on the keyboard", () => {
  expect(keyParts("$mod+Enter")).toEqual(["Ctrl", "Enter"]);
  expect(keyParts("Shift+ArrowLeft")).toEqual(["Shift", "←"]);
  expect(keyParts("n")).toEqual(["N"]);
  expect(keyParts("Shift+?")).toEqual(["?"]);
  expect(ariaKeys("$mod+Enter")).toBe("Control+Enter");
  expect(ariaKeys("n")).toBe("N");
});

test("single characters can be switched off; arrows, Space and combinations stay", () => {
  expect(["n", "5", ",", "Shift+?"].every(isSingleCharacter)).toBe(true);
  expect(["Space", "ArrowLeft", "$mod+Enter"].some(isSingleCharacter)).toBe(false);
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
