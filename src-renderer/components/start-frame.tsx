import type { ReactNode } from "react";
import { ConnectionBanner } from "./connection-banner.tsx";
import "./top-bar.css";

/** Around the screens that come before any work: the bar says only what this is. */
export function StartFrame({ children }: { children: ReactNode }) {
  return (
    <div className="app">
      <header className="top-bar">
        <span className="top-bar-name">Assessor Desk</span>
      </header>
      <ConnectionBanner />
      <main>{children}</main>
    </div>
  );
}
