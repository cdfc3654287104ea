import { useMemo } from "react";
import type { ActionId } from "../../src-shared/keyboard/actions.ts";
import { workingKeys, type ActionKeys } from "../../src-shared/keyboard/chosen-keys.ts";
import { ariaKeys, keyParts, keyWords } from "../../src-shared/keyboard/keys.ts";
import { usePreferences } from "../preferences/use-preferences.ts";
import { isMac } from "./pressed-keys.ts";

/** The keys of all actions as they act now: `null` for one that has none, or has lost it with the single keys. */
export function useWorkingKeys(): ActionKeys {
  const [{ keys, singleKeys }] = usePreferences();
  return useMemo(() => workingKeys({ keys, singleKeys }), [keys, singleKeys]);
}

/** The parts of an action's key as they stand on the keyboard. */
export function useKeyLabel(action: ActionId): string[] | null {
  const keys = useWorkingKeys()[action];
  return keys === null ? null : keyParts(keys, isMac);
}

export interface Shortcut {
  /** To be put behind a tooltip's words: ` (N)`, or nothing. */
  suffix: string;
  /** For the control's `aria-keyshortcuts`. */
  ariaKeys: string | undefined;
}

/** How controls say which key does the same. */
export function useShortcuts(): (action: ActionId | null) => Shortcut {
  const working = useWorkingKeys();
  return (action) => {
    const keys = action && working[action];
    return keys === null ? { suffix: "", ariaKeys: undefined } : { suffix: ` (${keyWords(keys, isMac)})`, ariaKeys: ariaKeys(keys, isMac) };
  };
}

/** For one control. */
export function useShortcut(action: ActionId | null): Shortcut {
  return useShortcuts()(action);
}
