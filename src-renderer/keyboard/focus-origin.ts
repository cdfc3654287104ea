let pointerIsDown = false;
let byKeyboard = false;

/** Whether the focus came where it is by keyboard (or by the page itself), not by a press of mouse, pen or finger. */
export function focusCameByKeyboard(): boolean {
  return byKeyboard;
}

/** Starts watching. `:focus-visible` cannot tell: it turns true with the first key that is pressed after a click. */
export function watchFocusOrigin(): () => void {
  const down = () => {
    pointerIsDown = true;
    // Pressing the control that has the focus already moves no focus, but the hand is at the mouse now.
    byKeyboard = false;
  };
  const up = () => {
    pointerIsDown = false;
  };
  const focus = () => {
    byKeyboard = !pointerIsDown;
  };
  window.addEventListener("pointerdown", down, true);
  window.addEventListener("pointerup", up, true);
  window.addEventListener("pointercancel", up, true);
  window.addEventListener("focusin", focus, true);
  return () => {
    window.removeEventListener("pointerdown", down, true);
    window.removeEventListener("pointerup", up, true);
    window.removeEventListener("pointercancel", up, true);
    window.removeEventListener("focusin", focus, true);
  };
}
