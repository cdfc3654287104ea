import type { Preferences } from "../bridge/preferences.ts";
import { actionIds, actionOf, shareScreen, type ActionId } from "./actions.ts";
import { isSingleCharacter } from "./keys.ts";

export type KeyPreferences = Pick<Preferences, "keys" | "singleKeys">;

/** The key of every action. `null`: it has none. */
export type ActionKeys = Readonly<Record<ActionId, string | null>>;

/**
 * The keys as the assessor wants them, single keys included even where they are switched off. A usual key that the
 * assessor has given to another action of the same screen is that action's, also if a later version brought it.
 */
export function chosenKeys({ keys }: Pick<Preferences, "keys">): ActionKeys {
  const given = (id: ActionId): string | null => {
    const own = keys[id];
    if (own !== undefined) return own;
    const usual = actionOf(id).keys;
    const isTaken = usual !== null && actionIds.some((other) => other !== id && keys[other] === usual && shareScreen(id, other));
    return isTaken ? null : usual;
  };
  return Object.fromEntries(actionIds.map((id) => [id, given(id)])) as ActionKeys;
}

/** The keys that act now: with single keys off those are gone. */
export function workingKeys(preferences: KeyPreferences): ActionKeys {
  const chosen = chosenKeys(preferences);
  return Object.fromEntries(actionIds.map((id) => [id, works(chosen[id], preferences.singleKeys) ? chosen[id] : null])) as ActionKeys;
}

/** What an action answers to: its key, and those that always do the same. */
export function allWorkingKeys(id: ActionId, working: ActionKeys, singleKeys: boolean): string[] {
  const own = working[id];
  return [...(own === null ? [] : [own]), ...(actionOf(id).also ?? []).filter((keys) => works(keys, singleKeys))];
}

function works(keys: string | null, singleKeys: boolean): boolean {
  return keys !== null && (singleKeys || !isSingleCharacter(keys));
}
