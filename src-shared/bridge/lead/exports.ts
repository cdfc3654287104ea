import { z } from "zod";
import { candidateRef, pathId, sha256Hex } from "../../documents/ids.ts";

export const exportFormats = ["csv", "xlsx", "pdf"] as const;
export const exportFormat = z.enum(exportFormats);
export type ExportFormat = z.infer<typeof exportFormat>;

/** What was written: `file` is its name without its folder, which is nobody's business but the user's. */
export const exportedFile = z.lazy(() => z.object({
  file: z.string(),
  format: exportFormat,
  bytes: z.int(),
  sha256: sha256Hex,
  candidates: z.int(),
  /** Whether what it shows is not published yet. */
  draft: z.boolean(),
}));
export type ExportedFile = z.infer<typeof exportedFile>;

export const exportCommands = {
  /**
   * Asks the user where to, and writes a batch's record, or one candidate's, there. The page cannot say where: only the system's own dialog
   * can. Null where the user thought better of it. The answer comes when it is on disk.
   */
  "export.save": { input: z.object({ batch: pathId, format: exportFormat, candidate: candidateRef.nullable() }), output: exportedFile.nullable() },
} as const;
