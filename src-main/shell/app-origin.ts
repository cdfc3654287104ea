/** The page's own origin. Everything that the window shows is served from it. */
export const APP_ORIGIN = "app://desk";
/** What the window opens. */
export const START_PAGE = `${APP_ORIGIN}/`;
