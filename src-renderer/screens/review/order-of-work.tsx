import { useId } from "react";
import type { ReviewView } from "../../../src-shared/bridge/review.ts";
import { OrderChoice } from "../../components/order-choice.tsx";
import { useShortcut } from "../../keyboard/use-shortcut.ts";
import "./order-of-work.css";
import type { ReviewDeskHook } from "./use-review-desk.ts";

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
      <OrderChoice order={review.order} onChoose={review.chooseOrder} ariaKeys={ariaKeys} />
    </fieldset>
  );
}
