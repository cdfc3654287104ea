import { useId } from "react";
import type { ReviewView } from "../../../src-shared/bridge/views.ts";
import type { WorkOrder } from "../../../src-shared/marking/work-order.ts";
import { useShortcut } from "../../keyboard/use-shortcut.ts";
import "./order-of-work.css";
import type { ReviewDeskHook } from "./use-review-desk.ts";

const choices: readonly { order: WorkOrder; label: string }[] = [
  { order: "candidate", label: "By candidate" },
  { order: "question", label: "By question" },
];

/** Whether all answers of one candidate come in a row, or all answers to one question. */
export function OrderOfWork({ view, review }: { view: ReviewView; review: ReviewDeskHook }) {
  const id = useId();
  const { suffix, ariaKeys } = useShortcut("order");
  const why = view.orderIsFixed ? "The campaign says in which order answers come." : `Which answer comes next${suffix}`;
  return (
    <fieldset className="order-of-work" title={why} disabled={view.orderIsFixed} aria-describedby={id}>
      <legend className="unseen">Order of work</legend>
      <span id={id} className="unseen">
        {why}
      </span>
      {choices.map(({ order, label }) => (
        <label key={order}>
          <input type="radio" name={id} checked={review.order === order} aria-keyshortcuts={ariaKeys} onChange={() => review.chooseOrder(order)} />
          <span>{label}</span>
        </label>
      ))}
    </fieldset>
  );
}
