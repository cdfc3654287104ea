import type { qualityQueries } from "../../../../src-shared/bridge/lead/quality.ts";
import type { Handlers, Room } from "../../room.ts";
import { qualityPair, qualityView } from "../quality/quality-view.ts";

/** Statistics of marks: computed elsewhere, so that nobody waits for them but who asked. */
export function qualityRequests({ withLead }: Room): Handlers<keyof typeof qualityQueries> {
  return {
    "quality.view": (input) => withLead(({ desk, quality }) => qualityView(desk, quality, input)),
    "quality.pair": (input) => withLead(({ desk, quality }) => qualityPair(desk, quality, input)),
  };
}
