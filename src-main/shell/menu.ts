import { app, dialog, Menu, shell, type BaseWindow, type MenuItemConstructorOptions } from "electron";
import { actionIds, type ActionId } from "../../src-shared/keyboard/actions.ts";
import { actionItems, isVisible, noActions, type ActionState } from "./action-items.ts";

export interface MenuDeps {
  home: string;
  logs: string;
  development: boolean;
}

/** Before Electron is ready: it would make a menu of its own, only for ours to take its place. */
export function skipDefaultMenu(): void {
  Menu.setApplicationMenu(null);
}

export interface AppMenu {
  /** Shows what the page can do now, and has `run` do what is chosen. */
  show(state: ActionState, run: (id: ActionId) => void): void;
}

/** The application's menu: what belongs to the window, and the page's actions with their keys. */
export function setMenu(deps: MenuDeps): AppMenu {
  let run: (id: ActionId) => void = () => undefined;
  let shownKeys = noActions.keys;
  function build(state: ActionState) {
    shownKeys = state.keys;
    Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(deps, state, (id) => run(id))));
  }
  build(noActions);
  return {
    show(state, runNow) {
      run = runNow;
      // A menu's keys stay as it was built with; what can be done changes with every screen and dialog.
      if (actionIds.some((id) => state.keys[id] !== shownKeys[id])) return build(state);
      const menu = Menu.getApplicationMenu();
      for (const id of actionIds) {
        const item = menu?.getMenuItemById(id);
        if (!item) continue;
        item.enabled = state.offered.has(id);
        item.visible = isVisible(id, state.offered);
      }
    },
  };
}

function menuTemplate({ home, logs, development }: MenuDeps, state: ActionState, run: (id: ActionId) => void): MenuItemConstructorOptions[] {
  const isMac = process.platform === "darwin";
  const itemsOf = (group: Parameters<typeof actionItems>[0]) => actionItems(group, state, run, process.platform);
  return [
    ...(isMac ? [{ role: "appMenu" } satisfies MenuItemConstructorOptions] : []),
    {
      label: "&File",
      submenu: [
        { label: "Show data folder", click: () => void shell.openPath(home) },
        { type: "separator" },
        isMac ? { role: "close" } : { role: "quit", label: "&Quit" },
      ],
    },
    {
      label: "&Edit",
      submenu: [
        { role: "undo" },
        { role: "redo" },
        { type: "separator" },
        { role: "cut" },
        { role: "copy" },
        { role: "paste" },
        { role: "pasteAndMatchStyle" },
        { role: "selectAll" },
      ],
    },
    {
      label: "&View",
      submenu: [
        { role: "zoomIn", label: "Zoom in" },
        // The same key without Shift, which is how people press it.
        { role: "zoomIn", accelerator: "CommandOrControl+=", visible: false, acceleratorWorksWhenHidden: true },
        { role: "zoomOut", label: "Zoom out" },
        { role: "resetZoom", label: "Normal size" },
        { type: "separator" },
        { role: "togglefullscreen", label: "Full screen" },
        ...developmentItems(development),
      ],
    },
    { label: "&Playing", submenu: itemsOf("Playing") },
    { label: "&Marking", submenu: itemsOf("Marking") },
    { label: "M&oving", submenu: itemsOf("Moving") },
    {
      label: "&Help",
      role: "help",
      submenu: [
        ...itemsOf("Help"),
        { type: "separator" },
        { label: "Show logs", click: () => void shell.openPath(logs) },
        { label: "About Assessor Desk", click: (_item, window) => void showAbout(window, home) },
      ],
    },
  ];
}

function developmentItems(development: boolean): MenuItemConstructorOptions[] {
  return development ? [{ type: "separator" }, { role: "reload" }, { role: "toggleDevTools" }] : [];
}

async function showAbout(window: BaseWindow | undefined, home: string): Promise<void> {
  const about = {
    type: "info" as const,
    title: "About Assessor Desk",
    message: `Assessor Desk ${app.getVersion()}`,
    detail: `Your marks and recordings are kept in ${home}.\nElectron ${process.versions.electron}, Chromium ${process.versions["chrome"]}.`,
    buttons: ["Close"],
  };
  await (window ? dialog.showMessageBox(window, about) : dialog.showMessageBox(about));
}
