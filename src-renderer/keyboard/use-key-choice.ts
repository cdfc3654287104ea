import { useState } from "react";
import { actionOf, type ActionId } from "../../src-shared/keyboard/actions.ts";
import { chosenKeys, type ActionKeys } from "../../src-shared/keyboard/chosen-keys.ts";
import { refusalOf, type KeyRefusal } from "../../src-shared/keyboard/key-choice.ts";
import { isSingleCharacter, keyWords } from "../../src-shared/keyboard/keys.ts";
import { assertNever } from "../../src-shared/result.ts";
import { usePreferences } from "../preferences/use-preferences.ts";
import { isMac, pressedKeys, type KeyPress } from "./pressed-keys.ts";

/** What was last said about choosing keys, and about which action. */
export interface KeyNews {
  about: ActionId | null;
  text: string;
  refused: boolean;
}

export interface KeyChoice {
  /** The keys of all actions, single keys included even where they are switched off. */
  chosen: ActionKeys;
  singleKeys: boolean;
  setSingleKeys(on: boolean): void;
  /** The action that waits for its new key. */
  waiting: ActionId | null;
  news: KeyNews | null;
  begin(id: ActionId): void;
  cancel(): void;
  /** A key that was pressed while an action waits: chooses it, takes the key away, or says why not. */
  press(event: KeyPress): void;
  toUsual(id: ActionId): void;
  allToUsual(): void;
}

/** Choosing other keys for actions. `label` is what the screen calls an action. */
export function useKeyChoice(label: (id: ActionId) => string): KeyChoice {
  const [preferences, change] = usePreferences();
  const [waiting, setWaiting] = useState<ActionId | null>(null);
  const [news, setNews] = useState<KeyNews | null>(null);
  const chosen = chosenKeys(preferences);
  const say = (about: ActionId | null, text: string, refused = false) => setNews({ about, text, refused });

  function give(id: ActionId, keys: string | null) {
    const { [id]: _before, ...others } = preferences.keys;
    change({ keys: keys === actionOf(id).keys ? others : { ...others, [id]: keys } });
    setWaiting(null);
    const isOff = keys !== null && !preferences.singleKeys && isSingleCharacter(keys);
    say(id, keys === null ? `“${label(id)}” has no key now.` : `“${label(id)}” has the key ${keyWords(keys, isMac)} now${isOff ? ", which acts when single keys are on" : ""}.`);
  }

  return {
    chosen,
    singleKeys: preferences.singleKeys,
    setSingleKeys: (singleKeys) => change({ singleKeys }),
    waiting,
    news,
    begin(id) {
      setWaiting(id);
      say(id, `Press the new key for “${label(id)}”. Escape leaves it as it is, Delete takes the key away.`);
    },
    cancel() {
      if (waiting) say(waiting, `“${label(waiting)}” stays as it was.`);
      setWaiting(null);
    },
    press(event) {
      if (!waiting) return;
      if (event.key === "Delete" || event.key === "Backspace") return give(waiting, null);
      const keys = pressedKeys(event);
      // A modifier alone: more will come.
      if (keys === null) return event.altKey || event.metaKey ? say(waiting, "Keys with Alt, or with the Windows key, belong to the menu and the computer. Press another one.", true) : undefined;
      const refusal = refusalOf(waiting, keys, chosen);
      if (refusal) say(waiting, sentence(keyWords(keys, isMac), refusal), true);
      else give(waiting, keys);
    },
    toUsual(id) {
      const usual = actionOf(id).keys;
      const refusal = usual === null ? null : refusalOf(id, usual, chosen);
      if (usual !== null && refusal?.kind === "taken") return say(id, `${keyWords(usual, isMac)} is the key of “${label(refusal.by)}” now. Change that one first.`, true);
      give(id, usual);
    },
    allToUsual() {
      change({ keys: {} });
      setWaiting(null);
      say(null, "All actions have their usual keys again.");
    },
  };

  function sentence(keys: string, refusal: KeyRefusal): string {
    switch (refusal.kind) {
      case "works-the-controls":
        return `${keys} works buttons, fields and dialogs. Press another key.`;
      case "needed-by-menu":
        return `The menu needs ${keys}. Press another key.`;
      case "needed-for-text":
        return `${keys} moves in a text. Press another key.`;
      case "not-usable":
        return `${keys} belongs to the computer or to scrolling. Press another key.`;
      case "taken":
        return `${keys} is the key of “${label(refusal.by)}”. Press another key, or change that one first.`;
      default:
        return assertNever(refusal);
    }
  }
}
