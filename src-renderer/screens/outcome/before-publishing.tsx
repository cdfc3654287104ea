import type { ReactNode } from "react";
import type { OutcomeFilter, OutcomeTie, OutcomeView } from "../../../src-shared/bridge/lead/outcome.ts";
import { Button } from "../../components/button.tsx";
import { Dot } from "../../components/tag.tsx";
import type { Tone } from "../../format/sync-words.ts";
import { plural } from "../../format/time.ts";
import { useGo } from "../../route.ts";

interface BeforePublishingProps {
  view: OutcomeView;
  onTie: (tie: OutcomeTie) => void;
  onShow: (filter: OutcomeFilter) => void;
}

/** What keeps the outcome from being published, what deserves a second look, and the way there. */
export function BeforePublishing({ view, onTie, onShow }: BeforePublishingProps) {
  const go = useGo();
  const { batch, open, behind, ties, tiesInAll, counts } = view;
  const across = ties.filter((tie) => tie.acrossLastPlace);
  const level = tiesInAll - across.length;
  const withAssessors = open.waiting + open.asked + open.unallocated;
  const toModerate = (
    <Button look="link" onClick={() => go({ screen: "moderate", batch })}>
      Moderate
    </Button>
  );
  return (
    <section className="card outcome-panel" aria-labelledby="before-heading">
      <h2 id="before-heading">Before publishing</h2>
      <ul className="outcome-checks">
        {behind && <Line tone="waiting">What was handed in is still being taken in.</Line>}
        {open.toSettle > 0 && (
          <Line tone="bad" way={toModerate}>
            {plural(open.toSettle, "answer")} to settle
          </Line>
        )}
        {across.map((tie) => (
          <Line
            key={tie.candidates.join("\n")}
            tone="bad"
            way={
              <Button look="link" onClick={() => onTie(tie)}>
                Put in order
              </Button>
            }
          >
            {plural(tie.candidates.length, "candidate")} tie for the last offer
          </Line>
        ))}
        {withAssessors > 0 && (
          <Line
            tone="waiting"
            way={
              <Button look="link" onClick={() => go({ screen: "board", batch })}>
                Board
              </Button>
            }
          >
            {plural(withAssessors, "answer")} without a score: {[open.waiting > 0 && `${open.waiting} to be marked`, open.asked > 0 && `${open.asked} sent back`, open.unallocated > 0 && `${open.unallocated} allocated to nobody`].filter(Boolean).join(", ")}
          </Line>
        )}
        {view.hindrance === null && <Line tone="good">Nothing is in the way.</Line>}
        {open.withoutScore > 0 && (
          <Line tone="quiet" way={<Show filter="incomplete" onShow={onShow} />}>
            {plural(open.withoutScore, "answer")} settled without a score
          </Line>
        )}
        {counts.close > 0 && (
          <Line tone="quiet" way={<Show filter="close" onShow={onShow} />}>
            {plural(counts.close, "candidate")} close to the pass mark: one point for one answer decides
          </Line>
        )}
        {level > 0 && (
          <Line tone="quiet" way={<Show filter="tied" onShow={onShow} />}>
            {plural(level, "tie")} that the rules leave level
          </Line>
        )}
      </ul>
    </section>
  );
}

function Line({ tone, way, children }: { tone: Tone; way?: ReactNode; children: ReactNode }) {
  return (
    <li>
      <Dot tone={tone} />
      <span>{children}</span>
      {way}
    </li>
  );
}

function Show({ filter, onShow }: { filter: OutcomeFilter; onShow: (filter: OutcomeFilter) => void }) {
  return (
    <Button look="link" onClick={() => onShow(filter)}>
      Show
    </Button>
  );
}
