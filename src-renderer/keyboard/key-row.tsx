import { useEffect, useRef } from "react";
import { actionOf, type ActionId } from "../../src-shared/keyboard/actions.ts";
import { isSingleCharacter, keyParts, keyWords } from "../../src-shared/keyboard/keys.ts";
import { Button } from "../components/button.tsx";
import { KeyCaps } from "./key-hint.tsx";
import { isMac } from "./pressed-keys.ts";
import type { KeyChoice } from "./use-key-choice.ts";

/** One action in the help: its key, and the way to another one. */
export function KeyRow({ id, label, choice }: { id: ActionId; label: string; choice: KeyChoice }) {
  const keys = choice.chosen[id];
  const { keys: usual } = actionOf(id);
  const also = (actionOf(id).also ?? []).filter((each) => choice.singleKeys || !isSingleCharacter(each));
  const change = useRef<HTMLButtonElement>(null);
  const isWaiting = choice.waiting === id;
  const isOff = keys !== null && !choice.singleKeys && isSingleCharacter(keys);
  const said = choice.news?.about === id && (isWaiting || choice.news.refused) ? choice.news : null;
  useNewKey(isWaiting, choice);
  return (
    <li className={isWaiting ? "key-row key-row-waiting" : "key-row"}>
      <span className={isOff ? "key-row-keys key-row-off" : "key-row-keys"}>
        {keys === null ? <span className="soft small">no key</span> : <KeyCaps parts={keyParts(keys, isMac)} />}
        {keys !== null && <span className="unseen">{keyWords(keys, isMac)}</span>}
        {isOff && <span className="soft small">off</span>}
      </span>
      <span className="key-row-label">
        {label}
        {also.length > 0 && <span className="soft small"> (also {also.map((each) => keyWords(each, isMac)).join(", ")})</span>}
      </span>
      <span className="key-row-buttons">
        {keys !== usual && !isWaiting && (
          <Button
            look="link"
            className="small"
            aria-label={`Usual key for ${label}`}
            onClick={() => {
              // This button goes away with what it undoes.
              change.current?.focus();
              choice.toUsual(id);
            }}
          >
            {usual === null ? "No key" : `Back to ${keyWords(usual, isMac)}`}
          </Button>
        )}
        <button
          ref={change}
          type="button"
          className="button button-link small key-row-change"
          aria-label={isWaiting ? `Press the new key for ${label}` : `Change the key for ${label}`}
          onClick={() => (isWaiting ? choice.cancel() : choice.begin(id))}
          onBlur={() => isWaiting && choice.cancel()}
        >
          {isWaiting ? "Press a key…" : "Change"}
        </button>
      </span>
      {said && <p className={said.refused ? "key-row-news key-row-refused small" : "key-row-news small"}>{said.text}</p>}
    </li>
  );
}

/** While an action waits, every key that is pressed is for it: nothing else may act on it. */
function useNewKey(isWaiting: boolean, choice: KeyChoice): void {
  const latest = useRef(choice);
  useEffect(() => {
    latest.current = choice;
  });
  useEffect(() => {
    if (!isWaiting) return;
    const press = (event: KeyboardEvent) => {
      event.preventDefault();
      event.stopPropagation();
      if (event.key === "Escape") latest.current.cancel();
      else if (!event.repeat) latest.current.press(event);
    };
    // A button that is pressed with Space acts when the key comes up.
    const release = (event: KeyboardEvent) => event.preventDefault();
    window.addEventListener("keydown", press, true);
    window.addEventListener("keyup", release, true);
    return () => {
      window.removeEventListener("keydown", press, true);
      window.removeEventListener("keyup", release, true);
    };
  }, [isWaiting]);
}
