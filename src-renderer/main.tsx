// The ground first: what stands beside a component is laid over it.
import "./styles/tokens.css";
import "./styles/base.css";
import "./components/card.css";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./app.tsx";
import { createBridgeClient } from "./bridge/bridge-client.ts";
import { bridgeQuery, createQueryClient, followEngine } from "./bridge/bridge-queries.ts";
import { listenForPorts } from "./bridge/page-port.ts";
import { watchFocusOrigin } from "./keyboard/focus-origin.ts";
import { listenToMenu } from "./keyboard/menu-messages.ts";
import { offered } from "./keyboard/offered.ts";
import { createSaving } from "./saving/save-context.tsx";

/** A first screen that comes within this time is drawn at once; only a slower one has "Opening your desk…" before it. */
const FIRST_SCREEN_WITHIN_MS = 400;

const client = createBridgeClient((fault) => console.error(fault));
const queryClient = createQueryClient();
const saveQueue = createSaving(client, queryClient);
followEngine(client, queryClient);
watchFocusOrigin();
listenToMenu(offered.run);

// Asked for before anything is drawn: the engine is starting meanwhile. The home screen is nearly always the first one,
// so its content is asked for together with the desk's state, not after it.
listenForPorts(client);
const firstScreen = Promise.all([queryClient.prefetchQuery(bridgeQuery(client, "desk.state", {})), queryClient.prefetchQuery(bridgeQuery(client, "home.view", {}))]);

const root = document.getElementById("root");
if (!root) throw new Error("index.html has no #root");
const draw = () =>
  createRoot(root).render(
    <StrictMode>
      <App client={client} queryClient={queryClient} saveQueue={saveQueue} />
    </StrictMode>,
  );
void Promise.race([firstScreen, new Promise((resolve) => setTimeout(resolve, FIRST_SCREEN_WITHIN_MS))]).then(draw);
