import type { ButtonHTMLAttributes } from "react";
import type { ActionId } from "../../src-shared/keyboard/actions.ts";
import { KeyHint } from "../keyboard/key-hint.tsx";
import { useShortcut } from "../keyboard/use-shortcut.ts";
import "./button.css";

interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  /** `primary`: the one green button of a screen. `link`: looks like a link, but does something here. */
  look?: "primary" | "plain" | "link" | "danger";
  /** What its key does too; the key is shown beside the label. */
  action?: ActionId;
}

export function Button({ look = "plain", action, className = "", children, ...rest }: ButtonProps) {
  const { ariaKeys } = useShortcut(action ?? null);
  return (
    <button type="button" {...rest} className={`button button-${look} ${className}`} {...(ariaKeys && { "aria-keyshortcuts": ariaKeys })}>
      {children}
      {action && <KeyHint action={action} />}
    </button>
  );
}
