import type { Input } from "../../src-shared/bridge/contract.ts";
import type { ModerationView } from "../../src-shared/bridge/lead/moderation.ts";

type LeadCommand = "moderation.note" | "moderation.draft";

/** What a lead types while moderating, on its way to the engine. */
export type LeadWrite = { [N in LeadCommand]: { name: N; input: Input<N> } }[LeadCommand];

/** The view as it will be once these writes are on disk: what the lead did is on screen at once. */
export function withLeadWrites(view: ModerationView, writes: readonly LeadWrite[]): ModerationView {
  return writes.filter((write) => write.input.answerId === view.answerId).reduce(applyWrite, view);
}

function applyWrite(view: ModerationView, write: LeadWrite): ModerationView {
  return write.name === "moderation.note" ? { ...view, note: write.input.text } : { ...view, draft: write.input.draft };
}
