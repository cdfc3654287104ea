import { expect, test } from "vitest";
import { DEFAULT_PREFERENCES } from "../../../src-shared/bridge/preferences.ts";
import { actionIds, actionOf, actions, shareScreen, type ActionId } from "../../../src-shared/keyboard/actions.ts";
import { allWorkingKeys, chosenKeys, workingKeys } from "../../../src-shared/keyboard/chosen-keys.ts";
import { refusalOf } from "../../../src-shared/keyboard/key-choice.ts";
import { ariaKeys, isSingleCharacter, keyParts, keyWords } from "../../../src-shared/keyboard/keys.ts";

const usual = workingKeys(DEFAULT_PREFERENCES);
const pairs = actionIds.flatMap((one, at) => actionIds.slice(at + 1).map((other): [ActionId, ActionId] => [one, other]));

test("no two actions that can be there together share a key", () => {
  for (const [one, other] of pairs.filter(([one, other]) => shareScreen(one, other))) {
    const shared = allWorkingKeys(one, usual, true).filter((keys) => allWorkingKeys(other, usual, true).includes(keys));
    expect(shared, `${one} and ${other}`).toEqual([]);
  }
});

test("every usual key may be chosen: none is the menu's, the system's or a control's", () => {
  const without = { ...usual };
  for (const id of actionIds) {
    const keys = actionOf(id).keys;
    if (keys !== null) expect(refusalOf(id, keys, { ...without, [id]: null }), `${id}: ${keys}`).toBeNull();
  }
});

test("what acts while somebody is typing has a key with a modifier", () => {
  for (const id of actionIds) if (actionOf(id).whileTyping) expect(actionOf(id).keys).toContain("$mod+");
});

test("nothing withdraws by a slip of the finger", () => {
  expect(actions.withdraw.keys).toBeNull();
});

test("keys are shown as they stand on the keyboard", () => {
  expect(keyParts("$mod+Enter")).toEqual(["Ctrl", "Enter"]);
  expect(keyParts("$mod+Enter", true)).toEqual(["Cmd", "Enter"]);
  expect(keyParts("Shift+ArrowLeft")).toEqual(["Shift", "←"]);
  expect(keyParts("n")).toEqual(["N"]);
  expect(keyParts("?")).toEqual(["?"]);
  expect(keyParts("$mod++")).toEqual(["Ctrl", "+"]);
  expect(keyWords("$mod+Enter")).toBe("Ctrl Enter");
  expect(ariaKeys("$mod+Enter")).toBe("Control+Enter");
  expect(ariaKeys("n")).toBe("N");
  expect(ariaKeys("+")).toBe("Plus");
});

test("letters, capital letters, digits and signs can be switched off; arrows, Space and combinations stay", () => {
  expect(["n", "Shift+n", "5", ",", "?", "+"].every(isSingleCharacter)).toBe(true);
  expect(["Space", "ArrowLeft", "$mod+Enter", "$mod+n", "F1"].some(isSingleCharacter)).toBe(false);
  const without = workingKeys({ ...DEFAULT_PREFERENCES, singleKeys: false });
  expect(Object.values(without).filter((keys) => keys !== null && isSingleCharacter(keys))).toEqual([]);
  expect(without).toMatchObject({ togglePlay: "Space", nextOrCheck: "$mod+Enter", noteHere: null, score5: null });
  expect(allWorkingKeys("help", without, false)).toEqual(["F1"]);
  expect(allWorkingKeys("faster", without, false)).toEqual([]);
});

test("an action has the key that was chosen, or none where none was wanted", () => {
  const chosen = chosenKeys({ ...DEFAULT_PREFERENCES, keys: { noteHere: "b", flag: null } });
  expect(chosen).toMatchObject({ noteHere: "b", flag: null, evidence: "e" });
});

test("a usual key that somebody gave to another action is that action's, also when a later version brings it", () => {
  expect(chosenKeys({ ...DEFAULT_PREFERENCES, keys: { noteHere: "x" } })).toMatchObject({ noteHere: "x", cannotScore: null });
  // The queue's search and the review screen are never there together.
  expect(chosenKeys({ ...DEFAULT_PREFERENCES, keys: { searchQueue: "n" } })).toMatchObject({ searchQueue: "n", noteHere: "n" });
});

test("kept keys of actions that are no more change nothing", () => {
  expect(chosenKeys({ ...DEFAULT_PREFERENCES, keys: { danceAbout: "n" } })).toEqual(chosenKeys(DEFAULT_PREFERENCES));
});

const key = chosenKeys(DEFAULT_PREFERENCES);

test.each([
  ["Tab", { kind: "works-the-controls" }],
  ["Shift+Tab", { kind: "works-the-controls" }],
  ["Enter", { kind: "works-the-controls" }],
  ["Escape", { kind: "works-the-controls" }],
  ["$mod+c", { kind: "needed-by-menu" }],
  ["$mod+=", { kind: "needed-by-menu" }],
  ["$mod+q", { kind: "needed-by-menu" }],
  ["$mod+ArrowLeft", { kind: "needed-for-text" }],
  ["F11", { kind: "not-usable" }],
  ["PageDown", { kind: "not-usable" }],
  ["$mod+Tab", { kind: "not-usable" }],
  ["e", { kind: "taken", by: "evidence" }],
  ["5", { kind: "taken", by: "score5" }],
  ["?", { kind: "taken", by: "help" }],
  ["F1", { kind: "taken", by: "help" }],
  ["+", { kind: "taken", by: "faster" }],
  ["$mod+z", { kind: "taken", by: "undoScore" }],
])("%s is refused as another key", (keys, refusal) => {
  expect(refusalOf("noteHere", keys, key)).toEqual(refusal);
});

test.each(["b", "Shift+n", ";", "$mod+j", "ArrowDown", "Shift+Space", "F8", "$mod+Shift+Enter", "é"])("%s may be chosen", (keys) => {
  expect(refusalOf("noteHere", keys, key)).toBeNull();
});

test("keys are refused only where both actions can be there", () => {
  expect(refusalOf("searchQueue", "e", key)).toBeNull();
  expect(refusalOf("searchQueue", "h", key)).toEqual({ kind: "taken", by: "home" });
  expect(refusalOf("home", "/", key)).toEqual({ kind: "taken", by: "searchQueue" });
});
