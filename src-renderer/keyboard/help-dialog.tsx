import { useSyncExternalStore } from "react";
import { actionGroups, actionIds, actionOf, type ActionId } from "../../src-shared/keyboard/actions.ts";
import { Button } from "../components/button.tsx";
import { Dialog } from "../components/dialog.tsx";
import "./help-dialog.css";
import { KeyRow } from "./key-row.tsx";
import { offered } from "./offered.ts";
import { useKeyChoice } from "./use-key-choice.ts";

/** Every key that works on this screen, and the ways to change keys and to switch single ones off. */
export function HelpDialog({ onClose }: { onClose: () => void }) {
  const offers = useSyncExternalStore(offered.subscribe, offered.all);
  const labelOf = (id: ActionId) => offers[id]?.label ?? actionOf(id).label;
  const choice = useKeyChoice(labelOf);
  const here = actionIds.filter((id) => offers[id]);
  const groups = actionGroups.filter((group) => here.some((id) => actionOf(id).group === group));
  const isAnswer = here.some((id) => actionOf(id).screen === "answer");
  return (
    <Dialog title="Keys and help" onClose={onClose} wide>
      <div className="help-settings">
        <label className="check-line">
          <input type="checkbox" checked={choice.singleKeys} onChange={(event) => choice.setSingleKeys(event.target.checked)} />
          <span>Single letters, digits and signs act as keys, and are shown on screen</span>
        </label>
        <Button look="link" className="small" onClick={choice.allToUsual}>
          Back to the usual keys
        </Button>
        <p className="soft small">
          Escape leaves a text field; then the keys work again. Everything can also be reached with Tab.
          {!isAnswer && " Other screens have keys of their own: open this there to see and change them."}
        </p>
      </div>
      <p role="status" className={choice.news?.about === null ? "help-news small" : "unseen"}>
        {choice.news?.text}
      </p>
      <div className="help-groups">
        {groups.map((group) => (
          <section key={group} aria-labelledby={`help-${group}`}>
            <h3 id={`help-${group}`}>{group}</h3>
            <ul className="help-keys">
              {here
                .filter((id) => actionOf(id).group === group)
                .map((id) => (
                  <KeyRow key={id} id={id} label={labelOf(id)} choice={choice} />
                ))}
            </ul>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
