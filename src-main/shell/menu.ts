import { app, dialog, Menu, shell, type BaseWindow, type MenuItemConstructorOptions } from "electron";

export interface MenuDeps {
  home: string;
  logs: string;
  development: boolean;
}

/** Before Electron is ready: it would make a menu of its own, only for ours to take its place. */
export function skipDefaultMenu(): void {
  Menu.setApplicationMenu(null);
}

/** The application's menu. What belongs to marking lies on the page, where its keys are shown. */
export function setMenu(deps: MenuDeps): void {
  Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(deps)));
}

function menuTemplate({ home, logs, development }: MenuDeps): MenuItemConstructorOptions[] {
  const isMac = process.platform === "darwin";
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
    {
      label: "&Help",
      role: "help",
      submenu: [
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
