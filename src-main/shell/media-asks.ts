import type { OpenedMedia } from "../engine/vault/vault.ts";

/** A player asks many times for parts of few recordings: the one that plays, and the next. */
const REMEMBERED = 8;

type Answer = OpenedMedia | null;

/** Asks the engine where recordings lie. */
export interface MediaAsks {
  /** `null` where the recording is not on this laptop. Waits while the engine is being started again. */
  ask(answerId: number): Promise<Answer>;
  /** The engine answered. */
  answered(id: number, media: Answer): void;
  /** Asks again the next time. */
  forget(answerId: number): void;
  /** The same for every recording, also for what is being asked at this moment. */
  forgetAll(): void;
  /** Puts what was not answered before to the engine that runs now. */
  engineStarted(): void;
  /** A new engine may know better: nothing is remembered. */
  engineEnded(): void;
  /** No engine will come: what waits is answered with `null`. */
  giveUp(): void;
}

/** `send` is called only between `engineStarted` and `engineEnded`. */
export function createMediaAsks(send: (id: number, answerId: number) => void): MediaAsks {
  const waiting = new Map<number, { answerId: number; resolve: (media: Answer) => void }>();
  /** In the order of last use. */
  const remembered = new Map<number, Promise<Answer>>();
  let engineRuns = false;
  let nextId = 1;

  function askEngine(answerId: number): Promise<Answer> {
    const id = nextId++;
    const asked = new Promise<Answer>((resolve) => waiting.set(id, { answerId, resolve }));
    if (engineRuns) send(id, answerId);
    return asked;
  }

  return {
    async ask(answerId) {
      const asked = remembered.get(answerId) ?? askEngine(answerId);
      remembered.delete(answerId);
      remembered.set(answerId, asked);
      for (const oldest of [...remembered.keys()].slice(0, -REMEMBERED)) remembered.delete(oldest);
      const media = await asked;
      // It may be fetched at any moment.
      if (!media && remembered.get(answerId) === asked) remembered.delete(answerId);
      return media;
    },
    answered(id, media) {
      waiting.get(id)?.resolve(media);
      waiting.delete(id);
    },
    forget: (answerId) => void remembered.delete(answerId),
    forgetAll: () => remembered.clear(),
    engineStarted() {
      engineRuns = true;
      for (const [id, { answerId }] of waiting) send(id, answerId);
    },
    engineEnded() {
      engineRuns = false;
      remembered.clear();
    },
    giveUp() {
      for (const { resolve } of waiting.values()) resolve(null);
      waiting.clear();
    },
  };
}
