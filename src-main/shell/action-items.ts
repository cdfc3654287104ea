import type { MenuItemConstructorOptions } from "electron";
import { actionIds, actionOf, type ActionGroup, type ActionId } from "../../src-shared/keyboard/actions.ts";
import { acceleratorOf } from "./accelerator.ts";

/** What the menu shows of the page's actions. */
export interface ActionState {
  /** Those that can be done on the present screen. */
  offered: ReadonlySet<ActionId>;
  /** `null`: no key acts. */
  keys: Readonly<Record<ActionId, string | null>>;
}

/** As long as no page has said anything. */
export const noActions: ActionState = {
  offered: new Set(),
  keys: Object.fromEntries(actionIds.map((id) => [id, actionOf(id).keys])) as ActionState["keys"],
};

/** Whether the menu has an item for it, be it enabled or not. */
export const isVisible = (id: ActionId, offered: ReadonlySet<ActionId>): boolean => !actionOf(id).onlyWhereOffered || offered.has(id);

/** One item for each action of a group. Its key is shown, but it is the page that listens to it: a text field may need it. */
export function actionItems(group: ActionGroup, { offered, keys }: ActionState, run: (id: ActionId) => void, platform: NodeJS.Platform): MenuItemConstructorOptions[] {
  return actionIds
    .filter((id) => actionOf(id).group === group)
    .map((id) => {
      const shown = keys[id];
      // macOS cannot show a key without taking it from the page.
      const accelerator = shown === null || platform === "darwin" ? undefined : acceleratorOf(shown);
      return {
        id,
        label: actionOf(id).label,
        enabled: offered.has(id),
        visible: isVisible(id, offered),
        registerAccelerator: false,
        ...(accelerator && { accelerator }),
        click: () => run(id),
      };
    });
}
