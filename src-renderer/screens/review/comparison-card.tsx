import { useEffect, useRef } from "react";
import type { Comparison } from "../../../src-shared/bridge/practice.ts";
import type { ReviewView } from "../../../src-shared/bridge/review.ts";
import { Tag } from "../../components/tag.tsx";
import { points } from "../../format/points.ts";
import { distanceWords } from "../../format/practice-words.ts";
import "./comparison-card.css";
import type { ReviewDeskHook } from "./use-review-desk.ts";

interface ComparisonCardProps {
  view: ReviewView;
  shown: Extract<Comparison, { state: "shown" }>;
  review: ReviewDeskHook;
}

/** In the place of the evidence that was written: both, side by side, with how far the scores are apart. */
export function ComparisonCard({ view: { mark, practice }, shown, review }: ComparisonCardProps) {
  const card = useRef<HTMLElement>(null);
  const { takesFocus } = review.comparing;
  // The button that was pressed is gone, and this is what came of it.
  useEffect(() => {
    if (takesFocus()) card.current?.focus();
  }, [takesFocus]);
  const { tolerance } = practice!;
  const isWithin = mark.score !== null && Math.abs(mark.score - shown.score) <= tolerance;
  return (
    <section ref={card} className="card comparison-card" tabIndex={-1} aria-label="Your mark and the leads’ mark">
      <div className="card-head">
        <h2>{distanceWords(mark.score, shown.score)}</h2>
        <Tag tone={isWithin ? "good" : "waiting"}>{isWithin ? "within" : "beyond"} the tolerance of {points(tolerance)}</Tag>
      </div>
      <div className="comparison-texts">
        <Text title="Your evidence" text={mark.evidence || mark.cannotScore || "None written; see your notes."} />
        <Text title="Why the leads gave theirs" text={shown.rationale} />
      </div>
    </section>
  );
}

function Text({ title, text }: { title: string; text: string }) {
  return (
    <div role="group" aria-label={title} tabIndex={0}>
      <h3>{title}</h3>
      <p>{text}</p>
    </div>
  );
}
