import { memo } from "react";
import type { QueueRow } from "../../../src-shared/bridge/queue.ts";
import { FULLY_WATCHED_SHARE, SHORT_ANSWER_SHARE } from "../../../src-shared/marking/completeness.ts";
import { FlagIcon } from "../../components/icons.tsx";
import { GridRow } from "../../components/row-grid/grid-row.tsx";
import type { RowInView } from "../../components/row-grid/row-grid.tsx";
import { Tag } from "../../components/tag.tsx";
import { percent } from "../../format/percent.ts";
import { clock, timeOrDay } from "../../format/time.ts";
import { rowState } from "./queue-words.ts";

export const columns = ["Candidate", "Question", "Score", "State", "Flags", "Length", "Watched", "Recording", "Saved"] as const;

interface QueueRowProps extends RowInView<QueueRow> {
  passMark: number;
  now: Date;
}

/** One answer in a line. */
export const QueueRowView = memo(function QueueRowView({ row, passMark, now, ...place }: QueueRowProps) {
  return (
    <GridRow {...place} className={row?.withdrawn ? "queue-row queue-row-withdrawn" : "queue-row"} waiting="Fetching this answer">
      {row ? <Cells row={row} passMark={passMark} now={now} /> : null}
    </GridRow>
  );
});

function Cells({ row, passMark, now }: { row: QueueRow; passMark: number; now: Date }) {
  const state = rowState(row);
  return (
    <>
      <span role="gridcell" className="queue-candidate">
        {row.candidate}
      </span>
      <span role="gridcell" className="queue-question">
        <b>
          <span className="queue-word">question </span>
          {row.questionNumber}
        </b>{" "}
        {row.behaviour}
      </span>
      <span role="gridcell" className="queue-score">
        <Score row={row} passMark={passMark} />
      </span>
      <span role="gridcell" className="queue-state">
        <Tag tone={state.tone}>{state.text}</Tag>
      </span>
      <span role="gridcell" className="queue-flags">
        {row.flags > 0 && (
          <>
            <FlagIcon /> {row.flags}
            <span className="queue-word"> {row.flags === 1 ? "flag" : "flags"}</span>
          </>
        )}
      </span>
      <span role="gridcell" className="queue-length">
        {clock(row.durationSeconds)} <span className="soft">of {clock(row.secondsAllowed)}</span>
        {row.durationSeconds < row.secondsAllowed * SHORT_ANSWER_SHARE && <b> short</b>}
      </span>
      <span role="gridcell" className="queue-watched">
        {watchedWords(row.watchedShare)}
      </span>
      <span role="gridcell" className={row.recordingHere ? "queue-recording soft" : "queue-recording queue-to-come"}>
        {row.recordingHere ? "here" : "to come"}
      </span>
      <span role="gridcell" className="queue-saved soft">
        {row.savedAt && isMarkedUp(row) && (
          <>
            <span className="unseen">saved </span>
            {timeOrDay(row.savedAt, now)}
          </>
        )}
      </span>
    </>
  );
}

/** What was only watched is saved too, but nobody asks when. */
const isMarkedUp = (row: QueueRow) => row.score !== null || row.cannotScore || row.flags > 0;

function Score({ row, passMark }: { row: QueueRow; passMark: number }) {
  if (row.score === null)
    return (
      <span className="soft">
        <span aria-hidden="true">–</span>
        <span className="unseen">no score</span>
      </span>
    );
  return (
    <>
      <span className="unseen">score </span>
      <b>{row.score}</b>
      {row.score < passMark && <span className="queue-below">▾ below pass</span>}
    </>
  );
}

function watchedWords(share: number) {
  if (share >= FULLY_WATCHED_SHARE)
    return (
      <>
        all<span className="queue-word"> watched</span>
      </>
    );
  if (share === 0)
    return (
      <span className="soft">
        not yet<span className="queue-word"> watched</span>
      </span>
    );
  return (
    <>
      {percent(share)}
      <span className="queue-word"> watched</span>
    </>
  );
}
