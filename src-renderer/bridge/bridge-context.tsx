import { useQuery, type UseQueryResult } from "@tanstack/react-query";
import { createContext, useContext, useState, useSyncExternalStore, type ReactNode } from "react";
import type { CommandName, Input, Output, QueryName } from "../../src-shared/bridge/contract.ts";
import type { Problem } from "../../src-shared/problems/problem.ts";
import { err } from "../../src-shared/result.ts";
import type { BridgeClient, Connection } from "./bridge-client.ts";
import { bridgeQuery } from "./bridge-queries.ts";

const BridgeContext = createContext<BridgeClient | null>(null);

/** Gives the screens their way to the engine. */
export function BridgeProvider({ client, children }: { client: BridgeClient; children: ReactNode }) {
  return <BridgeContext value={client}>{children}</BridgeContext>;
}

export function useBridge(): BridgeClient {
  const client = useContext(BridgeContext);
  if (!client) throw new Error("useBridge needs a BridgeProvider above it");
  return client;
}

export function useConnection(): Connection {
  const client = useBridge();
  return useSyncExternalStore(client.onConnection, client.connection);
}

export function useBridgeQuery<N extends QueryName>(name: N, input: Input<N>): UseQueryResult<Output<N>, Error> {
  return useQuery(bridgeQuery(useBridge(), name, input));
}

/** Where a command of the user's stands. */
export type CommandState = { kind: "idle" } | { kind: "busy" } | { kind: "refused"; problem: Problem };

/** One command behind one button: its state, and a run that says what came of it. */
export function useCommand<N extends CommandName>(name: N) {
  const client = useBridge();
  const [state, setState] = useState<CommandState>({ kind: "idle" });
  const run = async (input: Input<N>) => {
    setState({ kind: "busy" });
    try {
      const answer = await client.request(name, input);
      setState(answer.ok ? { kind: "idle" } : { kind: "refused", problem: answer.error });
      return answer;
    } catch (fault) {
      // Said where the button is: a button that just stops being busy tells nobody anything.
      console.error(fault);
      const problem: Problem = { kind: "engine-fault" };
      setState({ kind: "refused", problem });
      return err(problem);
    }
  };
  return { state, run, reset: () => setState({ kind: "idle" }) };
}
