import type { HomeView } from "../../../src-shared/bridge/views.ts";
import { useLeadDelivery } from "../use-lead-delivery.ts";
import { KeptSafePanel } from "./kept-safe-panel.tsx";
import { NetworkPanel } from "./network-panel.tsx";
import { OutboxPanel } from "./outbox-panel.tsx";
import "./panels.css";

/** Beside what is to do: whether the depot can be reached, what is on its way to it, and what is safe. */
export function DeskPanels({ home, now }: { home: HomeView; now: Date }) {
  const delivery = useLeadDelivery(home);
  return (
    <div className="desk-side">
      <NetworkPanel home={home} delivery={delivery} now={now} />
      {(delivery || home.outbox.length > 0) && <OutboxPanel outbox={home.outbox} delivery={delivery} sync={home.sync} now={now} />}
      <KeptSafePanel home={home} now={now} />
    </div>
  );
}
