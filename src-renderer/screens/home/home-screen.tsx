import type { HomeView } from "../../../src-shared/bridge/views.ts";
import { useBridgeQuery } from "../../bridge/bridge-context.tsx";
import { DeskFrame } from "../../components/desk-frame.tsx";
import { DeskPanels } from "../../components/panels/desk-panels.tsx";
import { QueryFailure } from "../../components/query-failure.tsx";
import { RestoredNotice } from "../../components/restored-notice.tsx";
import { ScreenHeading } from "../../components/screen-heading.tsx";
import { StoppedNotice } from "../../components/stopped-notice.tsx";
import { useNow } from "../../components/use-now.ts";
import { useUsableMark } from "../../components/use-usable-mark.ts";
import { useGo } from "../../route.ts";
import { BatchTable } from "./batch-table.tsx";
import { Hero } from "./hero.tsx";
import "./home.css";
import { NothingYet } from "./nothing-yet.tsx";
import { QuestionsNotice } from "./questions-notice.tsx";
import { RecoveryNotice } from "./recovery-notice.tsx";

/** Your work: what to do next, how far everything is, and whether it is safe. */
export function HomeScreen() {
  const go = useGo();
  const { data: home, error } = useBridgeQuery("home.view", {});
  // A lead who marks too comes here from the board.
  const toBoard = home?.person.role === "lead" ? () => go({ screen: "home" }) : null;
  return (
    <DeskFrame crumbs={toBoard ? [{ label: "Board", go: toBoard }, { label: "Your own marking" }] : [{ label: "Your work" }]} onHome={toBoard}>
      <div className="page">
        {home ? <HomeReady home={home} /> : error ? <QueryFailure error={error} /> : <p className="soft">Opening your work…</p>}
      </div>
    </DeskFrame>
  );
}

function HomeReady({ home }: { home: HomeView }) {
  const now = useNow(10_000);
  useUsableMark();
  return (
    <div className="desk-columns">
      <div className="desk-work">
        <div>
          <ScreenHeading documentTitle="Your work">Your work</ScreenHeading>
          <p className="soft">
            {home.person.name} · Works without a network; what you submit is delivered when you are back online.
          </p>
        </div>
        <RecoveryNotice home={home} now={now} />
        {home.batches.map(({ batch, stopped }) => stopped && <StoppedNotice key={batch} batch={batch} stopped={stopped} now={now} />)}
        <QuestionsNotice home={home} />
        {home.restored && <RestoredNotice restored={home.restored} now={now} />}
        {home.batches.length === 0 ? (
          <NothingYet home={home} />
        ) : (
          <>
            <Hero home={home} />
            <BatchTable home={home} now={now} />
          </>
        )}
      </div>
      <DeskPanels home={home} now={now} />
    </div>
  );
}
