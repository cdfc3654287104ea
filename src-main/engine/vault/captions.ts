import type { Cue } from "../../../src-shared/bridge/review.ts";

const TIMING = /^(?:(\d{2,}):)?([0-5]\d):([0-5]\d)\.(\d{3})[ \t]+-->[ \t]+(?:(\d{2,}):)?([0-5]\d):([0-5]\d)\.(\d{3})/;
const ENTITIES: Record<string, string> = { "&amp;": "&", "&lt;": "<", "&gt;": ">", "&nbsp;": "\u00a0", "&lrm;": "", "&rlm;": "" };

/**
 * Reads WebVTT (W3C, "WebVTT: The Web Video Text Tracks Format") into cues with plain text: styles, notes, regions
 * and mark-up inside cues are left out. `undefined` where the text is no WebVTT.
 */
export function readCaptions(text: string): Cue[] | undefined {
  const normal = text.replace(/^\uFEFF/, "").replaceAll(/\r\n?/g, "\n");
  if (!/^WEBVTT([ \t\n]|$)/.test(normal)) return undefined;
  const cues: Cue[] = [];
  for (const block of normal.split(/\n{2,}/)) {
    const lines = block.split("\n");
    const at = lines.findIndex((line) => line.includes("-->"));
    const match = at === -1 ? null : TIMING.exec(lines[at]!.trim());
    if (!match) continue;
    const from = seconds(match[1], match[2], match[3], match[4]);
    const to = seconds(match[5], match[6], match[7], match[8]);
    const plain = lines
      .slice(at + 1)
      .join("\n")
      .replaceAll(/<[^>]*>/g, "")
      .replaceAll(/&(amp|lt|gt|nbsp|lrm|rlm);/g, (entity) => ENTITIES[entity] ?? "")
      .trim();
    if (to > from && plain !== "") cues.push({ from, to, text: plain });
  }
  return cues.sort((a, b) => a.from - b.from);
}

function seconds(hours = "0", minutes = "0", secs = "0", millis = "0"): number {
  return Number(hours) * 3600 + Number(minutes) * 60 + Number(secs) + Number(millis) / 1000;
}
