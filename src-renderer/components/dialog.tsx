import { useEffect, useId, useLayoutEffect, useRef, type ReactNode } from "react";
import { offered } from "../keyboard/offered.ts";
import { Button } from "./button.tsx";
import "./dialog.css";

interface DialogProps {
  title: string;
  onClose: () => void;
  wide?: boolean;
  children: ReactNode;
}

/** A modal dialog of the browser's own: it keeps the focus in, gives it back, and closes with Escape. */
export function Dialog({ title, onClose, wide = false, children }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  // What lies behind it can be reached neither by keys nor from the menu.
  useEffect(() => offered.hold(), []);
  // Closed while it is still in the page: only then does the browser give the focus back.
  useLayoutEffect(() => {
    const element = dialog.current;
    if (element && !element.open) {
      element.showModal();
      // The browser would choose the Close button, which stands first.
      element.querySelector<HTMLElement>(".dialog-body textarea, .dialog-body .button-primary")?.focus();
    }
    return () => {
      element?.close();
      // What had it may be gone with what the dialog did.
      if (document.activeElement === document.body) document.querySelector("h1")?.focus();
    };
  }, []);
  return (
    <dialog
      ref={dialog}
      className={wide ? "dialog dialog-wide" : "dialog"}
      aria-labelledby={titleId}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
    >
      <div className="dialog-head">
        <h2 id={titleId}>{title}</h2>
        <Button look="link" onClick={onClose}>
          Close
        </Button>
      </div>
      <div className="dialog-body">{children}</div>
    </dialog>
  );
}
