import { number } from "../../format/time.ts";
import type { AssessorTableProps } from "./assessor-table.ts";
import { duration } from "./duration.ts";
import { EstimatesTable } from "./estimates-table.tsx";

/** A drift that rests on few marks may be anything: the plot ends where it would hide the others. */
const MOST_DRAWN = 3;

/** How marking changes over a hundred marks, and how long a mark takes. */
export function PaceTable(props: AssessorTableProps) {
  return (
    <EstimatesTable
      {...props}
      of={({ drift }) => drift}
      name="In 100 marks"
      ends={["stricter", "more lenient"]}
      width={260}
      mostDrawn={MOST_DRAWN}
      columns={[
        ["Time a mark", ({ time }) => (time.median === null ? "–" : duration(time.median))],
        ["Middle half", ({ time }) => (time.quartiles === null ? "–" : `${duration(time.quartiles[0])} to ${duration(time.quartiles[1])}`)],
        ["Breaks", ({ time }) => number(time.breaks)],
        ["Marks", ({ marks }) => number(marks)],
      ]}
    />
  );
}
