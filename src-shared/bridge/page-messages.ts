/**
 * What the shell and the page say to each other in the page's own window: the way to the port, and the menu. Apart from the
 * schemas, so that neither the shell's start nor the preload loads them.
 */

/** The page listens: a port posted before anybody does would be lost. */
export const PAGE_READY = "assessor-desk-bridge-ready";
/** Comes with one port to the engine, after every start of the engine. */
export const BRIDGE_PORT = "assessor-desk-bridge-port";
/** The engine has ended and is being started again. */
export const ENGINE_DOWN = "assessor-desk-engine-down";

/** `kind` of what the page tells for the menu: see `keyboard/offered-actions.ts`. */
export const ACTIONS_OFFERED = "assessor-desk-actions-offered";
/** `kind` of what the menu asks of the page. */
export const RUN_ACTION = "assessor-desk-run-action";

/** The shell to the page: this menu item was chosen. */
export interface RunAction {
  kind: typeof RUN_ACTION;
  id: string;
}
