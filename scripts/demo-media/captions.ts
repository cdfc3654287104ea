import type { SpokenSentence } from "./speech.ts";

const CUE_CHARACTERS = 84;
const LINE_CHARACTERS = 42;

/**
 * WebVTT for a recording. A sentence longer than two lines becomes several cues, which share its time
 * by their length; none ends after `endSeconds`.
 */
export function captionsOf(sentences: SpokenSentence[], endSeconds: number): string {
  const cues = sentences.flatMap(cuesOf).map(({ from, to, text }, index) =>
    `${index + 1}\n${timestamp(from)} --> ${timestamp(Math.min(to, endSeconds))}\n${inLines(text)}\n`);
  return `WEBVTT\n\n${cues.join("\n")}`;
}

function cuesOf({ text, from, to }: SpokenSentence): SpokenSentence[] {
  const pieces = split(text);
  const total = pieces.reduce((sum, piece) => sum + piece.length, 0);
  let spoken = 0;
  return pieces.map((piece) => {
    const start = from + ((to - from) * spoken) / total;
    spoken += piece.length;
    return { text: piece, from: start, to: from + ((to - from) * spoken) / total };
  });
}

/** Halves at the comma, or failing that at the space, nearest the middle, until every piece fits. */
function split(text: string): string[] {
  if (text.length <= CUE_CHARACTERS) return [text];
  const commas = [...text.matchAll(/[,:;?] /g)].map((match) => match.index + 1);
  const spaces = [...text.matchAll(/ /g)].map((match) => match.index);
  const middle = text.length / 2;
  const nearest = (places: number[]) => places.toSorted((a, b) => Math.abs(a - middle) - Math.abs(b - middle))[0];
  const comma = nearest(commas);
  const at = comma !== undefined && Math.abs(comma - middle) < text.length * 0.3 ? comma : nearest(spaces)!;
  return [...split(text.slice(0, at)), ...split(text.slice(at + 1))];
}

function inLines(text: string): string {
  if (text.length <= LINE_CHARACTERS) return text;
  const spaces = [...text.matchAll(/ /g)].map((match) => match.index);
  const middle = text.length / 2;
  const at = spaces.toSorted((a, b) => Math.abs(a - middle) - Math.abs(b - middle))[0];
  return at === undefined ? text : `${text.slice(0, at)}\n${text.slice(at + 1)}`;
}

function timestamp(seconds: number): string {
  const ms = Math.floor(seconds * 1000);
  const two = (value: number) => `${value}`.padStart(2, "0");
  return `${two(Math.floor(ms / 3_600_000))}:${two(Math.floor(ms / 60_000) % 60)}:${two(Math.floor(ms / 1000) % 60)}.${`${ms % 1000}`.padStart(3, "0")}`;
}
