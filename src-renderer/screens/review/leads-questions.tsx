import { useId } from "react";
import type { ReviewView } from "../../../src-shared/bridge/review.ts";
import type { LeadsQuery } from "../../../src-shared/bridge/views.ts";
import { Notice } from "../../components/notice.tsx";
import { shortTime } from "../../format/time.ts";
import { useSavedText } from "../../saving/use-saved-text.ts";
import "./leads-questions.css";
import type { ReviewDeskHook } from "./use-review-desk.ts";

/** What leads ask about this answer, each with its reply. The mark may be changed or kept; the next set carries both. */
export function LeadsQuestions({ view, review, now }: { view: ReviewView; review: ReviewDeskHook; now: Date }) {
  return view.queries.map((query) => (
    <Notice key={query.query} tone={query.reply.trim() === "" ? "waiting" : "info"}>
      <Question query={query} answerId={view.answerId} readOnly={review.isClosed} now={now} />
    </Notice>
  ));
}

function Question({ query: { query, lead, text, askedAt, reply }, answerId, readOnly, now }: { query: LeadsQuery; answerId: number; readOnly: boolean; now: Date }) {
  const id = useId();
  const saved = useSavedText(reply, (written) => ({ name: "mark.reply", input: { answerId, query, text: written } }));
  return (
    <div className="leads-question">
      <p id={id}>
        <strong>{lead} asks:</strong> {text} <span className="soft small">{shortTime(askedAt, now)}</span>
      </p>
      <div className="leads-question-reply">
        <label htmlFor={`${id}-reply`}>Your reply</label>
        <textarea
          id={`${id}-reply`}
          className="text-box"
          rows={1}
          aria-describedby={id}
          placeholder="Change the mark or keep it, and say why"
          maxLength={4000}
          readOnly={readOnly}
          value={saved.value}
          onChange={(event) => saved.onChange(event.target.value)}
          onBlur={saved.onBlur}
        />
      </div>
    </div>
  );
}
