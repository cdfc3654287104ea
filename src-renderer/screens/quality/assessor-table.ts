import type { AssessorQualityView, QualityView } from "../../../src-shared/bridge/lead/quality.ts";

/** What each table of assessors is given. */
export interface AssessorTableProps {
  view: QualityView;
  rows: readonly AssessorQualityView[];
  /** What the table tells. */
  label: string;
}
