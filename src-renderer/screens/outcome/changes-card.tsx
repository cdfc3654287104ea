import type { OutcomeFilter, OutcomeView } from "../../../src-shared/bridge/lead/outcome.ts";
import { Button } from "../../components/button.tsx";
import { points } from "../../format/points.ts";
import { plural } from "../../format/time.ts";
import { placeWords } from "./outcome-words.ts";

/** As many as stand beside the list; the filter shows them all. */
const MOST = 5;

interface ChangesCardProps {
  view: OutcomeView;
  onShow: (filter: OutcomeFilter) => void;
  onOpen: (candidate: string) => void;
}

/** Who stands elsewhere than the published outcome says. */
export function ChangesCard({ view: { changes, published }, onShow, onOpen }: ChangesCardProps) {
  const counting = published.find((each) => each.counts);
  if (!changes || !counting || changes.total === 0) return null;
  return (
    <section className="card outcome-panel" aria-labelledby="changes-heading">
      <h2 id="changes-heading">Changed since revision {counting.revision}</h2>
      <ul className="outcome-changes">
        {changes.first.slice(0, MOST).map(({ candidate, before, now }) => (
          <li key={candidate}>
            {now ? (
              <Button look="link" onClick={() => onOpen(candidate)}>
                {candidate}
              </Button>
            ) : (
              <strong>{candidate}</strong>
            )}{" "}
            <span className="soft">
              {placeText(before)} → {placeText(now)}
            </span>
          </li>
        ))}
      </ul>
      {changes.total > MOST && (
        <Button look="link" onClick={() => onShow("changed")}>
          All {plural(changes.total, "candidate")}
        </Button>
      )}
    </section>
  );
}

type Place = NonNullable<OutcomeView["changes"]>["first"][number]["now"];

function placeText(place: Place): string {
  if (!place) return "not in the batch";
  return `${placeWords[place.place].text.toLowerCase()}${place.rank === null ? "" : `, place ${place.rank}, ${points(place.total)}`}`;
}
