import { number } from "../format/time.ts";
import { useGo, type LeadRoute } from "../route.ts";
import "./lead-tabs.css";

const tabs = [
  ["board", "Board"],
  ["moderate", "Moderate"],
  ["quality", "Quality"],
  ["outcome", "Outcome"],
] as const satisfies [LeadRoute["screen"], string][];

interface LeadTabsProps {
  batch: string;
  screen: LeadRoute["screen"];
  /** How many answers are to be settled; null while that is not known. */
  toSettle: number | null;
  /** Goes there once what was typed is on its way. */
  leave?: (go: () => void) => void;
}

/** A lead's screens of one batch, beside each other in the bar. */
export function LeadTabs({ batch, screen, toSettle, leave = (go) => go() }: LeadTabsProps) {
  const go = useGo();
  return (
    <nav aria-label="Screens of this batch" className="lead-tabs">
      {tabs.map(([name, label]) => (
        <button key={name} type="button" className="lead-tab" aria-current={name === screen ? "page" : undefined} onClick={() => leave(() => go({ screen: name, batch }))}>
          {label}
          {name === "moderate" && toSettle !== null && toSettle > 0 && <span className="lead-tab-count"> {number(toSettle)}</span>}
        </button>
      ))}
    </nav>
  );
}
