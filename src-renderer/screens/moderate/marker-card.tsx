import type { HandedInMark, Marker, ModerationView } from "../../../src-shared/bridge/lead/moderation.ts";
import { flagLabels } from "../../../src-shared/documents/moderation-set.ts";
import { Button } from "../../components/button.tsx";
import { FlagIcon } from "../../components/icons.tsx";
import { percent } from "../../format/percent.ts";
import { points } from "../../format/points.ts";
import { clock, shortTime } from "../../format/time.ts";
import "./marker-card.css";
import { markerStanding } from "./moderate-words.ts";
import { momentsOf, momentWords } from "./moments.ts";
import type { ModerateDeskHook } from "./use-moderate-desk.ts";

interface MarkerCardProps {
  marker: Marker;
  view: ModerationView;
  desk: ModerateDeskHook;
}

/** One assessor's mark with all that speaks for it; earlier revisions of it are reachable, and nothing of it can be changed. */
export function MarkerCard({ marker, view, desk }: MarkerCardProps) {
  const now = new Date();
  const newest = marker.marks.find((mark) => mark.counts);
  const earlier = marker.marks.filter((mark) => mark !== newest);
  return (
    <section className="card marker-card" aria-label={`Mark of ${marker.name}`}>
      <div className="marker-head">
        <b className="marker-score">
          {newest ? (newest.score === null ? "×" : points(newest.score)) : "–"}
          <span className="unseen">{newest?.score === null ? " cannot be scored" : ""}</span>
        </b>
        <div>
          <h2>{marker.name}</h2>
          <p className="soft small">
            <span className="marker-about">{newest ? aboutMark(newest, marker, now) : markerStanding[marker.standing]}</span>
            {marker.canBeAsked && desk.canDecide && (
              <>
                {" "}
                <Button look="link" onClick={() => desk.setDialog({ kind: "ask", person: marker.person })}>
                  Send back…<span className="unseen"> to {marker.name}</span>
                </Button>
              </>
            )}
          </p>
        </div>
      </div>
      <div className="marker-body">
        {newest && marker.standing !== "marked" && <p className="marker-standing small">{markerStanding[marker.standing]}</p>}
        {marker.withdrawal && <p className="small">{marker.withdrawal.note === "" ? "Gave no details." : `“${marker.withdrawal.note}”`}</p>}
        {marker.queries.map((query) => (
          <div key={query.key} className="marker-query small">
            <p>
              <b>{query.by} asked</b> {shortTime(query.at, now)}: {query.text}
            </p>
            <p>{query.reply ? <><b>Reply</b> {shortTime(query.reply.at, now)}: {query.reply.text}</> : <span className="soft">No reply yet.</span>}</p>
          </div>
        ))}
        {newest && <MarkBody mark={newest} view={view} onJump={desk.jumpTo} />}
        {earlier.length > 0 && (
          <details className="marker-earlier small">
            <summary>{earlier.length === 1 ? "1 earlier revision" : `${earlier.length} earlier revisions`}</summary>
            {earlier.map((mark) => (
              <div key={mark.setRevision} className="marker-revision">
                <p>
                  <b>
                    Revision {mark.setRevision}: {mark.score === null ? "cannot be scored" : `scored ${points(mark.score)}`}
                  </b>
                  , handed in {shortTime(mark.submittedAt, now)}
                </p>
                <MarkBody mark={mark} view={view} onJump={desk.jumpTo} />
              </div>
            ))}
          </details>
        )}
      </div>
    </section>
  );
}

/** `watched 96 %, 3:02 spent, marked 14:02`; a line breaks only between them. */
function aboutMark(mark: HandedInMark, { secondsSpent }: Marker, now: Date): string {
  const share = mark.watchedShareWhenScored ?? mark.watchedShare;
  return [`watched ${percent(share)}`, secondsSpent === null ? "" : `${clock(secondsSpent)} spent`, `marked ${shortTime(mark.markedAt, now)}`]
    .filter(Boolean)
    .map((fact) => fact.replaceAll(" ", "\u00a0"))
    .join(", ");
}

function MarkBody({ mark, view, onJump }: { mark: HandedInMark; view: ModerationView; onJump: (seconds: number) => void }) {
  const unplaced = mark.flags.filter((flag) => flag.atSeconds === null);
  const moments = momentsOf(mark, view.behaviour);
  return (
    <>
      {mark.setReason !== null && mark.setRevision > 1 && (
        <p className="small">
          <b>Revision {mark.setRevision}</b>, because: {mark.setReason}
        </p>
      )}
      {mark.cannotScore !== null && (
        <p className="small">
          <b>Cannot be scored:</b> {mark.cannotScore}
        </p>
      )}
      {mark.watchReason !== null && (
        <p className="marker-watch small">
          <b>Scored with {percent(mark.watchedShareWhenScored ?? mark.watchedShare)} watched:</b> {mark.watchReason}
        </p>
      )}
      {unplaced.map(({ flag, note }) => (
        <p key={flag} className="marker-flag small">
          <FlagIcon /> {flagLabels[flag]}
          {note !== "" && `: ${note}`}
        </p>
      ))}
      {mark.evidence.trim() !== "" && <p className="marker-evidence">{mark.evidence}</p>}
      {moments.length > 0 && (
        <ul className="marker-moments">
          {moments.map((moment) => (
            <li key={moment.id}>
              <button type="button" className="moment-link" aria-label={`${clock(moment.atSeconds)}, ${momentWords[moment.kind].toLowerCase()}: go to this moment`} onClick={() => onJump(moment.atSeconds)}>
                {clock(moment.atSeconds)}
              </button>
              <span className={`moment-shape moment-${moment.kind}`} aria-hidden="true" />
              <span>
                {moment.kind !== "note" && <b>{momentWords[moment.kind]}: </b>}
                {moment.text}
              </span>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
