import type { ReactNode } from "react";
import type { ModerationCounts, ModerationSelection, ModerationView } from "../../../src-shared/bridge/lead/moderation.ts";
import { Notice } from "../../components/notice.tsx";
import { useOwnClicks } from "../../components/use-own-clicks.ts";
import { shortTime } from "../../format/time.ts";
import { scoreLabels } from "../../keyboard/answer-actions.ts";
import { useActions } from "../../keyboard/use-actions.ts";
import { NoRecording } from "../../player/no-recording.tsx";
import { Player } from "../../player/player.tsx";
import { useAwaitedRecording } from "../../player/use-awaited-recording.ts";
import { AskDialog } from "./ask-dialog.tsx";
import { clipOf, useNextClip } from "./clips.ts";
import { DecisionCard } from "./decision-card.tsx";
import { Lanes } from "./lanes.tsx";
import { LeadNote } from "./lead-note.tsx";
import { MarkerCard } from "./marker-card.tsx";
import { ModerateFrame } from "./moderate-frame.tsx";
import { ReopenDialog, TakeBackDialog } from "./reason-dialog.tsx";
import { useModerateDesk, type Settled } from "./use-moderate-desk.ts";

export interface ModerateAnswerProps {
  view: ModerationView;
  counts: ModerationCounts;
  selection: ModerationSelection;
  list: (onGo: (answerId: number) => void, takeBack: (() => void) | null) => ReactNode;
  toList: () => void;
  lastSettled: [Settled | null, (settled: Settled | null) => void];
}

/** One answer as a lead sees it: the picture with a lane for each assessor, the decision, and the marks beside each other. */
export function ModerateAnswer({ view, counts, selection, list, toList, lastSettled }: ModerateAnswerProps) {
  const desk = useModerateDesk(view, { selection, lastSettled, toList });
  const nextClip = useNextClip(desk.around?.next ?? null);
  const unavailable = useUnavailable(view);
  useOwnClicks(`answer ${view.answerId}`);
  useActions<"answer" | "moderate">(desk.runs, scoreLabels(view.scale, "Final score"));
  return (
    <ModerateFrame batch={view.batch} counts={counts} savedAt={view.savedAt} leave={desk.leave}>
      {view.published && (
        <Notice tone="info">
          <p>
            <strong>
              Outcome {view.published.revision} was published {shortTime(view.published.at, new Date())}.
            </strong>{" "}
            It stays as it is; what you change now goes into its next revision.
          </p>
        </Notice>
      )}
      <div className="moderate-desk">
        {list(desk.toAnswer, desk.runs.undoSettling ?? null)}
        <Player
          host={desk.host}
          playback={desk.playback}
          label={`Recording of candidate ${view.candidate}, question ${view.question.number}`}
          answerId={view.answerId}
          clip={clipOf(view)}
          nextClip={nextClip}
          durationSeconds={view.recording.durationSeconds}
          secondsAllowed={view.secondsAllowed}
          hasCaptions={view.captions.length > 0}
          watched={[]}
          moments={[]}
          lanes={desk.playback && <Lanes view={view} playback={desk.playback} />}
          fault={NO_FAULT}
          unavailable={unavailable}
          onFailure={(tryAgain) => (
            <NoRecording title="This recording cannot be played" {...NO_FAULT} tryAgain={tryAgain}>
              It is on this laptop, but it does not play. The marks are below; you can settle the answer all the same.
            </NoRecording>
          )}
        />
        <DecisionCard key={`decision ${view.answerId}`} view={view} desk={desk} />
        <div className="moderate-marks">
          <div className="marker-cards">
            {view.markers.map((marker) => (
              <MarkerCard key={`${view.answerId} ${marker.person}`} marker={marker} view={view} desk={desk} />
            ))}
            {view.markers.length === 0 && <p className="card nobody-marks soft">Nobody is to mark this answer. {view.state === "unallocated" && "Allocate it on the board, or record what leads agree on in advance."}</p>}
          </div>
          <LeadNote key={`note ${view.answerId}`} view={view} desk={desk} />
        </div>
      </div>
      {desk.dialog?.kind === "ask" && <AskDialog key={view.answerId} view={view} desk={desk} person={desk.dialog.person} />}
      {desk.dialog?.kind === "reopen" && <ReopenDialog key={view.answerId} view={view} desk={desk} />}
      {desk.dialog?.kind === "take-back" && <TakeBackDialog key={view.answerId} view={view} desk={desk} />}
    </ModerateFrame>
  );
}

/** A lead flags nothing. */
const NO_FAULT = { onFlag: null, flagged: false };

function useUnavailable(view: ModerationView): ReactNode | null {
  const { words, resume } = useAwaitedRecording(view);
  switch (view.recording.state) {
    case "here":
      return null;
    case "not-here":
      return (
        <NoRecording title="This recording is not on this laptop yet" {...NO_FAULT} resume={resume}>
          <span aria-live="off">{words}</span> Everything else here works meanwhile.
        </NoRecording>
      );
    case "removed":
      return (
        <NoRecording title="This recording was removed from this laptop" {...NO_FAULT}>
          Everything else here works. To have it again, go to “Space on this laptop” on the home screen.
        </NoRecording>
      );
    case "damaged":
      return (
        <NoRecording title="This recording was damaged on this laptop" {...NO_FAULT} resume={resume}>
          It is not what was published, so it is not played. <span aria-live="off">{words}</span>
        </NoRecording>
      );
  }
}
