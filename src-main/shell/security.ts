import { app, type Session, type WebContents, type WebFrameMain } from "electron";
import { APP_ORIGIN, START_PAGE } from "./app-origin.ts";

/** Electron grants every permission unless told otherwise. The page has use for these two. */
const PERMISSIONS: readonly string[] = ["fullscreen", "clipboard-sanitized-write"];

/**
 * What is never loaded, whatever asks: the network is the engine's business, files are served by our own schemes. The
 * page's policy forbids all of it already; this stands behind that. Named one by one, since a listener for every
 * address would stand in the way of each recording's every range.
 */
const REFUSED_ADDRESSES = ["http://*/*", "https://*/*", "ws://*/*", "wss://*/*", "ftp://*/*", "file:///*"];

/** For whatever content ever comes to be: it stays on its page, opens nothing and embeds nothing. Before Electron is ready. */
export function secureContents(): void {
  // It would take back the switch without which nothing starts as root, as on test machines.
  if (!app.commandLine.hasSwitch("no-sandbox")) app.enableSandbox();
  app.on("web-contents-created", (_event, contents) => {
    contents.on("will-navigate", (event) => stay(event, contents));
    contents.on("will-frame-navigate", (event) => stay(event, contents));
    contents.on("will-redirect", (event) => stay(event, contents));
    contents.on("will-attach-webview", (event) => event.preventDefault());
    contents.setWindowOpenHandler(() => ({ action: "deny" }));
    contents.setWebRTCIPHandlingPolicy("disable_non_proxied_udp");
  });
}

/** The page may load itself again and go nowhere else. */
function stay(event: { preventDefault: () => void; url: string }, contents: WebContents): void {
  const isDeveloperTools = contents.getURL().startsWith("devtools://");
  if (!isDeveloperTools && event.url.replace(/#.*$/, "") !== START_PAGE) event.preventDefault();
}

/** Permissions, network, downloads and spelling of the session that the window uses. */
export function secureSession(session: Session): void {
  session.setPermissionRequestHandler((contents, permission, grant, { requestingUrl }) => {
    grant(PERMISSIONS.includes(permission) && isOurAddress(requestingUrl) && isOurAddress(contents.getURL()));
  });
  session.setPermissionCheckHandler((_contents, permission, origin) => PERMISSIONS.includes(permission) && isOurAddress(origin));
  session.setDevicePermissionHandler(() => false);

  session.webRequest.onBeforeRequest({ urls: REFUSED_ADDRESSES }, (_request, decide) => decide({ cancel: true }));

  // The page saves nothing by itself: what is exported goes where the system's own dialog says, and the engine writes it.
  session.on("will-download", (event) => event.preventDefault());

  // Elsewhere Chromium would fetch dictionaries from the network.
  if (process.platform !== "darwin") session.setSpellCheckerEnabled(false);
}

/** Whether a message comes from the desk's page itself: its origin, in the window's main frame. */
export function isOurPage(frame: WebFrameMain | null): boolean {
  return frame !== null && frame.parent === null && frame.origin === APP_ORIGIN;
}

function isOurAddress(address: string): boolean {
  return address === APP_ORIGIN || address.startsWith(`${APP_ORIGIN}/`);
}
