import { useEffect, useRef } from "react";
import { tinykeys } from "tinykeys";
import { isSingleCharacter, type ActionTable } from "./action.ts";
import { focusCameByKeyboard } from "./focus-origin.ts";
import { controlKeeps, isTextField, type FocusedElement } from "./key-owner.ts";
import { useSingleKeys } from "./single-keys.ts";

/** Makes a table's keys work for as long as the component is on screen. Nothing works behind a dialog. */
export function useActions<Desk>(actions: ActionTable<Desk>, desk: Desk) {
  const [singleKeys] = useSingleKeys();
  const current = useRef({ actions, desk });
  useEffect(() => {
    current.current = { actions, desk };
  });
  const bound = Object.keys(actions).join(" ");

  useEffect(() => {
    const handlers: Record<string, (event: KeyboardEvent) => void> = {};
    for (const [name, action] of Object.entries(current.current.actions))
      for (const keys of action.keys) {
        if (!singleKeys && isSingleCharacter(keys)) continue;
        handlers[keys] = (event) => {
          if (event.defaultPrevented || event.isComposing || document.querySelector("dialog[open]")) return;
          const focused = focusedElement();
          if (focused && !action.whileTyping && controlKeeps(focused, event.key)) return;
          event.preventDefault();
          current.current.actions[name]?.run(current.current.desk);
        };
      }
    return tinykeys(window, handlers);
  }, [bound, singleKeys]);
}

/** Escape leaves a text field, so that the single keys work again. */
export function useEscapeLeavesField() {
  useEffect(() => {
    const leave = (event: KeyboardEvent) => {
      const focused = focusedElement();
      if (event.key !== "Escape" || !focused || !isTextField(focused) || document.querySelector("dialog[open]")) return;
      if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
    };
    window.addEventListener("keydown", leave);
    return () => window.removeEventListener("keydown", leave);
  }, []);
}

function focusedElement(): FocusedElement | null {
  const element = document.activeElement;
  if (!(element instanceof HTMLElement) || element === document.body) return null;
  return {
    tag: element.tagName,
    type: element.getAttribute("type") ?? "",
    role: element.getAttribute("role") ?? "",
    editable: element.isContentEditable,
    byKeyboard: focusCameByKeyboard(),
  };
}
