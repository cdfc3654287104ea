import { actionIds, actionOf, shareScreen, type ActionId } from "./actions.ts";
import type { ActionKeys } from "./chosen-keys.ts";
import { parseKeys } from "./keys.ts";

/** Why an action cannot have a key. */
export type KeyRefusal =
  | { kind: "works-the-controls" }
  | { kind: "needed-by-menu" }
  | { kind: "needed-for-text" }
  | { kind: "not-usable" }
  | { kind: "taken"; by: ActionId };

const CONTROL_KEYS = ["Tab", "Enter", "Escape", "Backspace", "Delete"];
/** What the application's menu answers to, its hidden items included. */
const MENU_KEYS = ["z", "Shift+z", "y", "x", "c", "v", "Shift+v", "a", "q", "w", "m", "h", "+", "-", "=", "0", "r", "Shift+r", "Shift+i"].map((keys) => `$mod+${keys}`);
/** With Ctrl they move and delete in a text. */
const TEXT_KEYS = ["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown"];
/** F1 is help, F10 and F11 are the menu's and the window's, F12 often the computer's. */
const USABLE_NAMES = /^(Space|Arrow(Left|Right|Up|Down)|F[2-9])$/;

/** Whether an action may have these keys, given what the others have. `null`: it may. */
export function refusalOf(id: ActionId, keys: string, chosen: ActionKeys): KeyRefusal | null {
  const { mod, key } = parseKeys(keys);
  if (!mod && CONTROL_KEYS.includes(key)) return { kind: "works-the-controls" };
  const by = actionIds.find((other) => other !== id && shareScreen(id, other) && (chosen[other] === keys || actionOf(other).also?.includes(keys)));
  if (by) return { kind: "taken", by };
  if (MENU_KEYS.includes(keys)) return { kind: "needed-by-menu" };
  if (mod && TEXT_KEYS.includes(key)) return { kind: "needed-for-text" };
  const isUsable = [...key].length === 1 || USABLE_NAMES.test(key) || (mod && key === "Enter");
  return isUsable ? null : { kind: "not-usable" };
}
