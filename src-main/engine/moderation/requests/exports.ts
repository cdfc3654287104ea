import type { exportCommands } from "../../../../src-shared/bridge/lead/exports.ts";
import { err } from "../../../../src-shared/result.ts";
import type { Handlers, Room } from "../../room.ts";

/** Records of a batch, or of one candidate, as files. */
export function exportRequests({ withLead, askWhereToSave, closed }: Room): Handlers<keyof typeof exportCommands> {
  return {
    "export.save": (request) =>
      withLead(async ({ desk }) => {
        if (!askWhereToSave) return err({ kind: "input-invalid", reason: "There is no window that could ask where to save." });
        const { saveExport } = await import("../../reports/export-batch.ts");
        return saveExport(desk, request, askWhereToSave, closed);
      }),
  };
}
