import { useQueryClient } from "@tanstack/react-query";
import { startTransition, useEffect, useRef, useState } from "react";
import type { ModerationAround, ModerationDraft, ModerationSelection, ModerationView } from "../../../src-shared/bridge/lead/moderation.ts";
import type { Basis } from "../../../src-shared/documents/decisions.ts";
import { refusalOfDefinitive, refusalOfSettlement } from "../../../src-shared/moderation/settlement.ts";
import { describeProblem, type Problem } from "../../../src-shared/problems/problem.ts";
import type { Result } from "../../../src-shared/result.ts";
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

export type ModerateDialog = { kind: "ask"; person: string | null } | { kind: "reopen" } | { kind: "take-back" };

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
  const defining = useCommand("moderation.define");
  /** Whether a definitive mark is to be recorded for this answer, where the lead said so. */
  const [chosen, setChosen] = useState<{ answerId: number; defining: boolean } | null>(null);
  const undoing = useCommand("moderation.undo");
  const reasonField = useRef<HTMLTextAreaElement>(null);
  const noteField = useRef<HTMLTextAreaElement>(null);
  const going = useRef(false);
  /** From the key on until the answer is there: nothing is decided twice, and nothing after it. */
  const deciding = useRef(false);
  const { answerId, batch } = view;
  // What a lead watches is nobody's business.
  const { host, playback } = usePlayback(() => undefined);
  const client = useBridge();
  const { data: around } = useBridgeQuery("moderation.around", { ...selection, answerId });
  useReadAhead(around, selection);
  useEffect(() => {
    going.current = false;
    setFault(null);
  }, [answerId]);

  const mode = modeOf(view, chosen?.answerId === answerId ? chosen.defining : null);
  const canDecide = mode !== "made";
  const { definitive } = view;
  const draft = view.draft ?? (definitive ? { ...NO_DRAFT, final: definitive.score, reason: definitive.rationale } : NO_DRAFT);

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
    if (mode === "define") return change({ final, noScore: false });
    const keepsBasis = draft.basis === "agreed" || (draft.basis === "combined" && view.ruleSays?.final === final);
    change({ final, noScore: false, basis: keepsBasis ? draft.basis : likelyBasis(final) });
  }
  const toggleNoScore = () => change({ final: null, noScore: !draft.noScore, basis: "adjudicated" });
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

  /** What lies around the answer as the list is now: whoever is quicker than the engine waits for its word. */
  const aroundNow = (): Promise<Partial<ModerationAround>> => queryClient.fetchQuery(bridgeQuery(client, "moderation.around", { ...selection, answerId })).catch(() => ({}));
  async function step(to: "previous" | "next") {
    const id = (await aroundNow())[to];
    if (id != null) await toAnswer(id);
  }

  function decide() {
    if (!canDecide || going.current || deciding.current) return;
    return mode === "define" ? define() : settle();
  }
  async function define() {
    const { final: score, reason: rationale } = draft;
    if (score === null) return setFault("Choose the score first.");
    const refusal = refusalOfDefinitive({ score, rationale }, view.scale);
    if (refusal) return tellRefusal(refusal);
    const left = await conclude(() => defining.run({ id: crypto.randomUUID(), answerId, score, rationale }));
    if (!left) return;
    setSettled(null);
    setChosen(null);
    if (left.next != null) await toAnswer(left.next);
  }
  function tellRefusal(refusal: Problem) {
    setFault(describeProblem(refusal));
    if (refusal.kind === "reason-needed") reasonField.current?.focus();
  }
  /** Decides, and says what lay around the answer before; null where it was refused. */
  async function conclude(run: () => Promise<Result<unknown, Problem>>): Promise<Partial<ModerationAround> | null> {
    deciding.current = true;
    const left = await aroundNow();
    // A draft that came after a decision would look like a new one: what was typed goes first.
    const outcome = await queue.flush().then(run).finally(() => (deciding.current = false));
    if (!outcome.ok) setFault(describeProblem(outcome.error));
    return outcome.ok ? left : null;
  }
  async function settle() {
    const { final, noScore, basis: by, reason } = draft;
    if (final === null && !noScore) return setFault("Choose the final score first.");
    if (by === null) return setFault("Say first how the score came about.");
    const refusal = refusalOfSettlement({ final, basis: by, reason }, view.counted, view);
    if (refusal) return tellRefusal(refusal);
    const left = await conclude(() => settling.run({ id: crypto.randomUUID(), answerId, final, basis: by, reason, seen: view.counted }));
    if (!left) return;
    setSettled({ answerId, candidate: view.candidate, questionNumber: view.question.number, final });
    const onTo = left.next ?? left.previous ?? null;
    if (onTo !== null) await toAnswer(onTo);
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
  const onlySettling = (run: () => void) => (mode === "settle" ? run : null);
  const askable = canDecide ? view.markers.filter((marker) => marker.canBeAsked) : [];
  const runs: Runs<"answer" | "moderate"> = {
    ...answerRuns(
      {
        ...playingWith(playback, () => setPreferences({ widePicture: !preferences.widePicture })),
        score,
        previous: () => void step("previous"),
        next: () => void step("next"),
      },
      view.scale,
      canDecide,
    ),
    settle: onlyDeciding(() => void decide()),
    noScore: onlySettling(() => toggleNoScore()),
    basisOfMarks: onlySettling(() => basis(basisOfMarks(view))),
    basisRule: mode === "settle" && view.ruleSays?.basis === "combined" ? () => basis("combined") : null,
    basisOwn: onlySettling(() => basis("adjudicated")),
    reason: onlyDeciding(() => reasonField.current?.focus()),
    leadNote: () => noteField.current?.focus(),
    sendBack: askable.length > 0 ? () => setDialog({ kind: "ask", person: null }) : null,
    reopenAnswer: mode === "made" ? () => setDialog({ kind: definitive ? "take-back" : "reopen" }) : null,
    define: view.definable && mode !== "define" ? () => setChosen({ answerId, defining: true }) : null,
    undoSettling: view.undoable || settled ? () => void undo() : null,
    workList: toList,
  };
  return {
    runs,
    host,
    playback,
    around,
    mode,
    canDecide,
    draft,
    change,
    score,
    toggleNoScore,
    basis,
    fault,
    clearFault: () => setFault(null),
    isSettling: settling.state.kind === "busy" || defining.state.kind === "busy",
    settle: () => void decide(),
    chooseDefining: (chosen: boolean) => setChosen({ answerId, defining: chosen }),
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

/** What can be done: settle it, agree on a score before anybody's mark is here, or look at what stands. `chosen`: whether the lead said to define it. */
function modeOf({ state, definable }: ModerationView, chosen: boolean | null): "settle" | "define" | "made" {
  const otherwise = state === "settled" || state === "defined" ? "made" : "settle";
  return definable && (chosen ?? state === "unallocated") ? "define" : otherwise;
}

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
function useReadAhead(around: ModerationAround | undefined, selection: ModerationSelection) {
  const client = useBridge();
  const queryClient = useQueryClient();
  const { next = null, previous = null } = around ?? {};
  const { batch, filter, order } = selection;
  useEffect(() => {
    async function readAhead(answerId: number) {
      void queryClient.prefetchQuery(bridgeQuery(client, "moderation.around", { batch, filter, order, answerId }));
      await queryClient.prefetchQuery(bridgeQuery(client, "moderation.view", { answerId }));
      const view = viewAhead(queryClient, answerId);
      const clip = view && clipOf(view);
      if (clip) openAhead(clip);
    }
    for (const answerId of [next, previous]) if (answerId !== null) void readAhead(answerId);
  }, [client, queryClient, next, previous, batch, filter, order]);
}
