import type { ModerationSelection } from "../../../src-shared/bridge/lead/moderation.ts";
import type { BridgeClient } from "../../bridge/bridge-client.ts";
import { bridgeQuery } from "../../bridge/bridge-queries.ts";
import { KEEP_PAGE_MS, ROWS_PER_PAGE } from "../../components/use-paged-rows.ts";

/** The page of rows that begins at `offset`. */
export function moderationPageQuery(client: BridgeClient, selection: ModerationSelection, offset: number) {
  return { ...bridgeQuery(client, "moderation.list", { ...selection, offset, limit: ROWS_PER_PAGE }), gcTime: KEEP_PAGE_MS };
}
