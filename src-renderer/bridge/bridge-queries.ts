import { QueryClient, queryOptions, type QueryKey } from "@tanstack/react-query";
import type { Input, Output, QueryName, Topic } from "../../src-shared/bridge/contract.ts";
import { describeProblem, type Problem } from "../../src-shared/problems/problem.ts";
import { assertNever } from "../../src-shared/result.ts";
import type { BridgeClient, EngineEvent } from "./bridge-client.ts";

/** Carries a problem through react-query, which knows failures only as errors. */
export class ProblemError extends Error {
  override name = "ProblemError";
  readonly problem: Problem;
  constructor(problem: Problem) {
    super(describeProblem(problem));
    this.problem = problem;
  }
}

const queriesOfTopic: Record<Topic, readonly QueryName[]> = {
  desk: ["desk.state"],
  home: ["home.view", "space.view"],
  review: ["review.view"],
  queue: ["queue.view", "queue.page"],
  check: ["check.view"],
  lead: [
    ...(["board.view", "board.batch", "board.plan", "board.candidates", "board.practice", "lead.delivery", "quality.view", "quality.pair", "fairness.view"] as const),
    ...(["moderation.counts", "moderation.list", "moderation.view", "moderation.around"] as const),
    ...(["outcome.view", "outcome.page", "outcome.candidate"] as const),
  ],
};

/** Everything comes from the engine on this laptop: it is never "offline", and stays fresh until the engine says otherwise. */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: { networkMode: "always", retry: false, staleTime: Infinity, gcTime: 10 * 60_000, refetchOnWindowFocus: false },
      mutations: { networkMode: "always", retry: false },
    },
  });
}

export function bridgeQueryKey<N extends QueryName>(name: N, input: Input<N>): QueryKey {
  return [name, input];
}

/** A query of the contract as react-query takes it. */
export function bridgeQuery<N extends QueryName>(client: BridgeClient, name: N, input: Input<N>) {
  return queryOptions<Output<N>, Error>({
    queryKey: bridgeQueryKey(name, input),
    queryFn: async () => {
      const answer = await client.request(name, input);
      if (!answer.ok) throw new ProblemError(answer.error);
      return answer.value;
    },
  });
}

/** Keeps what is on screen in step with the engine. Returns a function that ends it. */
export function followEngine(client: BridgeClient, queryClient: QueryClient): () => void {
  const endEvents = client.onEvent((event) => applyEvent(queryClient, event));
  let wasRestarting = false;
  const endConnection = client.onConnection(() => {
    const connection = client.connection();
    // Events may have been missed while the engine was away.
    if (connection === "up" && wasRestarting) void queryClient.invalidateQueries();
    wasRestarting = connection === "restarting";
  });
  return () => {
    endEvents();
    endConnection();
  };
}

function applyEvent(queryClient: QueryClient, event: EngineEvent) {
  switch (event.name) {
    case "changed":
      for (const topic of event.payload.topics) for (const name of queriesOfTopic[topic]) void queryClient.invalidateQueries({ queryKey: [name] });
      return;
    case "sync":
      queryClient.setQueriesData<Output<"home.view">>({ queryKey: ["home.view"] }, (view) => view && { ...view, sync: event.payload });
      return;
    default:
      assertNever(event);
  }
}
