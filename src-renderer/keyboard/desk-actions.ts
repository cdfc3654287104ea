import type { ActionTable } from "./action.ts";

/** What can be done on every screen. */
export interface Desk {
  goHome(): void;
  showHelp(): void;
}

export const deskActions = {
  home: { keys: ["h"], label: "Your work", group: "Moving", run: (desk) => desk.goHome() },
  help: { keys: ["Shift+?", "?"], label: "Keys and help", group: "Help", run: (desk) => desk.showHelp() },
} as const satisfies ActionTable<Desk>;
