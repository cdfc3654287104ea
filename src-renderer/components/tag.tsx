import type { ReactNode } from "react";
import type { Tone } from "../format/sync-words.ts";
import "./tag.css";

/** A state in a word or two; the colour only repeats it. */
export function Tag({ tone, children }: { tone: Tone; children: ReactNode }) {
  return <span className={`tag tag-${tone}`}>{children}</span>;
}

/** A coloured point before a sentence. */
export function Dot({ tone }: { tone: Tone }) {
  return <span className={`dot dot-${tone}`} aria-hidden="true" />;
}
