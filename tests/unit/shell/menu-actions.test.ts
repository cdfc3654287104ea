import { expect, test } from "vitest";
import { acceleratorOf } from "../../../src-main/shell/accelerator.ts";
import { actionItems, noActions } from "../../../src-main/shell/action-items.ts";
import { DEFAULT_PREFERENCES } from "../../../src-shared/bridge/preferences.ts";
import { ACTIONS_OFFERED } from "../../../src-shared/bridge/page-messages.ts";
import { actionGroups, actionIds, actionOf, type ActionId } from "../../../src-shared/keyboard/actions.ts";
import { workingKeys } from "../../../src-shared/keyboard/chosen-keys.ts";
import { offeredActions } from "../../../src-shared/keyboard/offered-actions.ts";

test.each([
  ["n", "N"],
  ["Space", "Space"],
  ["Shift+ArrowLeft", "Shift+Left"],
  ["$mod+Enter", "CommandOrControl+Enter"],
  ["[", "["],
  ["+", "Plus"],
  ["F8", "F8"],
])("%s stands in the menu as %s", (keys, accelerator) => expect(acceleratorOf(keys)).toBe(accelerator));

test.each(["é", "§", "日", "Dead"])("%s, which Electron has no name for, is not shown rather than failing", (keys) => expect(acceleratorOf(keys)).toBeUndefined());

test("the menu has every action once, by its group, and none that the screen does not offer is enabled", () => {
  const all = actionGroups.flatMap((group) => actionItems(group, noActions, () => undefined, "win32"));
  expect(all.map((item) => item.id).sort()).toEqual([...actionIds].sort());
  expect(all.some((item) => item.enabled)).toBe(false);
  // Of the digits those of the campaign's scale alone; what leads do only where they moderate, and comparing only where something was practised.
  const hidden = all.filter((item) => item.visible === false).map((item) => item.id);
  const leads = actionIds.filter((id) => actionOf(id).screen === "moderate");
  expect(hidden.sort()).toEqual([...Array.from({ length: 10 }, (_, digit) => `score${digit}`), "compare", ...leads].sort());
});

test("the menu shows keys and leaves listening to the page, where a text field may need them", () => {
  const chosen: ActionId[] = [];
  const keys = workingKeys({ ...DEFAULT_PREFERENCES, keys: { noteHere: "b", evidence: null } });
  const items = actionItems("Marking", { offered: new Set(["noteHere"]), keys }, (id) => void chosen.push(id), "win32");
  const note = items.find((item) => item.id === "noteHere")!;
  expect(note).toMatchObject({ enabled: true, accelerator: "B" });
  expect(items.find((item) => item.id === "evidence")).toMatchObject({ enabled: false });
  expect(items.find((item) => item.id === "evidence")).not.toHaveProperty("accelerator");
  expect(items.every((item) => item.registerAccelerator === false)).toBe(true);
  (note.click as () => void)();
  expect(chosen).toEqual(["noteHere"]);
});

test("on macOS, which cannot show a key without taking it from the page, none is shown", () => {
  expect(actionItems("Marking", noActions, () => undefined, "darwin").some((item) => item.accelerator)).toBe(false);
});

const message = { kind: ACTIONS_OFFERED, offered: ["noteHere"], keys: workingKeys(DEFAULT_PREFERENCES) };

test("what the page tells the menu is checked against the table", () => {
  expect(offeredActions.safeParse(message).success).toBe(true);
  for (const wrong of [
    { ...message, offered: ["danceAbout"] },
    { ...message, offered: Array.from({ length: 1000 }, () => "noteHere") },
    { ...message, keys: { noteHere: "n" } },
    { ...message, keys: { ...message.keys, noteHere: "n".repeat(41) } },
    { ...message, keys: { ...message.keys, noteHere: 5 } },
    { ...message, click: "noteHere" },
    null,
  ])
    expect(offeredActions.safeParse(wrong).success).toBe(false);
});
