import { useState, type ReactNode } from "react";
import { useBridgeQuery } from "../bridge/bridge-context.tsx";
import type { ActionTable } from "../keyboard/action.ts";
import { deskActions } from "../keyboard/desk-actions.ts";
import { HelpDialog } from "../keyboard/help-dialog.tsx";
import { useActions, useEscapeLeavesField } from "../keyboard/use-actions.ts";
import { ConnectionBanner } from "./connection-banner.tsx";
import { TopBar, type Crumb } from "./top-bar.tsx";
import { UnsavedBanner } from "./unsaved-banner.tsx";

interface DeskFrameProps {
  className?: string;
  crumbs: readonly Crumb[];
  progress?: string | null;
  savedAt?: string | null;
  /** The keys of this screen, for the help dialog. */
  actions?: ActionTable<never>;
  onHome: () => void;
  children: ReactNode;
}

/** Around every working screen: the bar, what must be said at once, the keys that work everywhere. */
export function DeskFrame({ className = "", crumbs, progress = null, savedAt, actions = {}, onHome, children }: DeskFrameProps) {
  const { data: home } = useBridgeQuery("home.view", {});
  const [help, setHelp] = useState(false);
  useActions(deskActions, { goHome: onHome, showHelp: () => setHelp(true) });
  useEscapeLeavesField();
  return (
    <div className={`app ${className}`}>
      <TopBar crumbs={crumbs} progress={progress} savedAt={savedAt === undefined ? (home?.kept.lastSavedAt ?? null) : savedAt} home={home} onHelp={() => setHelp(true)} />
      <div>
        <ConnectionBanner />
        <UnsavedBanner />
      </div>
      <main>{children}</main>
      {help && <HelpDialog actions={{ ...actions, ...deskActions }} onClose={() => setHelp(false)} />}
    </div>
  );
}
