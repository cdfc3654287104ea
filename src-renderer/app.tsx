import { QueryClientProvider, type QueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { loadLaterRequests } from "../src-shared/bridge/contract.ts";
import { assertNever } from "../src-shared/result.ts";
import "./app.css";
import { BridgeProvider, useBridgeQuery } from "./bridge/bridge-context.tsx";
import type { BridgeClient } from "./bridge/bridge-client.ts";
import { ErrorCatcher } from "./components/error-catcher.tsx";
import { StartFrame } from "./components/start-frame.tsx";
import { QueryFailure } from "./components/query-failure.tsx";
import { lateScreen } from "./late-screen.tsx";
import { RouteContext, type Route } from "./route.ts";
import { SaveProvider } from "./saving/save-context.tsx";
import type { SaveQueue } from "./saving/save-queue.ts";
import { FirstStartScreen } from "./screens/first-start/first-start-screen.tsx";
import { LockedScreen } from "./screens/first-start/locked-screen.tsx";
import { RefusedScreen } from "./screens/first-start/refused-screen.tsx";
import { HomeScreen } from "./screens/home/home-screen.tsx";

// The first screen does not wait for the others, the player least of all. They come as soon as it is there.
const review = lateScreen(() => import("./screens/review/review-screen.tsx").then((module) => module.ReviewScreen));
const queue = lateScreen(() => import("./screens/queue/queue-screen.tsx").then((module) => module.QueueScreen));
const check = lateScreen(() => import("./screens/check/check-screen.tsx").then((module) => module.CheckScreen));
const board = lateScreen(() => import("./screens/board/board-screen.tsx").then((module) => module.BoardScreen));
const quality = lateScreen(() => import("./screens/quality/quality-screen.tsx").then((module) => module.QualityScreen));
const moderate = lateScreen(() => import("./screens/moderate/moderate-screen.tsx").then((module) => module.ModerateScreen));
const outcome = lateScreen(() => import("./screens/outcome/outcome-screen.tsx").then((module) => module.OutcomeScreen));

interface AppProps {
  client: BridgeClient;
  queryClient: QueryClient;
  saveQueue: SaveQueue;
}

export function App({ client, queryClient, saveQueue }: AppProps) {
  return (
    <QueryClientProvider client={queryClient}>
      <BridgeProvider client={client}>
        <SaveProvider queue={saveQueue}>
          <ErrorCatcher>
            <DeskScreens />
          </ErrorCatcher>
        </SaveProvider>
      </BridgeProvider>
    </QueryClientProvider>
  );
}

function DeskScreens() {
  const { data: desk, error } = useBridgeQuery("desk.state", {});
  if (!desk)
    return (
      <StartFrame>
        {error ? <QueryFailure error={error} /> : <p className="soft opening">Opening your desk…</p>}
      </StartFrame>
    );
  switch (desk.kind) {
    case "first-start":
      return <FirstStartScreen keyStoreAvailable={desk.keyStoreAvailable} demoAvailable={desk.demoAvailable} home={desk.home} />;
    case "locked":
      return <LockedScreen person={desk.person} />;
    case "refused":
      return <RefusedScreen problem={desk.problem} />;
    case "ready":
      return <ReadyScreens isLead={desk.person.role === "lead"} />;
    default:
      return assertNever(desk);
  }
}

function ReadyScreens({ isLead }: { isLead: boolean }) {
  const [route, setRoute] = useState<Route>({ screen: "home" });
  useEffect(() => {
    const idle = requestIdleCallback(() => void Promise.all([loadLaterRequests(), ...[board, review, queue, check, moderate, quality, outcome].map((each) => each.preload())]));
    return () => cancelIdleCallback(idle);
  }, []);
  return (
    <RouteContext value={setRoute}>
      {route.screen === "home" && (isLead && !route.own ? <board.LateScreen batch={undefined} opens={undefined} /> : <HomeScreen />)}
      {route.screen === "board" && <board.LateScreen key={route.batch} batch={route.batch} opens={route.opens} />}
      {route.screen === "review" && <review.LateScreen answerId={route.answerId} />}
      {route.screen === "queue" && <queue.LateScreen key={route.batch} batch={route.batch} filter={route.filter} />}
      {route.screen === "quality" && <quality.LateScreen key={route.batch} batch={route.batch} />}
      {route.screen === "moderate" && <moderate.LateScreen key={route.batch} batch={route.batch} answerId={route.answerId} />}
      {route.screen === "check" && <check.LateScreen key={route.batch} batch={route.batch} />}
      {route.screen === "outcome" && <outcome.LateScreen key={route.batch} batch={route.batch} />}
    </RouteContext>
  );
}
