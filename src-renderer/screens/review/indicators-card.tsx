import type { ReviewView } from "../../../src-shared/bridge/review.ts";
import type { Indicator } from "../../../src-shared/documents/campaign.ts";
import { clock } from "../../format/time.ts";
import "./indicators-card.css";
import type { ReviewDeskHook } from "./use-review-desk.ts";

/** What good and poor evidence looks like. A tick keeps its moment. */
export function IndicatorsCard({ view, review }: { view: ReviewView; review: ReviewDeskHook }) {
  const { behaviour } = view;
  return (
    <section className="card indicators-card" aria-label={`Evidence of ${behaviour.name}`} tabIndex={review.readOnly ? 0 : undefined}>
      <IndicatorList title="Evidence to look for" kind="positive" indicators={behaviour.positive} view={view} review={review} />
      {behaviour.negative.length > 0 && <IndicatorList title="Evidence against" kind="negative" indicators={behaviour.negative} view={view} review={review} />}
    </section>
  );
}

interface IndicatorListProps {
  title: string;
  kind: "positive" | "negative";
  indicators: readonly Indicator[];
  view: ReviewView;
  review: ReviewDeskHook;
}

function IndicatorList({ title, kind, indicators, view, review }: IndicatorListProps) {
  return (
    <fieldset className={`indicators indicators-${kind}`}>
      <legend>{title}</legend>
      <ul>
        {indicators.map(({ id, text }) => {
          const at = view.mark.indicators.find((each) => each.indicator === id)?.atSeconds;
          const tick = (on: boolean) =>
            review.save({ name: "mark.set-indicator", input: { answerId: view.answerId, indicator: id, atSeconds: on ? review.momentNow() : null } });
          return (
            <li key={id}>
              <label>
                <input type="checkbox" checked={at !== undefined} disabled={review.readOnly} onChange={(event) => tick(event.target.checked)} />
                <span>{text}</span>
              </label>
              {at !== undefined && (
                <button type="button" className="moment-link" aria-label={`${clock(at)}, go to this moment: ${text}`} onClick={() => review.jumpTo(at)}>
                  {clock(at)}
                </button>
              )}
            </li>
          );
        })}
      </ul>
    </fieldset>
  );
}
