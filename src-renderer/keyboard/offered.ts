import type { ActionId } from "../../src-shared/keyboard/actions.ts";

export interface Offer {
  /** As it stands in the help: some screens know more than the table. */
  label: string;
  run(): void;
}

export type Offers = Partial<Record<ActionId, Offer>>;

/** What can be done on the present screen. Screens offer; keys, the menu and the help look here. */
export interface Offered {
  /** Returns a function that takes the offers back. */
  offer(offers: Offers): () => void;
  /** Nothing can be done until the returned function is called: a dialog stands before the screen. */
  hold(): () => void;
  /** Does what is offered under this name. Returns whether there was anything to do. */
  run(id: ActionId): boolean;
  /** Everything that the screen offers, behind a dialog too. The same object until it changes. */
  all(): Offers;
  /** Whether a dialog stands before the screen. */
  isHeld(): boolean;
  subscribe(listener: () => void): () => void;
}

export function createOffered(): Offered {
  let all: Offers = {};
  let holds = 0;
  const listeners = new Set<() => void>();
  const changed = () => listeners.forEach((listener) => listener());
  return {
    offer(offers) {
      all = { ...all, ...offers };
      changed();
      return () => {
        // What has been offered anew meanwhile stays.
        const left = Object.entries(all).filter(([id, offer]) => offers[id as ActionId] !== offer);
        all = Object.fromEntries(left) as Offers;
        changed();
      };
    },
    hold() {
      holds += 1;
      changed();
      return () => {
        holds -= 1;
        changed();
      };
    },
    run(id) {
      const offer = holds === 0 ? all[id] : undefined;
      offer?.run();
      return offer !== undefined;
    },
    all: () => all,
    isHeld: () => holds > 0,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** Those of this window. */
export const offered = createOffered();
