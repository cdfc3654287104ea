import type { WorkOrder } from "../../../src-shared/marking/work-order.ts";

/** The columns by which answers `a` stand in each order of work. Practice comes first in both. */
export const inOrder: Record<WorkOrder, string> = { candidate: "a.turn, a.position", question: "a.turn, a.question_number, a.position" };
/** The index that has them so. */
export const walkedBy: Record<WorkOrder, string> = { candidate: "answers_in_order", question: "answers_by_question" };
/** The same of one answer, as parameters. */
export const placeIn: Record<WorkOrder, string> = { candidate: "@turn, @position", question: "@turn, @questionNumber, @position" };
