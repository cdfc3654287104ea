import type { qualityQueries } from "../../../../src-shared/bridge/lead/quality.ts";
import type { Handlers, Room } from "../../room.ts";

/** Statistics of marks: computed elsewhere, so that nobody waits for them but who asked. */
export function qualityRequests({ withLead }: Room): Handlers<keyof typeof qualityQueries> {
  return {
    "quality.view": (input) => withLead(async ({ desk, quality }) => (await import("../quality/quality-view.ts")).qualityView(desk, quality, input)),
    "quality.pair": (input) => withLead(async ({ desk, quality }) => (await import("../quality/quality-view.ts")).qualityPair(desk, quality, input)),
  };
}
