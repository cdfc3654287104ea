import { useId } from "react";
import type { ReviewView } from "../../../src-shared/bridge/review.ts";
import { needsWatchReason } from "../../../src-shared/marking/completeness.ts";
import { watchedShare } from "../../../src-shared/marking/watched.ts";
import { percent } from "../../format/percent.ts";
import { useSavedText } from "../../saving/use-saved-text.ts";
import "./watch-reason.css";
import type { ReviewDeskHook } from "./use-review-desk.ts";

/** What is true most often, at one press. */
const USUAL_REASONS = ["It was enough to judge", "The recording stops early", "Nothing is said in it"];

/** Asks why an answer is scored with less watched than the campaign asks for. It goes when enough was watched. */
export function WatchReason({ view, review }: { view: ReviewView; review: ReviewDeskHook }) {
  const { answerId, mark, rules, recording } = view;
  const share = watchedShare(mark.watched, recording.durationSeconds);
  const isAsked = mark.score !== null && needsWatchReason(share, rules);
  const text = useSavedText(mark.watchReason, (reason) => ({ name: "mark.set-watch-reason", input: { answerId, reason } }));
  const id = useId();
  if (!isAsked) return null;
  const isMissing = text.value.trim() === "";
  return (
    <div className={isMissing ? "watch-reason small" : "watch-reason watch-reason-told small"} role="group" aria-labelledby={id}>
      <p id={id}>
        You have watched {percent(share)} of this answer; this campaign asks for {percent(rules.minimumWatchedShare)}.
        {!review.readOnly && isMissing && <b> Watch the rest, or say why this is enough.</b>}
      </p>
      <div className="watch-reason-given">
        <input
          type="text"
          className="text-box"
          aria-label="Why what was watched is enough"
          placeholder="Your reason"
          maxLength={4000}
          readOnly={review.readOnly}
          value={text.value}
          onChange={(event) => text.onChange(event.target.value)}
          onBlur={text.onBlur}
        />
        {!review.readOnly &&
          USUAL_REASONS.map((reason) => (
            <button
              key={reason}
              type="button"
              aria-pressed={text.value === reason}
              onClick={() => review.save({ name: "mark.set-watch-reason", input: { answerId, reason: text.value === reason ? "" : reason } })}
            >
              {reason}
            </button>
          ))}
      </div>
    </div>
  );
}
