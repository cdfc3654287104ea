import type { WorkOrder } from "../../src-shared/marking/work-order.ts";

export const orderLabels: Record<WorkOrder, string> = { candidate: "By candidate", question: "By question" };
