import { useQueryClient } from "@tanstack/react-query";
import { startTransition, useEffect, useRef, useState } from "react";
import type { ModerationAround, ModerationDraft, ModerationSelection, ModerationView } from "../../../src-shared/bridge/lead/moderation.ts";
import type { Basis } from "../../../src-shared/documents/decisions.ts";
import { refusalOfSettlement } from "../../../src-shared/moderation/settlement.ts";
import { describeProblem } from "../../../src-shared/problems/problem.ts";
import { useBridge, useBridgeQuery, useCommand } from "../../bridge/bridge-context.tsx";
import { bridgeQuery } from "../../bridge/bridge-queries.ts";
import { playingWith } from "../../keyboard/answer-actions.ts";
import type { Runs } from "../../keyboard/use-actions.ts";
import { answerRuns } from "../../keyboard/answer-actions.ts";
import { openAhead } from "../../player/clip.ts";
import { usePlayback } from "../../player/use-playback.ts";
import { usePreferences } from "../../preferences/use-preferences.ts";
import { useGo } from "../../route.ts";
import { useSaveQueue } from "../../saving/save-context.tsx";
import { clipOf, viewAhead } from "./clips.ts";

/** Leaving waits this long for what was typed to be on disk. It is sent in any case, and the queue outlives the screen. */
const LEAVE_AFTER_MS = 1000;
/** So long does the next answer wait for its picture; a hand that presses a key does not notice it. */
const PICTURE_WITHIN_MS = 80;

/** What was settled in this window, so that it can be taken back from the answer that follows. */
export interface Settled {
  answerId: number;
  candidate: string;
  questionNumber: number;
  final: number | null;
}

export type ModerateDialog = { kind: "ask"; person: string | null } | { kind: "reopen" };

const NO_DRAFT: ModerationDraft = { final: null, noScore: false, basis: null, reason: "" };

interface Around {
  selection: ModerationSelection;
  lastSettled: [Settled | null, (settled: Settled | null) => void];
  toList: () => void;
}

