import type { QueueView } from "../../../src-shared/bridge/queue.ts";
import { OrderChoice } from "../../components/order-choice.tsx";
import { orderLabels } from "../../format/order-labels.ts";
import { usePreferences } from "../../preferences/use-preferences.ts";

/** In which order the answers come, here and with Next while marking: the assessor's choice, unless the campaign made it. */
export function QueueOrder({ view, onChange }: { view: QueueView; onChange: () => void }) {
  const [preferences, change] = usePreferences();
  if (view.orderIsFixed) return <p className="queue-order soft">{orderLabels[view.order]}, as the campaign asks</p>;
  return (
    <fieldset className="queue-order">
      <legend className="unseen">Order</legend>
      <OrderChoice
        order={preferences.order}
        onChoose={(order) => {
          change({ order });
          onChange();
        }}
      />
    </fieldset>
  );
}
