import { QueryClientProvider, type QueryClient } from "@tanstack/react-query";
import { lazy, Suspense, useEffect, useState } from "react";
import { assertNever } from "../src-shared/result.ts";
import "./app.css";
import { BridgeProvider, useBridgeQuery } from "./bridge/bridge-context.tsx";
import type { BridgeClient } from "./bridge/bridge-client.ts";
import { ErrorCatcher } from "./components/error-catcher.tsx";
import { StartFrame } from "./components/start-frame.tsx";
import { QueryFailure } from "./components/query-failure.tsx";
import { RouteContext, type Route } from "./route.ts";
import { SaveProvider } from "./saving/save-context.tsx";
import type { SaveQueue } from "./saving/save-queue.ts";
import { CheckScreen } from "./screens/check/check-screen.tsx";
import { FirstStartScreen } from "./screens/first-start/first-start-screen.tsx";
import { LockedScreen } from "./screens/first-start/locked-screen.tsx";
import { RefusedScreen } from "./screens/first-start/refused-screen.tsx";
import { HomeScreen } from "./screens/home/home-screen.tsx";

// The player is large: the first screen does not wait for it, and it comes as soon as that is there.
const loadReview = () => import("./screens/review/review-screen.tsx");
const ReviewScreen = lazy(() => loadReview().then((module) => ({ default: module.ReviewScreen })));

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
      return <ReadyScreens />;
    default:
      return assertNever(desk);
  }
}

function ReadyScreens() {
  const [route, setRoute] = useState<Route>({ screen: "home" });
  useEffect(() => {
    const idle = requestIdleCallback(() => void loadReview());
    return () => cancelIdleCallback(idle);
  }, []);
  return (
    <RouteContext value={setRoute}>
      {route.screen === "home" && <HomeScreen />}
      {route.screen === "review" && (
        <Suspense fallback={<StartFrame><p className="soft opening">Opening the answer…</p></StartFrame>}>
          <ReviewScreen answerId={route.answerId} />
        </Suspense>
      )}
      {route.screen === "check" && <CheckScreen key={route.batch} batch={route.batch} />}
    </RouteContext>
  );
}
