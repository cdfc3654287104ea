import type { ButtonHTMLAttributes } from "react";
import { ariaKeys } from "../keyboard/action.ts";
import { KeyHint } from "../keyboard/key-hint.tsx";
import "./button.css";

interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  /** `primary`: the one green button of a screen. `link`: looks like a link, but does something here. */
  look?: "primary" | "plain" | "link" | "danger";
  /** The key that does the same, shown beside the label. */
  keys?: string;
}

export function Button({ look = "plain", keys, className = "", children, ...rest }: ButtonProps) {
  return (
    <button type="button" {...rest} className={`button button-${look} ${className}`} aria-keyshortcuts={keys && ariaKeys(keys)}>
      {children}
      {keys && <KeyHint keys={keys} />}
    </button>
  );
}
