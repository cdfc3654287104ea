import { protocol } from "electron";

/** Electron takes this once, and only before it is ready; so both schemes stand here. */
export function registerSchemes(): void {
  protocol.registerSchemesAsPrivileged([
    // Compiled scripts are kept from one start to the next.
    { scheme: "app", privileges: { standard: true, secure: true, supportFetchAPI: true, corsEnabled: true, codeCache: true } },
    { scheme: "media", privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true, corsEnabled: true } },
  ]);
}
