import { app, dialog } from "electron";
import type { EngineHost } from "./engine-host.ts";
import type { Log } from "./log-file.ts";

/** With the window the application ends, on every system; the engine is asked to finish first. */
export function endInOrder(engine: EngineHost, log: Log): void {
  app.on("window-all-closed", () => app.quit());
  app.on("will-quit", (event) => {
    event.preventDefault();
    void engine.close().then(() => {
      log("info", "Ended.");
      app.exit(0);
    });
  });
}

/** A bug in the shell: what is saved is with the engine, so ending is the safe thing to do. */
export function endOnBug(log: Log): void {
  process.on("uncaughtException", (error) => endFor(log, error));
  process.on("unhandledRejection", (reason) => endFor(log, reason));
}

function endFor(log: Log, reason: unknown): void {
  log("error", `The shell failed: ${reason instanceof Error ? (reason.stack ?? reason.message) : String(reason)}`);
  refuseStart("Assessor Desk has met an error and must end. Everything that was shown as saved is safe; start it again, and tell your team lead if that does not help.", 1);
}

/** Says why the application cannot run, and ends it. */
export function refuseStart(sentence: string, exitCode: number): void {
  dialog.showErrorBox("Assessor Desk", sentence);
  app.exit(exitCode);
}
