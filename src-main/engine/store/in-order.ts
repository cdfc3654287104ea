import type { WorkOrder } from "../../../src-shared/marking/work-order.ts";

/** The columns by which answers `a` stand in each order of work. */
export const inOrder: Record<WorkOrder, string> = { candidate: "a.position", question: "a.question_number, a.position" };
