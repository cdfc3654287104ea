import type { Room } from "../../room.ts";
import { boardRequests } from "./board.ts";
import { deliveryRequests } from "./delivery.ts";
import { exportRequests } from "./exports.ts";
import { fairnessRequests } from "./fairness.ts";
import { moderationRequests } from "./moderation.ts";
import { outcomeRequests } from "./outcome.ts";
import { qualityRequests } from "./quality.ts";

/** All that is asked of a lead's desk alone. */
export function leadRequests(room: Room) {
  return {
    ...boardRequests(room),
    ...qualityRequests(room),
    ...deliveryRequests(room),
    ...outcomeRequests(room),
    ...fairnessRequests(room),
    ...moderationRequests(room),
    ...exportRequests(room),
  };
}

export type LeadRequest = keyof ReturnType<typeof leadRequests>;
