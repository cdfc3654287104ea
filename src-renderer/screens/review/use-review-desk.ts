import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState, type Dispatch, type SetStateAction } from "react";
import { flushSync } from "react-dom";
import type { ReviewView } from "../../../src-shared/bridge/review.ts";
import type { Interval } from "../../../src-shared/marking/watched.ts";
import type { WorkOrder } from "../../../src-shared/marking/work-order.ts";
import { useBridge } from "../../bridge/bridge-context.tsx";
import { bridgeQuery } from "../../bridge/bridge-queries.ts";
import type { ReviewDesk } from "../../keyboard/review-actions.ts";
import { openAhead } from "../../player/clip.ts";
import { usePlayback } from "../../player/use-playback.ts";
import { usePreferences } from "../../preferences/use-preferences.ts";
import type { Route } from "../../route.ts";
import { clipAhead, viewAhead } from "./use-clips.ts";
import { useComparing } from "./use-comparing.ts";
import { useLeaving } from "./use-leaving.ts";
import type { MarkWrite } from "../../saving/mark-write.ts";
import { useSaveQueue, useScoreHistory } from "../../saving/save-context.tsx";
import { writeOfScore, type GivenScore } from "../../saving/score-history.ts";

/** Leaving waits this long for what was typed to be on disk. It is sent in any case, and the queue outlives the screen. */
const LEAVE_AFTER_MS = 1000;
/** So long does the next answer wait for its picture; a hand that presses a key does not notice it. */
const PICTURE_WITHIN_MS = 80;

export const evidenceTabs = ["notes", "transcript", "flags"] as const;
export type EvidenceTab = (typeof evidenceTabs)[number];

/** What stands before the screen and asks something. */
export type ReviewDialog = "cannot-score" | "withdraw";

/** A note that is being written. It may not exist for the engine yet: an empty note is none. */
export interface OpenNote {
  noteId: string;
  atSeconds: number;
  /** The moment that gives it its place in the list: that stays while it is written, also when its moment is changed. */
  listedAt: number;
}

/** The answer that was left with something open by going on, until the user goes somewhere else again. */
export type LeftOpenState = [leftOpen: number | null, setLeftOpen: Dispatch<SetStateAction<number | null>>];

