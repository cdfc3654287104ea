import type { Cue } from "../../../src-shared/bridge/review.ts";

/** A stretch of one line of the transcript, in characters. */
export interface HitPart {
  line: number;
  from: number;
  to: number;
}
/** One place where the words were said. They may run from one line into the next. */
export type Hit = readonly HitPart[];

/** A caption as one line: where it was broken on the picture does not matter here. */
export function lineOf(cue: Cue): string {
  return cue.text.replace(/\s+/g, " ").trim();
}

/** Everywhere the words are said, whatever their case and accents. */
export function findInLines(lines: readonly string[], words: string): Hit[] {
  const wanted = fold(words.replace(/\s+/g, " ").trim()).text;
  if (wanted === "") return [];
  const starts: number[] = [];
  let whole = "";
  for (const line of lines) {
    starts.push(whole.length);
    whole += `${line} `;
  }
  const { text, origins } = fold(whole);
  const hits: Hit[] = [];
  for (let at = text.indexOf(wanted); at !== -1; at = text.indexOf(wanted, at + wanted.length)) {
    const from = origins[at] ?? 0;
    const to = (origins[at + wanted.length - 1] ?? 0) + 1;
    hits.push(partsOf(lines, starts, from, to));
  }
  return hits;
}

function partsOf(lines: readonly string[], starts: readonly number[], from: number, to: number): Hit {
  return lines.flatMap((text, line) => {
    const start = starts[line] ?? 0;
    const part = { line, from: Math.max(0, from - start), to: Math.min(text.length, to - start) };
    return part.from < part.to ? [part] : [];
  });
}

/** Small letters without accents, with straight apostrophes; `origins` says from which character each came. */
function fold(text: string): { text: string; origins: number[] } {
  let folded = "";
  const origins: number[] = [];
  let at = 0;
  for (const character of text) {
    const plain = character
      .normalize("NFD")
      .replace(/\p{M}/gu, "")
      .replace(/[‘’]/g, "'")
      .toLowerCase();
    folded += plain;
    for (let unit = 0; unit < plain.length; unit++) origins.push(at);
    at += character.length;
  }
  return { text: folded, origins };
}
