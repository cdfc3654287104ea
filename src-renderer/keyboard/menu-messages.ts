import { ACTIONS_OFFERED, RUN_ACTION, type RunAction } from "../../src-shared/bridge/page-messages.ts";
import { actionIds, type ActionId } from "../../src-shared/keyboard/actions.ts";
import type { ActionKeys } from "../../src-shared/keyboard/chosen-keys.ts";
import type { OfferedActions } from "../../src-shared/keyboard/offered-actions.ts";

let told = "";
let next: OfferedActions | null = null;

/** The menu is opened by hand: what it can do may come this late, in ms. */
const TOLD_WITHIN_MS = 200;

/** Tells the application's menu what can be done now and by which keys. A change of screen is told once, when it is drawn: drawing goes first. */
export function tellMenu(ids: readonly ActionId[], keys: ActionKeys): void {
  if (next === null) requestIdleCallback(tell, { timeout: TOLD_WITHIN_MS });
  next = { kind: ACTIONS_OFFERED, offered: [...ids].sort(), keys };
}

function tell(): void {
  const text = JSON.stringify(next);
  if (next && text !== told) window.postMessage(next, window.location.origin);
  told = text;
  next = null;
}

/** Calls `run` with each action that is chosen in the menu. Returns a function that ends the listening. */
export function listenToMenu(run: (id: ActionId) => void): () => void {
  const listener = (event: MessageEvent) => {
    // Only the preload shares this window.
    if (event.source !== window || (event.data as RunAction | null)?.kind !== RUN_ACTION) return;
    const id = actionIds.find((each) => each === (event.data as RunAction).id);
    if (id) run(id);
  };
  window.addEventListener("message", listener);
  return () => window.removeEventListener("message", listener);
}
