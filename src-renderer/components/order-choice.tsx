import { useId } from "react";
import { workOrder, type WorkOrder } from "../../src-shared/marking/work-order.ts";
import { orderLabels } from "../format/order-labels.ts";

interface OrderChoiceProps {
  order: WorkOrder;
  onChoose: (order: WorkOrder) => void;
  /** The keys that change it, where there are any. */
  ariaKeys?: string | undefined;
}

/** Whether all answers of one candidate come in a row, or all answers to one question. Belongs in a `fieldset`. */
export function OrderChoice({ order, onChoose, ariaKeys }: OrderChoiceProps) {
  const name = useId();
  return workOrder.options.map((each) => (
    <label key={each}>
      <input type="radio" name={name} checked={each === order} aria-keyshortcuts={ariaKeys} onChange={() => onChoose(each)} />
      <span>{orderLabels[each]}</span>
    </label>
  ));
}
