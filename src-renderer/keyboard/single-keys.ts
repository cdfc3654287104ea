import { useSyncExternalStore } from "react";

/** Kept for this window's origin; anything but "off" is on. */
const SETTING = "single-keys";
const listeners = new Set<() => void>();

function read(): boolean {
  return window.localStorage.getItem(SETTING) !== "off";
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Whether single letters, digits and signs act, and a way to change that. Some people's speech input or tremor sets them off by accident. */
export function useSingleKeys(): [boolean, (on: boolean) => void] {
  const on = useSyncExternalStore(subscribe, read);
  const change = (next: boolean) => {
    window.localStorage.setItem(SETTING, next ? "on" : "off");
    for (const listener of listeners) listener();
  };
  return [on, change];
}
