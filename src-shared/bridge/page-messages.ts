/**
 * What the shell and the page say to each other in the page's own window, until the page has its port. Apart from the
 * schemas, so that neither the shell's start nor the preload loads them.
 */

/** The page listens: a port posted before anybody does would be lost. */
export const PAGE_READY = "assessor-desk-bridge-ready";
/** Comes with one port to the engine, after every start of the engine. */
export const BRIDGE_PORT = "assessor-desk-bridge-port";
/** The engine has ended and is being started again. */
export const ENGINE_DOWN = "assessor-desk-engine-down";
