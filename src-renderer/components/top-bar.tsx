import type { ReactNode } from "react";
import type { HomeView } from "../../src-shared/bridge/views.ts";
import { useConnection } from "../bridge/bridge-context.tsx";
import { syncWords, type Tone } from "../format/sync-words.ts";
import { exactTime, number, plural } from "../format/time.ts";
import { useShortcut } from "../keyboard/use-shortcut.ts";
import { useSaveSnapshot } from "../saving/save-context.tsx";
import "./top-bar.css";
import { useLeadDelivery } from "./use-lead-delivery.ts";
import { useNow } from "./use-now.ts";

/** A step of the way here. The last one is where we are, and leads nowhere. */
export interface Crumb {
  label: string;
  go?: () => void;
}

interface TopBarProps {
  crumbs: readonly Crumb[];
  /** The screens beside this one, where there are any. */
  tabs: ReactNode;
  /** `37 of 96 answers marked` */
  progress: string | null;
  /** When something of what this screen shows was last saved. */
  savedAt: string | null;
  home: HomeView | undefined;
  onHelp: () => void;
}

export function TopBar({ crumbs, tabs, progress, savedAt, home, onHelp }: TopBarProps) {
  const help = useShortcut("help");
  return (
    <header className="top-bar">
      <span className="top-bar-name">Assessor Desk</span>
      <nav aria-label="Where you are" className="top-bar-crumbs">
        <ol>
          {crumbs.map((crumb) => (
            <li key={crumb.label}>
              {crumb.go ? (
                <button type="button" onClick={crumb.go}>
                  {crumb.label}
                </button>
              ) : (
                <span aria-current="page">{crumb.label}</span>
              )}
            </li>
          ))}
        </ol>
      </nav>
      {tabs}
      {progress && <span className="pill">{progress}</span>}
      <SavedPill savedAt={savedAt} />
      {home && <NetworkPill home={home} />}
      <button type="button" className="top-bar-help" aria-label="Keys and help" title={`Keys and help${help.suffix}`} aria-keyshortcuts={help.ariaKeys} onClick={onHelp}>
        ?
      </button>
    </header>
  );
}

/** "Saved" stands here only after the engine has said that the change is on disk. */
function SavedPill({ savedAt }: { savedAt: string | null }) {
  const { status } = useSaveSnapshot();
  const connection = useConnection();
  const { tone, text } = words();
  return (
    <span className="pill pill-saved" role="status" data-testid="saved">
      <i className={`pill-dot pill-dot-${tone}`} aria-hidden="true" />
      {text}
    </span>
  );

  function words(): { tone: Tone; text: string } {
    if (status.kind === "not-saved") return { tone: "bad", text: "Not saved yet – see below" };
    if (status.kind === "saving") return connection === "up" ? { tone: "busy", text: "Saving…" } : { tone: "waiting", text: "Not saved yet – starting again" };
    const at = status.savedAt ?? savedAt;
    return at ? { tone: "good", text: `Saved ${exactTime(at)}` } : { tone: "good", text: "All saved" };
  }
}

function NetworkPill({ home }: { home: HomeView }) {
  const words = syncWords(home.sync, useNow(10_000));
  const delivery = useLeadDelivery(home);
  const waiting = delivery ? delivery.decisions + delivery.documents : home.outbox.filter((each) => each.delivery.kind === "waiting").length;
  return (
    <span className="pill">
      <i className={`pill-dot pill-dot-${words.tone}`} aria-hidden="true" />
      {words.brief}
      {waiting > 0 && (delivery ? ` · ${number(waiting)} to go up` : ` · ${plural(waiting, "set")} waiting`)}
    </span>
  );
}
