import { useState, type ReactNode } from "react";
import { useBridgeQuery } from "../bridge/bridge-context.tsx";
import { HelpDialog } from "../keyboard/help-dialog.tsx";
import { useActionKeys, useEscapeLeavesField } from "../keyboard/use-action-keys.ts";
import { useActions } from "../keyboard/use-actions.ts";
import { ConnectionBanner } from "./connection-banner.tsx";
import { TopBar, type Crumb } from "./top-bar.tsx";
import { UnsavedBanner } from "./unsaved-banner.tsx";

interface DeskFrameProps {
  className?: string;
  crumbs: readonly Crumb[];
  tabs?: ReactNode;
  progress?: string | null;
  savedAt?: string | null;
  /** `null`: this is where it would lead. */
  onHome: (() => void) | null;
  children: ReactNode;
}

/** Around every working screen: the bar, what must be said at once, the keys that work everywhere. */
export function DeskFrame({ className = "", crumbs, tabs = null, progress = null, savedAt, onHome, children }: DeskFrameProps) {
  const { data: home } = useBridgeQuery("home.view", {});
  const [help, setHelp] = useState(false);
  useActions<"desk">({ home: onHome, help: () => setHelp(true) });
  useActionKeys();
  useEscapeLeavesField();
  return (
    <div className={`app ${className}`}>
      <TopBar crumbs={crumbs} tabs={tabs} progress={progress} savedAt={savedAt === undefined ? (home?.kept.lastSavedAt ?? null) : savedAt} home={home} onHelp={() => setHelp(true)} />
      <div>
        <ConnectionBanner />
        <UnsavedBanner />
      </div>
      <main>{children}</main>
      {help && <HelpDialog onClose={() => setHelp(false)} />}
    </div>
  );
}
