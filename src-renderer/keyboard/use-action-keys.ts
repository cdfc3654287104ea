import { useEffect, useMemo, useSyncExternalStore } from "react";
import { actionIds, actionOf, type ActionId } from "../../src-shared/keyboard/actions.ts";
import { allWorkingKeys } from "../../src-shared/keyboard/chosen-keys.ts";
import { parseKeys } from "../../src-shared/keyboard/keys.ts";
import { usePreferences } from "../preferences/use-preferences.ts";
import { focusCameByKeyboard } from "./focus-origin.ts";
import { controlKeeps, isTextField, type FocusedElement } from "./key-owner.ts";
import { tellMenu } from "./menu-messages.ts";
import { offered } from "./offered.ts";
import { pressedKeys } from "./pressed-keys.ts";
import { useWorkingKeys } from "./use-shortcut.ts";

/** Makes keys do what is offered, and shows both in the application's menu. Once for each window. */
export function useActionKeys(): void {
  const [{ singleKeys }] = usePreferences();
  const working = useWorkingKeys();
  const keysOf = useMemo(() => new Map(actionIds.map((id) => [id, allWorkingKeys(id, working, singleKeys)])), [working, singleKeys]);

  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing || offered.isHeld()) return;
      const pressed = pressedKeys(event);
      const id = pressed === null ? undefined : offeredWith(pressed, keysOf);
      if (pressed === null || id === undefined) return;
      const action = actionOf(id);
      const focused = focusedElement();
      const alsoWhileTyping = action.whileTyping === true && parseKeys(pressed).mod;
      if (focused && !alsoWhileTyping && controlKeeps(focused, event.key)) return;
      event.preventDefault();
      // A key that is held down must not leap over answers or write notes by the dozen.
      if (!event.repeat || action.repeats) offered.run(id);
    };
    window.addEventListener("keydown", press);
    return () => window.removeEventListener("keydown", press);
  }, [keysOf]);

  const all = useSyncExternalStore(offered.subscribe, offered.all);
  const held = useSyncExternalStore(offered.subscribe, offered.isHeld);
  useEffect(() => tellMenu(held ? [] : (Object.keys(all) as ActionId[]), working), [all, held, working]);
  useEffect(() => () => tellMenu([], working), [working]);
}

function offeredWith(pressed: string, keysOf: ReadonlyMap<ActionId, string[]>): ActionId | undefined {
  return (Object.keys(offered.all()) as ActionId[]).find((id) => keysOf.get(id)?.includes(pressed));
}

/** Escape leaves a text field for the part of the screen that it belongs to, so that the single keys work again. */
export function useEscapeLeavesField() {
  useEffect(() => {
    const leave = (event: KeyboardEvent) => {
      const focused = focusedElement();
      if (event.key !== "Escape" || event.defaultPrevented || !focused || !isTextField(focused) || offered.isHeld()) return;
      const part = document.activeElement?.closest<HTMLElement>("section, main");
      if (part) focusPart(part);
    };
    window.addEventListener("keydown", leave);
    return () => window.removeEventListener("keydown", leave);
  }, []);
}

/** Not just a blur: Tab goes on from here, and a screen reader says where it is. */
function focusPart(part: HTMLElement): void {
  part.tabIndex = -1;
  part.focus({ preventScroll: true });
  part.addEventListener("blur", () => part.removeAttribute("tabindex"), { once: true });
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
