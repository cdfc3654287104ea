import { useEffect, useRef, useState, type RefObject } from "react";

/** Words of the transcript that were selected, and the line where they begin. */
export interface SelectedWords {
  words: string;
  line: number;
}

/** What is selected with the mouse in a list of lines. `onSelect` is told as soon as something is. */
export function useSelectedWords(list: RefObject<HTMLElement | null>, onSelect: () => void): SelectedWords | null {
  const [selected, setSelected] = useState<SelectedWords | null>(null);
  const tell = useRef(onSelect);
  useEffect(() => {
    tell.current = onSelect;
  });
  useEffect(() => {
    const read = () => {
      const found = selectedIn(list.current);
      setSelected(found);
      if (found) tell.current();
    };
    document.addEventListener("selectionchange", read);
    return () => document.removeEventListener("selectionchange", read);
  }, [list]);
  return selected;
}

function selectedIn(list: HTMLElement | null): SelectedWords | null {
  const selection = window.getSelection();
  if (!list || !selection || selection.isCollapsed || selection.rangeCount === 0) return null;
  const range = selection.getRangeAt(0);
  if (!list.contains(range.commonAncestorContainer)) return null;
  const begin = range.startContainer;
  const element = (begin instanceof Element ? begin : begin.parentElement)?.closest<HTMLElement>("[data-line]");
  // The times cannot be selected, so they are not among the words.
  const words = selection.toString().replace(/\s+/g, " ").trim();
  return element && words !== "" ? { words, line: Number(element.dataset["line"]) } : null;
}
