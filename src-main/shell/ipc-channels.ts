/** What crosses between preload and shell. Nothing else does: all work goes over the bridge's port. */

/** Preload to shell: the page listens and wants a port to the engine. */
export const BRIDGE_WANTED = "bridge-wanted";
/** Preload to shell, with `OfferedActions`: what the menu is to show. */
export const PAGE_OFFERS_ACTIONS = "page-offers-actions";
/** Shell to preload: something to be posted to the page's window, with the ports that come with it. */
export const POST_TO_PAGE = "post-to-page";