/** Everything the review screen can do with one answer. */
export function useReviewDesk(view: ReviewView, [leftOpen, setLeftOpen]: LeftOpenState) {
  const queryClient = useQueryClient();
  const queue = useSaveQueue();
  const history = useScoreHistory();
  const [preferences, setPreferences] = usePreferences();
  const [tab, setTab] = useState<EvidenceTab>("notes");
  const [openNote, setOpenNote] = useState<OpenNote | null>(null);
  const evidenceField = useRef<HTMLTextAreaElement>(null);
  const evidencePanel = useRef<HTMLDivElement>(null);
  const [dialog, setDialog] = useState<ReviewDialog | null>(null);
  const isSubmitted = view.submittedAt !== null;
  const isLiveClosed = view.practice !== null && !view.practice.isLiveOpen;
  /** Nobody works at this answer: not even what is watched is recorded. */
  const isClosed = isSubmitted || view.stopped !== null || view.withdrawal !== null || (isLiveClosed && view.round === "live");
  /** Nothing of the mark can be changed. One that was compared stands. */
  const readOnly = isClosed || view.comparison?.state === "shown" || view.comparison?.state === "taken-back";
  const canWithdraw = !isSubmitted && view.stopped === null && view.withdrawal === null;
  const { answerId } = view;
  const { comingAnswer, isLeaving, leave } = useLeaving(answerId);

  const { host, playback } = usePlayback((played, stretches: Interval[]) => {
    if (isClosed) return;
    for (const stretch of stretches) queue.put({ name: "mark.add-watched", input: { answerId: played, ...stretch } }, 0);
  });

  useReadAhead(view);

  const save = (write: MarkWrite) => {
    if (!readOnly && !isLeaving()) queue.put(write, 0);
  };
  /** What is done to this answer, as long as it is not being left. */
  const here =
    <Args extends unknown[]>(act: (...args: Args) => void) =>
    (...args: Args) => {
      if (!isLeaving()) act(...args);
    };
  const momentNow = () => Math.round((playback?.secondsNow() ?? 0) * 10) / 10;

  /** Stops playing, and sends everything that was typed or played to the engine. */
  async function settle() {
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
    playback?.pause();
    playback?.flushPlayed();
    await Promise.race([queue.flush(), new Promise((resolve) => setTimeout(resolve, LEAVE_AFTER_MS))]);
    setOpenNote(null);
  }
  const comparing = useComparing(view, settle);
  const leaveFor = (to: Route) => leave(to, { getReady: settle, onGo: () => setLeftOpen(null) });
  /** The whole screen changes at once, with the picture, unless that takes its time. */
  function leaveForAnswer(id: number, open: number | null) {
    const clip = clipAhead(queryClient, id);
    const getReady = async () => {
      const picture = playback?.prepare(clip);
      // Reading begins with the next task, and must not wait for what follows.
      await new Promise((resolve) => setTimeout(resolve));
      await Promise.all([settle(), Promise.race([picture, new Promise((resolve) => setTimeout(resolve, PICTURE_WITHIN_MS))])]);
    };
    return leave(
      { screen: "review", answerId: id },
      {
        getReady,
        show: () => void (clip && playback?.load(id, clip)),
        onGo: () => setLeftOpen(open),
      },
    );
  }
  const toAnswer = (id: number | null) => void (id !== null && id !== answerId && leaveForAnswer(id, null));
  /** As somebody who is done with this answer does. */
  const onTo = (id: number | null) => {
    const { state } = view.mark;
    const isOpen = !readOnly && (state === "evidence-missing" || state === "watch-reason-missing");
    if (id !== null && id !== answerId) void leaveForAnswer(id, isOpen ? answerId : null);
  };
  /** Two steps in quick succession are two: while the screen changes, the next one counts from the answer that is coming. */
  function stepsFrom(): ReviewView {
    const coming = comingAnswer();
    return (coming !== null && viewAhead(queryClient, coming)) || view;
  }
  const toCheck = () => void leaveFor({ screen: "check", batch: view.batch });

  const allMarked = view.position.marked >= view.position.total;
  const nextAnswer = (isLiveClosed && view.round === "live" ? null : view.next) ?? view.nextUnmarked;
  /** What comes after this answer is checking and submitting; of what is submitted already, the end of it. */
  const toCheckNext = nextAnswer === null || (allMarked && !isSubmitted && !isLiveClosed);

  /** Gives a score, or says why there is none, in such a way that it can be undone. */
  function giveScore(wanted: GivenScore) {
    const { score, cannotScore } = view.mark;
    if (readOnly || isLeaving() || (score === wanted.score && cannotScore === wanted.cannotScore)) return;
    history.keep(answerId, { score, cannotScore });
    saveScore(wanted);
  }
  /** What was played so far goes first: how much was watched by then is kept with a score. */
  function saveScore(given: GivenScore) {
    playback?.flushPlayed();
    save(writeOfScore(answerId, given, view.mark));
  }

  function openNoteAt(atSeconds: number, text: string) {
    if (readOnly) return;
    const noteId = crypto.randomUUID();
    if (text !== "") save({ name: "mark.put-note", input: { answerId, noteId, atSeconds, text } });
    setTab("notes");
    setOpenNote({ noteId, atSeconds, listedAt: atSeconds });
  }

  /** Opens a tab, and puts the focus on what is worked with in it. */
  function showTab(wanted: EvidenceTab, control: string) {
    // Drawn at once: the next key is typed into it already, and must not act as a shortcut.
    flushSync(() => setTab(wanted));
    evidencePanel.current?.querySelector<HTMLElement>(control)?.focus();
  }

  function chooseOrder(order: WorkOrder) {
    if (!view.orderIsFixed) setPreferences({ order });
  }

  const desk: ReviewDesk = {
    togglePlay: here(() => playback?.togglePlay()),
    stepBy: here((seconds) => playback?.stepBy(seconds)),
    stepFrames: here((direction) => playback?.stepFrames(direction)),
    changeSpeed: (direction) => playback?.changeSpeed(direction),
    toggleCaptions: () => playback?.toggleCaptions(),
    toggleLevelLoudness: () => playback?.toggleLevelLoudness(),
    toggleMuted: () => playback?.toggleMuted(),
    toggleWide: () => setPreferences({ widePicture: !preferences.widePicture }),
    score: (score) => giveScore({ score, cannotScore: null }),
    cannotScore: here(() => void (!readOnly && setDialog("cannot-score"))),
    undoScore() {
      const before = readOnly || isLeaving() ? null : history.stepBack(answerId);
      if (before) saveScore(before);
    },
    noteHere: here(() => openNoteAt(momentNow(), "")),
    writeEvidence: here(() => evidenceField.current?.focus()),
    showFlags: here(() => showTab("flags", "input, textarea")),
    showTranscript: here(() => showTab("transcript", "input")),
    openCheck: toCheck,
    openQueue: () => void leaveFor({ screen: "queue", batch: view.batch }),
    toggleOrder: () => chooseOrder(preferences.order === "candidate" ? "question" : "candidate"),
    withdraw: here(() => void (canWithdraw && setDialog("withdraw"))),
    compare: here(() => void comparing.compare()),
    previous: () => toAnswer(stepsFrom().previous),
    next() {
      const { next, nextUnmarked } = stepsFrom();
      onTo(next ?? nextUnmarked);
    },
    nextOrCheck: () => (toCheckNext ? toCheck() : onTo(nextAnswer)),
    nextUnmarked: () => onTo(view.nextUnmarked),
  };

  return {
    desk,
    host,
    playback,
    save,
    momentNow,
    readOnly,
    isClosed,
    canWithdraw,
    comparing,
    toCheckNext,
    /** What the way on is called. */
    nextLabel: !toCheckNext ? "Next answer" : isSubmitted ? "What was submitted" : isLiveClosed ? "How it stands" : "Check and submit",
    nextAnswer,
    leftOpen,
    toAnswer,
    toCheck,
    goHome: () => void leaveFor({ screen: "home", own: true }),
    tab,
    setTab,
    openNote,
    setOpenNote,
    closeNote: (noteId: string) => setOpenNote((open) => (open?.noteId === noteId ? null : open)),
    /** Keeps the moment of a note that may have no words yet. */
    moveOpenNote: (noteId: string, atSeconds: number) => setOpenNote((open) => (open?.noteId === noteId ? { ...open, atSeconds } : open)),
    evidenceField,
    evidencePanel,
    dialog,
    setDialog,
    settle,
    /** As it was chosen, a moment before the answers come in it. */
    order: view.orderIsFixed ? view.order : preferences.order,
    chooseOrder,
    takeBackCannotScore: () => giveScore({ score: null, cannotScore: null }),
    recordCannotScore: (reason: string) => giveScore({ score: null, cannotScore: reason }),
    /** Makes a note that quotes what is said from this moment on, and goes on writing in it. */
    noteWithQuote: here((quote: string, atSeconds: number) => openNoteAt(atSeconds, `“${quote}” `)),
    jumpTo: here((seconds: number) => playback?.seek(seconds)),
  };
}

export type ReviewDeskHook = ReturnType<typeof useReviewDesk>;

/** The answers that may come next are fetched while this one is marked, and their recordings opened. */
function useReadAhead(view: ReviewView) {
  const client = useBridge();
  const queryClient = useQueryClient();
  const { next, previous, nextUnmarked } = view;
  useEffect(() => {
    async function readAhead(answerId: number) {
      await queryClient.prefetchQuery(bridgeQuery(client, "review.view", { answerId }));
      const clip = clipAhead(queryClient, answerId);
      if (clip) openAhead(clip);
    }
    for (const answerId of [next, nextUnmarked, previous]) if (answerId !== null) void readAhead(answerId);
  }, [client, queryClient, next, previous, nextUnmarked]);
}
