import { amplitude } from "./level-gain.ts";

/** A burst of noise is held about here. */
const LIMIT_DB = -6;
/** The steepest that the Web Audio API knows. */
const LIMIT_RATIO = 20;
/** A change of level is no click. */
const GLIDE_SECONDS = 0.03;
/** A sound system that was taken away is given this long to come back. */
const COMES_BACK_WITHIN_MS = 500;

/** Plays videos louder or quieter than they were recorded, by the Web Audio API. Where that does not run they play plainly. */
export interface LevelledSound {
  /** `null` plays as recorded, and with no limit to bursts. Takes effect as soon as sound runs. */
  setGainDb(video: HTMLVideoElement, gainDb: number | null): void;
  dispose(): void;
}

interface Route {
  source: MediaElementAudioSourceNode;
  gain: GainNode;
  limiter: DynamicsCompressorNode;
}

/**
 * @param onLost is called once, when the sound system is gone for good while videos depend on it: a video's sound never
 * finds its way back, so each that was carried has to be replaced by a new one, which then plays plainly.
 */
export function createLevelledSound(onLost: () => void): LevelledSound {
  const wanted = new Map<HTMLVideoElement, number | null>();
  const routes = new Map<HTMLVideoElement, Route>();
  let context: AudioContext | null = null;
  let lost = false;

  function begin() {
    if (context || lost) return;
    try {
      // The least delay, so that lips and voice stay together.
      context = new AudioContext({ latencyHint: "interactive" });
    } catch {
      lost = true;
      return;
    }
    context.addEventListener("statechange", stateChanged);
    context.resume().catch(() => undefined);
    stateChanged();
  }

  function stateChanged() {
    if (!context || lost) return;
    if (context.state === "running") {
      for (const [video, gainDb] of wanted) apply(video, gainDb);
      return;
    }
    // A video whose sound goes nowhere stands still: it must not wait for long.
    if (routes.size === 0) return;
    context.resume().catch(() => undefined);
    setTimeout(() => {
      if (!context || lost || context.state === "running") return;
      lost = true;
      routes.clear();
      wanted.clear();
      void context.close().catch(() => undefined);
      onLost();
    }, COMES_BACK_WITHIN_MS);
  }

  function routeOf(video: HTMLVideoElement, running: AudioContext): Route {
    const known = routes.get(video);
    if (known) return known;
    const source = running.createMediaElementSource(video);
    const limiter = createLimiter(running);
    const gain = running.createGain();
    gain.connect(limiter.input);
    limiter.output.connect(running.destination);
    const route = { source, gain, limiter: limiter.input };
    routes.set(video, route);
    return route;
  }

  function apply(video: HTMLVideoElement, gainDb: number | null) {
    if (!context || context.state !== "running") return;
    // What was never carried plays plainly by itself.
    if (gainDb === null && !routes.has(video)) return;
    const { source, gain } = routeOf(video, context);
    source.disconnect();
    source.connect(gainDb === null ? context.destination : gain);
    if (gainDb !== null) gain.gain.setTargetAtTime(amplitude(gainDb), context.currentTime, GLIDE_SECONDS / 3);
  }

  return {
    setGainDb(video, gainDb) {
      if (lost || wanted.get(video) === gainDb) return;
      wanted.set(video, gainDb);
      if (gainDb !== null) begin();
      apply(video, gainDb);
    },
    dispose() {
      lost = true;
      wanted.clear();
      routes.clear();
      void context?.close().catch(() => undefined);
    },
  };
}

/** Lets pass what is below the limit, untouched, and holds what is above it. */
function createLimiter(context: AudioContext): { input: DynamicsCompressorNode; output: AudioNode } {
  const input = new DynamicsCompressorNode(context, { threshold: LIMIT_DB, knee: 0, ratio: LIMIT_RATIO, attack: 0.001, release: 0.12 });
  // The node makes up for what it takes, by (1 / its gain at full scale)^0.6 (Web Audio API, 1.19.4): taken back here.
  const fullScaleDb = LIMIT_DB - LIMIT_DB / LIMIT_RATIO;
  const output = new GainNode(context, { gain: amplitude(fullScaleDb * 0.6) });
  input.connect(output);
  return { input, output };
}
