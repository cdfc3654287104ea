import { useEffect, useRef } from "react";

/** How the keys move through a list of rows, as lists do everywhere: nothing to learn, nothing to choose. */
interface Rows {
  /** The row that one is at, counted from 0. */
  active: number;
  last: number;
  /** How many rows a page moves. */
  page: () => number;
  /** Whether the list has the focus. From elsewhere on the screen the first key only goes to where one is in it. */
  hasFocus: () => boolean;
  moveTo: (row: number) => void;
}

/** Arrow, page, Home and End keys work in the list, and wherever no other control has the focus. */
export function useRowKeys(rows: Rows): void {
  const latest = useRef(rows);
  useEffect(() => {
    latest.current = rows;
  });
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey || document.querySelector("dialog[open]")) return;
      const { active, last, page, hasFocus, moveTo } = latest.current;
      const inList = hasFocus();
      if (!inList && event.target instanceof Element && event.target.closest("button, input, select, textarea, a, summary")) return;
      const row = rowAfter(event.key, active, last, page());
      if (row === null) return;
      event.preventDefault();
      moveTo(inList || event.key === "Home" || event.key === "End" ? row : active);
    };
    window.addEventListener("keydown", press);
    return () => window.removeEventListener("keydown", press);
  }, []);
}

/** Where a key leads to from row `active`; null for a key that moves nothing. Never past the ends. */
export function rowAfter(key: string, active: number, last: number, page: number): number | null {
  switch (key) {
    case "ArrowDown":
      return Math.min(last, active + 1);
    case "ArrowUp":
      return Math.max(0, active - 1);
    case "PageDown":
      return Math.min(last, active + page);
    case "PageUp":
      return Math.max(0, active - page);
    case "Home":
      return 0;
    case "End":
      return last;
    default:
      return null;
  }
}
