import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import type { ReviewView } from "../../../src-shared/bridge/views.ts";
import type { Interval } from "../../../src-shared/marking/watched.ts";
import { useBridge } from "../../bridge/bridge-context.tsx";
import { bridgeQuery } from "../../bridge/bridge-queries.ts";
import type { ReviewDesk } from "../../keyboard/review-actions.ts";
import { usePlayback } from "../../player/use-playback.ts";
import { useGo, type Route } from "../../route.ts";
import type { MarkWrite } from "../../saving/mark-write.ts";
import { useSaveQueue } from "../../saving/save-context.tsx";

/** Leaving waits this long for what was typed to be on disk. It is sent in any case, and the queue outlives the screen. */
const LEAVE_AFTER_MS = 1000;

export type EvidenceTab = "notes" | "flags";

/** A note that is being written. It may not exist for the engine yet: an empty note is none. */
export interface OpenNote {
  noteId: string;
  atSeconds: number;
}

/** Everything the review screen can do with one answer. */
export function useReviewDesk(view: ReviewView) {
  const queue = useSaveQueue();
  const goTo = useGo();
  const [tab, setTab] = useState<EvidenceTab>("notes");
  const [openNote, setOpenNote] = useState<OpenNote | null>(null);
  const evidenceField = useRef<HTMLTextAreaElement>(null);
  const flagsPanel = useRef<HTMLDivElement>(null);
  const readOnly = view.submittedAt !== null;
  const { answerId } = view;

  const { host, playback } = usePlayback((played, stretches: Interval[]) => {
    if (readOnly) return;
    for (const stretch of stretches) queue.put({ name: "mark.add-watched", input: { answerId: played, ...stretch } }, 0);
  });

  useReadAhead(view);

  const save = (write: MarkWrite) => {
    if (!readOnly) queue.put(write, 0);
  };
  const momentNow = () => Math.round((playback?.secondsNow() ?? 0) * 10) / 10;

  /** Everything that was typed or played goes to the engine before another screen comes. */
  async function leaveFor(to: Route) {
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
    playback?.pause();
    playback?.flushPlayed();
    await Promise.race([queue.flush(), new Promise((resolve) => setTimeout(resolve, LEAVE_AFTER_MS))]);
    setOpenNote(null);
    goTo(to);
  }
  const toAnswer = (id: number | null) => void (id !== null && id !== answerId && leaveFor({ screen: "review", answerId: id }));
  const toCheck = () => void leaveFor({ screen: "check", batch: view.batch });

  const allMarked = view.position.marked >= view.position.total;
  const nextAnswer = view.next ?? view.nextUnmarked;
  /** What comes after this answer is checking and submitting; of what is submitted already, the end of it. */
  const toCheckNext = nextAnswer === null || (allMarked && !readOnly);

  const desk: ReviewDesk = {
    togglePlay: () => playback?.togglePlay(),
    stepBy: (seconds) => playback?.stepBy(seconds),
    changeSpeed: (direction) => playback?.changeSpeed(direction),
    toggleCaptions: () => playback?.toggleCaptions(),
    score: (score) => save({ name: "mark.set-score", input: { answerId, score } }),
    noteHere() {
      if (readOnly) return;
      setTab("notes");
      setOpenNote({ noteId: crypto.randomUUID(), atSeconds: momentNow() });
    },
    writeEvidence: () => evidenceField.current?.focus(),
    showFlags() {
      setTab("flags");
      // The panel is drawn first.
      requestAnimationFrame(() => flagsPanel.current?.querySelector<HTMLElement>("input, textarea")?.focus());
    },
    previous: () => toAnswer(view.previous),
    next: () => toAnswer(nextAnswer),
    nextOrCheck: () => (toCheckNext ? toCheck() : toAnswer(nextAnswer)),
    nextUnmarked: () => toAnswer(view.nextUnmarked),
  };

  return {
    desk,
    host,
    playback,
    save,
    momentNow,
    readOnly,
    toCheckNext,
    nextAnswer,
    toAnswer,
    toCheck,
    goHome: () => void leaveFor({ screen: "home" }),
    tab,
    setTab,
    openNote,
    setOpenNote,
    evidenceField,
    flagsPanel,
    jumpTo: (seconds: number) => playback?.seek(seconds),
  };
}

export type ReviewDeskHook = ReturnType<typeof useReviewDesk>;

/** The answers that may come next are fetched while this one is marked. */
function useReadAhead(view: ReviewView) {
  const client = useBridge();
  const queryClient = useQueryClient();
  const { next, previous, nextUnmarked } = view;
  useEffect(() => {
    for (const answerId of [next, nextUnmarked, previous])
      if (answerId !== null) void queryClient.prefetchQuery(bridgeQuery(client, "review.view", { answerId }));
  }, [client, queryClient, next, previous, nextUnmarked]);
}
