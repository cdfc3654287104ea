import type { HandedInMark, ModerationView } from "../../../src-shared/bridge/lead/moderation.ts";
import { flagLabels } from "../../../src-shared/documents/moderation-set.ts";
import type { Moment } from "../../player/time-line.tsx";

/** Something that an assessor noted, ticked or flagged at a moment. */
export type MarkerMoment = Moment;

export const momentWords: Record<MarkerMoment["kind"], string> = { note: "Note", positive: "Seen", negative: "Against", flag: "Flag" };

/** Everything in a mark that has a moment, in the order of the recording. */
export function momentsOf(mark: HandedInMark, { positive, negative }: ModerationView["behaviour"]): MarkerMoment[] {
  const texts = new Map([...positive, ...negative].map((each) => [each.id, each.text]));
  const against = new Set(negative.map((each) => each.id));
  return [
    ...mark.notes.map(({ atSeconds, text }, index): MarkerMoment => ({ id: `note ${index}`, atSeconds, kind: "note", text })),
    ...mark.indicators.map(({ indicator, atSeconds }): MarkerMoment => ({ id: indicator, atSeconds, kind: against.has(indicator) ? "negative" : "positive", text: texts.get(indicator) ?? indicator })),
    ...mark.flags.flatMap(({ flag, note, atSeconds }): MarkerMoment[] => (atSeconds === null ? [] : [{ id: `flag ${flag}`, atSeconds, kind: "flag", text: note === "" ? flagLabels[flag] : `${flagLabels[flag]}: ${note}` }])),
  ].sort((a, b) => a.atSeconds - b.atSeconds);
}
