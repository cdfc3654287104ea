import { Dialog } from "../components/dialog.tsx";
import { actionGroups, keyParts, type ActionTable } from "./action.ts";
import "./help-dialog.css";
import { useSingleKeys } from "./single-keys.ts";

/** Every key that works on this screen, and the switch that turns single keys off. */
export function HelpDialog({ actions, onClose }: { actions: ActionTable<never>; onClose: () => void }) {
  const [singleKeys, setSingleKeys] = useSingleKeys();
  const all = Object.values(actions);
  const groups = actionGroups.filter((group) => all.some((action) => action.group === group));
  return (
    <Dialog title="Keys and help" onClose={onClose} wide>
      <div className="help-groups">
        {groups.map((group) => (
          <section key={group} aria-labelledby={`help-${group}`}>
            <h3 id={`help-${group}`}>{group}</h3>
            <dl className="help-keys">
              {all
                .filter((action) => action.group === group)
                .map((action) => (
                  <div key={action.label}>
                    <dt>
                      {keyParts(action.keys[0]).map((part) => (
                        <kbd key={part}>{part}</kbd>
                      ))}
                    </dt>
                    <dd>{action.label}</dd>
                  </div>
                ))}
            </dl>
          </section>
        ))}
      </div>
      <p className="soft">Escape leaves a text field; then the keys work again. Everything can also be reached with Tab.</p>
      <label className="check-line">
        <input type="checkbox" checked={singleKeys} onChange={(event) => setSingleKeys(event.target.checked)} />
        <span>Single letters, digits and signs act as keys, and are shown on screen</span>
      </label>
    </Dialog>
  );
}
