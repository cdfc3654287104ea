import { ipcMain, type WebContents } from "electron";
import { RUN_ACTION, type RunAction } from "../../src-shared/bridge/page-messages.ts";
import type { ActionId } from "../../src-shared/keyboard/actions.ts";
import { noActions } from "./action-items.ts";
import { PAGE_OFFERS_ACTIONS, POST_TO_PAGE } from "./ipc-channels.ts";
import type { Log } from "./log-file.ts";
import type { AppMenu } from "./menu.ts";
import { isOurPage } from "./security.ts";

/** Shows in the menu what the page can do on its present screen, and has the page do what is chosen there. */
export function connectMenu(menu: AppMenu, log: Log): void {
  /** Loaded with the page's first message: by then the window is there, and does not wait for schemas. */
  let schemas: Promise<typeof import("../../src-shared/keyboard/offered-actions.ts")> | undefined;
  const loadSchemas = () => (schemas ??= import("../../src-shared/keyboard/offered-actions.ts"));
  const watched = new WeakSet<WebContents>();

  function dropWhenGone(page: WebContents): void {
    if (watched.has(page)) return;
    watched.add(page);
    const drop = () => menu.show(noActions, () => undefined);
    page.on("did-navigate", drop).on("render-process-gone", drop);
  }

  async function hear(page: WebContents, message: unknown): Promise<void> {
    const { offeredActions } = await loadSchemas();
    const checked = offeredActions.safeParse(message);
    if (!checked.success) return log("warn", `The page's word to the menu was refused: ${checked.error.message}`);
    if (page.isDestroyed()) return;
    dropWhenGone(page);
    const run = (id: ActionId) => page.postMessage(POST_TO_PAGE, { kind: RUN_ACTION, id } satisfies RunAction);
    menu.show({ offered: new Set(checked.data.offered), keys: checked.data.keys }, run);
  }

  ipcMain.on(PAGE_OFFERS_ACTIONS, ({ sender, senderFrame }, message: unknown) => {
    if (!isOurPage(senderFrame)) return log("warn", "Somebody else than the desk's page spoke to the menu and was refused.");
    void hear(sender, message);
  });
}
