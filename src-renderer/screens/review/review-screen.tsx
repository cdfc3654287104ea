import { useState } from "react";
import { useBridgeQuery } from "../../bridge/bridge-context.tsx";
import { DeskFrame } from "../../components/desk-frame.tsx";
import { QueryFailure } from "../../components/query-failure.tsx";
import { Button } from "../../components/button.tsx";
import { useGo } from "../../route.ts";
import { useReviewView } from "../../saving/save-context.tsx";
import { ReviewOpening } from "./review-opening.tsx";
import { ReviewDeskView } from "./review-desk-view.tsx";
import "./review.css";

/** One answer and everything that is needed to mark it. */
export function ReviewScreen({ answerId }: { answerId: number }) {
  const go = useGo();
  const { view, error } = useReviewView(answerId);
  const leftOpen = useState<number | null>(null);
  // Asked for here already, so that the bar has no gap when the answer comes.
  useBridgeQuery("home.view", {});
  // Without the picture there is no player: it begins anew where a withdrawal is taken back.
  if (view) return <ReviewDeskView key={view.withdrawal ? "withdrawn" : "at work"} view={view} leftOpen={leftOpen} />;
  const goHome = () => go({ screen: "home", own: true });
  return (
    <DeskFrame className={error ? "" : "review"} crumbs={[{ label: "Your work", go: goHome }]} onHome={goHome}>
      {error ? (
        <div className="page">
          <QueryFailure error={error} />
          <p>
            <Button onClick={goHome}>Back to your work</Button>
          </p>
        </div>
      ) : (
        <ReviewOpening />
      )}
    </DeskFrame>
  );
}
