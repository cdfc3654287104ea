/** What a key press is about: the element that has the focus, as far as keys are concerned. */
export interface FocusedElement {
  tag: string;
  /** `type` of an input. */
  type: string;
  role: string;
  editable: boolean;
  /** It was reached by keyboard, not by a press of the mouse. */
  byKeyboard: boolean;
}

const TEXT_TYPES = ["text", "search", "password", "email", "number", "url", "tel", ""];
const ARROW_ROLES = ["radio", "tab", "slider", "listbox", "menuitem"];

export function isTextField(element: FocusedElement): boolean {
  return element.editable || element.tag === "TEXTAREA" || (element.tag === "INPUT" && TEXT_TYPES.includes(element.type));
}

/**
 * Whether the focused control keeps this key for itself. A text field keeps every key without a modifier. Other
 * controls keep what works them, but only when they were reached by keyboard: after a press of the mouse on, say, a
 * score, Space must go on playing the recording and an arrow must not change the score.
 */
export function controlKeeps(element: FocusedElement, key: string): boolean {
  if (isTextField(element)) return true;
  if (element.tag === "SELECT") return key !== "Control";
  if (!element.byKeyboard) return false;
  const isRange = element.tag === "INPUT" && element.type === "range";
  const isArrow = key.startsWith("Arrow");
  if (isArrow) return isRange || ARROW_ROLES.includes(element.role) || (element.tag === "INPUT" && element.type === "radio");
  if (key === " ") return ["BUTTON", "A", "INPUT", "SUMMARY"].includes(element.tag) || ARROW_ROLES.includes(element.role);
  return false;
}
