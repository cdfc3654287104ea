import path from "node:path";
import { app, BrowserWindow, dialog } from "electron";

const fileTypes: Record<string, string> = { ".csv": "Comma-separated values", ".pdf": "PDF document", ".xlsx": "Excel workbook" };

/** Asks the user where to save a file of this name, in the system's own dialog, which also asks before it lets one be replaced. Null where they save nothing. */
export async function askSavePlace(name: string): Promise<string | null> {
  const [window] = BrowserWindow.getAllWindows();
  if (!window) return null;
  const end = path.extname(name);
  const { canceled, filePath } = await dialog.showSaveDialog(window, {
    defaultPath: path.join(app.getPath("documents"), name),
    filters: [{ name: fileTypes[end] ?? "File", extensions: [end.slice(1)] }],
    properties: ["createDirectory", "showOverwriteConfirmation"],
  });
  return canceled || filePath === "" ? null : filePath;
}
