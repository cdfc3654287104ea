import type { ScalePoint } from "../../src-shared/documents/campaign.ts";
import type { Action, ActionTable } from "./action.ts";

/** What the review screen can do, wherever it was asked from. */
export interface ReviewDesk {
  togglePlay(): void;
  stepBy(seconds: number): void;
  changeSpeed(direction: -1 | 1): void;
  toggleCaptions(): void;
  score(value: number): void;
  noteHere(): void;
  writeEvidence(): void;
  showFlags(): void;
  previous(): void;
  next(): void;
  nextOrCheck(): void;
  nextUnmarked(): void;
}

export const reviewActions = {
  togglePlay: { keys: ["Space"], label: "Play or pause", group: "Playing", run: (desk) => desk.togglePlay() },
  back: { keys: ["ArrowLeft"], label: "Back 5 seconds", group: "Playing", run: (desk) => desk.stepBy(-5) },
  forward: { keys: ["ArrowRight"], label: "Forward 5 seconds", group: "Playing", run: (desk) => desk.stepBy(5) },
  farBack: { keys: ["Shift+ArrowLeft"], label: "Back 15 seconds", group: "Playing", run: (desk) => desk.stepBy(-15) },
  farForward: { keys: ["Shift+ArrowRight"], label: "Forward 15 seconds", group: "Playing", run: (desk) => desk.stepBy(15) },
  slower: { keys: [","], label: "Slower", group: "Playing", run: (desk) => desk.changeSpeed(-1) },
  faster: { keys: ["."], label: "Faster", group: "Playing", run: (desk) => desk.changeSpeed(1) },
  captions: { keys: ["c"], label: "Captions on or off", group: "Playing", run: (desk) => desk.toggleCaptions() },
  noteHere: { keys: ["n"], label: "Note at this moment", group: "Marking", run: (desk) => desk.noteHere() },
  evidence: { keys: ["e"], label: "Evidence for this score", group: "Marking", run: (desk) => desk.writeEvidence() },
  flag: { keys: ["f"], label: "Flags", group: "Marking", run: (desk) => desk.showFlags() },
  nextOrCheck: {
    keys: ["$mod+Enter"],
    label: "Next answer, also while typing",
    group: "Moving",
    whileTyping: true,
    run: (desk) => desk.nextOrCheck(),
  },
  previous: { keys: ["["], label: "Previous answer", group: "Moving", run: (desk) => desk.previous() },
  next: { keys: ["]"], label: "Next answer", group: "Moving", run: (desk) => desk.next() },
  nextUnmarked: { keys: ["u"], label: "Next answer without a mark", group: "Moving", run: (desk) => desk.nextUnmarked() },
} as const satisfies ActionTable<ReviewDesk>;

/** One key for each point of the scale that a single digit can name. */
export function scoreActions(scale: readonly ScalePoint[]): ActionTable<ReviewDesk> {
  const single = scale.filter((point) => point.value <= 9);
  return Object.fromEntries(
    single.map((point): [string, Action<ReviewDesk>] => [
      `score${point.value}`,
      { keys: [String(point.value)], label: `Score ${point.value} ${point.label}`, group: "Marking", run: (desk) => desk.score(point.value) },
    ]),
  );
}