/** Everything the moderation screen can do with one answer. */
export function useModerateDesk(view: ModerationView, { selection, lastSettled: [settled, setSettled], toList }: Around) {
  const queryClient = useQueryClient();
  const queue = useSaveQueue();
  const goTo = useGo();
  const [preferences, setPreferences] = usePreferences();
  const [dialog, setDialog] = useState<ModerateDialog | null>(null);
  const [fault, setFault] = useState<string | null>(null);
  const settling = useCommand("moderation.settle");
  const undoing = useCommand("moderation.undo");
  const reasonField = useRef<HTMLTextAreaElement>(null);
  const noteField = useRef<HTMLTextAreaElement>(null);
  const going = useRef(false);
  /** From the key on until the answer is there: nothing is decided twice, and nothing after it. */
  const deciding = useRef(false);
  const { answerId, batch } = view;
  // What a lead watches is nobody's business.
  const { host, playback } = usePlayback(() => undefined);
  const { data: around } = useBridgeQuery("moderation.around", { ...selection, answerId });
  useReadAhead(around);
  useEffect(() => {
    going.current = false;
    setFault(null);
  }, [answerId]);

  const canDecide = view.state !== "settled" && view.state !== "defined";
  const draft = view.draft ?? NO_DRAFT;

  function change(next: Partial<ModerationDraft>) {
    if (!canDecide || going.current || deciding.current) return;
    setFault(null);
    queue.put({ name: "moderation.draft", input: { answerId, draft: { ...draft, ...next } } }, 0);
  }
  /** How such a score most likely comes about; whoever means something else says so. */
  function likelyBasis(final: number): Basis {
    const allSaySo = view.counted.length > 0 && view.counted.every((mark) => mark.score === final);
    return !allSaySo ? "adjudicated" : view.counted.length === 1 ? "single" : "agreed";
  }
  function score(final: number) {
    const keepsBasis = draft.basis === "agreed" || (draft.basis === "combined" && view.ruleSays?.final === final);
    change({ final, noScore: false, basis: keepsBasis ? draft.basis : likelyBasis(final) });
  }
  function basis(chosen: Basis) {
    const said = chosen === "adjudicated" ? undefined : (chosen === "agreed" ? agreedScore(view) : view.ruleSays?.final);
    change({ basis: chosen, noScore: draft.noScore && chosen === "adjudicated", ...(said !== undefined && { final: said }) });
  }

  /** Stops playing, and sends what was typed. */
  async function rest() {
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
    playback?.pause();
    await Promise.race([queue.flush(), new Promise((resolve) => setTimeout(resolve, LEAVE_AFTER_MS))]);
  }
  function leave(go: () => void) {
    void rest().then(() => startTransition(go));
  }
  /** The whole screen changes at once, with the picture, unless that takes its time. */
  async function toAnswer(id: number) {
    if (id === answerId || going.current) return;
    going.current = true;
    const ahead = viewAhead(queryClient, id);
    const clip = ahead ? clipOf(ahead) : null;
    const picture = playback?.prepare(clip);
    await Promise.all([rest(), Promise.race([picture, new Promise((resolve) => setTimeout(resolve, PICTURE_WITHIN_MS))])]);
    if (clip) playback?.load(id, clip);
    startTransition(() => goTo({ screen: "moderate", batch, answerId: id }));
  }

  async function settle() {
    if (!canDecide || going.current || deciding.current) return;
    const { final, noScore, basis: by, reason } = draft;
    if (final === null && !noScore) return setFault("Choose the final score first.");
    if (by === null) return setFault("Say first how the score came about.");
    const refusal = refusalOfSettlement({ final, basis: by, reason }, view.counted, view);
    if (refusal) {
      setFault(describeProblem(refusal));
      if (refusal.kind === "reason-needed") reasonField.current?.focus();
      return;
    }
    const next = around?.next ?? around?.previous ?? null;
    deciding.current = true;
    // A draft that came after it would look like a new decision.
    const outcome = await queue
      .flush()
      .then(() => settling.run({ id: crypto.randomUUID(), answerId, final, basis: by, reason, seen: view.counted }))
      .finally(() => (deciding.current = false));
    if (!outcome.ok) return setFault(describeProblem(outcome.error));
    setSettled({ answerId, candidate: view.candidate, questionNumber: view.question.number, final });
    if (next !== null) await toAnswer(next);
    else leave(() => goTo({ screen: "moderate", batch }));
  }
  async function undo() {
    const target = view.undoable ? answerId : settled?.answerId;
    if (target === undefined || going.current) return;
    const outcome = await undoing.run({ id: crypto.randomUUID(), answerId: target });
    setSettled(null);
    if (!outcome.ok) setFault(describeProblem(outcome.error));
    else void toAnswer(target);
  }

  const onlyDeciding = (run: () => void) => (canDecide ? run : null);
  const askable = canDecide ? view.markers.filter((marker) => marker.canBeAsked) : [];
  const runs: Runs<"answer" | "moderate"> = {
    ...answerRuns(
      {
        ...playingWith(playback, () => setPreferences({ widePicture: !preferences.widePicture })),
        score,
        previous: () => void (around?.previous != null && toAnswer(around.previous)),
        next: () => void (around?.next != null && toAnswer(around.next)),
      },
      view.scale,
      canDecide,
    ),
    settle: onlyDeciding(() => void settle()),
    noScore: onlyDeciding(() => change({ final: null, noScore: true, basis: "adjudicated" })),
    basisOfMarks: onlyDeciding(() => basis(basisOfMarks(view))),
    basisRule: canDecide && view.ruleSays?.basis === "combined" ? () => basis("combined") : null,
    basisOwn: onlyDeciding(() => basis("adjudicated")),
    reason: onlyDeciding(() => reasonField.current?.focus()),
    leadNote: () => noteField.current?.focus(),
    sendBack: askable.length > 0 ? () => setDialog({ kind: "ask", person: null }) : null,
    reopenAnswer: view.state === "settled" ? () => setDialog({ kind: "reopen" }) : null,
    undoSettling: view.undoable || settled ? () => void undo() : null,
    workList: toList,
  };
  return {
    runs,
    host,
    playback,
    around,
    canDecide,
    draft,
    change,
    score,
    basis,
    fault,
    isSettling: settling.state.kind === "busy",
    settle: () => void settle(),
    undo: () => void undo(),
    askable,
    dialog,
    setDialog,
    reasonField,
    noteField,
    toAnswer: (id: number) => void toAnswer(id),
    leave,
    jumpTo: (seconds: number) => playback?.seek(seconds),
  };
}
export type ModerateDeskHook = ReturnType<typeof useModerateDesk>;

/** What the marks by themselves are as a basis: the one mark, or what assessors agree on. */
export function basisOfMarks({ counted }: Pick<ModerationView, "counted">): Basis {
  return counted.length === 1 ? "single" : "agreed";
}

/** What all marks say, where they do. */
function agreedScore({ counted }: Pick<ModerationView, "counted">): number | undefined {
  const [first] = counted;
  return first && first.score !== null && counted.every((mark) => mark.score === first.score) ? first.score : undefined;
}

/** The answers beside this one in the list are fetched while it is decided, and their recordings opened. */
function useReadAhead(around: ModerationAround | undefined) {
  const client = useBridge();
  const queryClient = useQueryClient();
  const { next = null, previous = null } = around ?? {};
  useEffect(() => {
    async function readAhead(answerId: number) {
      await queryClient.prefetchQuery(bridgeQuery(client, "moderation.view", { answerId }));
      const view = viewAhead(queryClient, answerId);
      const clip = view && clipOf(view);
      if (clip) openAhead(clip);
    }
    for (const answerId of [next, previous]) if (answerId !== null) void readAhead(answerId);
  }, [client, queryClient, next, previous]);
}
