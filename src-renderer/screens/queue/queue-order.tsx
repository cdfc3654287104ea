import type { QueueView } from "../../../src-shared/bridge/queue.ts";
import { workOrder, type WorkOrder } from "../../../src-shared/marking/work-order.ts";
import { usePreferences } from "../../preferences/use-preferences.ts";

const labels: Record<WorkOrder, string> = { candidate: "By candidate", question: "By question" };

/** In which order the answers come, here and with Next while marking: the assessor's choice, unless the campaign made it. */
export function QueueOrder({ view, onChange }: { view: QueueView; onChange: () => void }) {
  const [preferences, change] = usePreferences();
  if (view.orderIsFixed) return <p className="queue-order soft">{labels[view.order]}, as the campaign asks</p>;
  return (
    <fieldset className="queue-order">
      <legend className="unseen">Order</legend>
      {workOrder.options.map((order) => (
        <label key={order} className={order === preferences.order ? "queue-order-chosen" : ""}>
          <input
            type="radio"
            name="queue-order"
            checked={order === preferences.order}
            onChange={() => {
              change({ order });
              onChange();
            }}
          />
          {labels[order]}
        </label>
      ))}
    </fieldset>
  );
}
