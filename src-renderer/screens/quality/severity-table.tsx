import { rounded } from "../../../src-shared/agreement/rounded.ts";
import type { AssessorQualityView } from "../../../src-shared/bridge/lead/quality.ts";
import { number } from "../../format/time.ts";
import type { AssessorTableProps } from "./assessor-table.ts";
import { EstimatesTable } from "./estimates-table.tsx";

const group = ["Group", ({ severity }: AssessorQualityView) => severity.group ?? ""] as const;
const seeds = ["Against seeds", ({ definitive }: AssessorQualityView) => (definitive === null ? "none" : `${rounded(definitive.difference.value, 2, true)} over ${definitive.answers}`)] as const;

/** How severe each assessor is against the others, and against what leads agreed on. */
export function SeverityTable(props: AssessorTableProps) {
  const { assessors } = props.view;
  return (
    <EstimatesTable
      {...props}
      of={({ severity }) => severity}
      name="Severity"
      ends={["severe", "lenient"]}
      width={320}
      columns={[
        ["Marks shared", ({ shared }) => number(shared)],
        ...(assessors.some(({ severity }) => severity.group !== undefined) ? [group] : []),
        ...(assessors.some(({ definitive }) => definitive !== null) ? [seeds] : []),
      ]}
    />
  );
}
