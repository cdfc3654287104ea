import { z } from "zod";
import { workOrder } from "../marking/work-order.ts";

/** Keys as the table of actions writes them (src-shared/keyboard/keys.ts), such as `n`, `?` or `$mod+Enter`. */
const keyCombination = z.string().min(1).max(40);

/** Less than this, in bytes per second, and a recording would take days. */
export const LEAST_BANDWIDTH = 1_000;

/** What an assessor has chosen for this desk. It is kept in the store, so that it outlives the window. */
export const preferences = z.object({
  /** Where the campaign leaves the order to the assessor. */
  order: workOrder,
  speed: z.number().min(0.5).max(2),
  volume: z.number().min(0).max(1),
  captionsOn: z.boolean(),
  /** Quiet and loud recordings sound alike. */
  levelLoudness: z.boolean(),
  /** Playing goes on two seconds before the pause. */
  rewindOnResume: z.boolean(),
  /** The picture takes the whole width of the window. */
  widePicture: z.boolean(),
  /** Single letters, digits and signs act as keys (WCAG 2.1.4). */
  singleKeys: z.boolean(),
  /** Keys that were changed, by the action's name. `null`: the action has no key. */
  keys: z.record(z.string().max(60), keyCombination.nullable()),
  /** No recording is fetched until this is taken back; documents and sets go on. */
  fetchingPaused: z.boolean(),
  /** Recordings take no more than this, in bytes per second; null for as fast as it goes. */
  bandwidthLimit: z.int().min(LEAST_BANDWIDTH).nullable(),
});
export type Preferences = z.infer<typeof preferences>;

/** What holds until the assessor chooses. */
export const DEFAULT_PREFERENCES: Preferences = {
  order: "candidate",
  speed: 1,
  volume: 1,
  captionsOn: true,
  levelLoudness: true,
  rewindOnResume: false,
  widePicture: false,
  singleKeys: true,
  keys: {},
  fetchingPaused: false,
  bandwidthLimit: null,
};

/** Some of them, to be changed. */
export const preferencesChange = preferences.partial();
export type PreferencesChange = z.infer<typeof preferencesChange>;
