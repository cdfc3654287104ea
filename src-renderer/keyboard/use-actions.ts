import { useEffect, useLayoutEffect, useRef } from "react";
import { actionOf, type ActionId, type ActionScreen, type ActionsOf } from "../../src-shared/keyboard/actions.ts";
import { offered, type Offers } from "./offered.ts";

/** What each action of a screen does; `null` where it cannot be done now. One that is left out does not compile. */
export type Runs<Screen extends ActionScreen> = Record<ActionsOf<Screen>, (() => void) | null>;

/**
 * Offers a screen's actions for as long as the component is there: by key, in the menu and in the help.
 * @param labels what the help calls them where the screen knows more than the table, such as the words of the scale
 */
export function useActions<Screen extends ActionScreen>(runs: Runs<Screen>, labels: Partial<Record<ActionId, string>> = {}): void {
  const latest = useRef<Partial<Record<ActionId, (() => void) | null>>>(runs);
  // With the screen that it belongs to: a key pressed a moment later is meant for what is seen.
  useLayoutEffect(() => {
    latest.current = runs;
  });
  const present = (Object.keys(runs) as ActionsOf<Screen>[]).filter((id) => runs[id] !== null);
  const named = JSON.stringify(present.map((id) => [id, labels[id] ?? actionOf(id).label]));
  useEffect(() => {
    const offers = (JSON.parse(named) as [ActionId, string][]).map(([id, label]) => [id, { label, run: () => latest.current[id]?.() }]);
    return offered.offer(Object.fromEntries(offers) as Offers);
  }, [named]);
}
