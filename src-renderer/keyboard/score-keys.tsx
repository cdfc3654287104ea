import type { ScalePoint } from "../../src-shared/documents/campaign.ts";
import { KeyHint } from "./key-hint.tsx";
import { scoreAction } from "./answer-actions.ts";
import { useShortcuts } from "./use-shortcut.ts";

/** The keys that score, from the lowest to the highest point; nothing unless both have one. */
export function ScoreKeys({ scale }: { scale: readonly ScalePoint[] }) {
  const shortcutOf = useShortcuts();
  const [first, last] = [scale[0], scale.at(-1)].map((point) => (point ? scoreAction(point.value) : null));
  if (!first || !last || !shortcutOf(first).ariaKeys || !shortcutOf(last).ariaKeys) return null;
  return (
    <span className="score-keys">
      <KeyHint action={first} />
      <span aria-hidden="true">–</span>
      <KeyHint action={last} />
    </span>
  );
}
