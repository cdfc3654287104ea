/** Something the user can do with a key. Key handling, hints on screen and the help dialog all draw from it. */
export interface Action<Desk> {
  /** As tinykeys writes them; the first is the one that is shown. */
  keys: readonly [string, ...string[]];
  label: string;
  group: ActionGroup;
  /** Works while typing as well; only for keys with a modifier. */
  whileTyping?: true;
  run(desk: Desk): void;
}

export const actionGroups = ["Playing", "Marking", "Moving", "Help"] as const;
export type ActionGroup = (typeof actionGroups)[number];
export type ActionTable<Desk> = Record<string, Action<Desk>>;

const keyNames: Record<string, string> = {
  Space: "Space",
  ArrowLeft: "←",
  ArrowRight: "→",
  $mod: "Ctrl",
  Enter: "Enter",
  Shift: "Shift",
};

/** The parts of a key combination as they stand on the keyboard: `["Ctrl", "Enter"]`. */
export function keyParts(keys: string): string[] {
  if (keys === "Shift+?") return ["?"];
  return keys.split(/\b\+/).map((part) => keyNames[part] ?? part.toUpperCase());
}

/** For `aria-keyshortcuts`. */
export function ariaKeys(keys: string): string {
  return keys.replace("$mod", "Control").replace(/\b[a-z]\b/g, (letter) => letter.toUpperCase());
}

/** A letter, digit or sign alone: such keys can be switched off (WCAG 2.1.4). */
export function isSingleCharacter(keys: string): boolean {
  return keys.length === 1 || keys === "Shift+?";
}
