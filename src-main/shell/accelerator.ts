import { parseKeys } from "../../src-shared/keyboard/keys.ts";

const names: Record<string, string> = { ArrowLeft: "Left", ArrowRight: "Right", ArrowUp: "Up", ArrowDown: "Down", "+": "Plus" };

/**
 * A combination as Electron writes it, to be shown in the menu. `undefined` for a key that Electron has no name for,
 * such as a letter with an accent: a menu with one of those cannot be built.
 */
export function acceleratorOf(keys: string): string | undefined {
  const { mod, shift, key } = parseKeys(keys);
  const name = names[key] ?? (key.length === 1 ? key.toUpperCase() : key);
  if (!/^([!-~]|Space|Enter|Left|Right|Up|Down|Plus|F\d{1,2})$/.test(name)) return undefined;
  return [...(mod ? ["CommandOrControl"] : []), ...(shift ? ["Shift"] : []), name].join("+");
}
