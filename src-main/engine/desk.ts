import { z } from "zod";
import { ageIdentity, privateSigningKey, type PrivateSigningKey } from "../../src-shared/documents/ids.ts";
import { depotCredentials } from "../../src-shared/documents/people.ts";
import type { Problem } from "../../src-shared/problems/problem.ts";
import { err, ok, type Result } from "../../src-shared/result.ts";
import type { Depot } from "./depot/depot.ts";
import type { DepotCredentials, Network } from "./depot/network.ts";
import { openDepot } from "./depot/open-depot.ts";
import type { Trust } from "./documents/documents.ts";
import type { PeopleReader } from "./documents/trust.ts";
import type { DataKey } from "./keys/data-key.ts";
import type { Enrolment } from "./store/enrolment-store.ts";
import type { Store } from "./store/store.ts";

/** An enrolled and unlocked desk: what the engine's rooms work with. */
export interface Desk {
  readonly store: Store;
  readonly dataKey: DataKey;
  readonly depot: Depot;
  readonly me: Enrolment;
  readonly signingKey: PrivateSigningKey;
  /** Opens what is sealed for this person. */
  readonly identity: string;
  /** Opens what this desk may read: its own, and for a lead what was sealed for the leads before they came. */
  readonly identities: readonly string[];
  readonly now: () => Date;
  readonly software: string;
  readonly log: (level: "info" | "warn" | "error", message: string) => void;
  /** Whose signatures count at this moment. */
  trust(): Promise<Trust>;
  /** Invitations and people as the depot has them; remembers what it read. */
  readPeople: PeopleReader;
  /** Whom to seal for, so that every lead can read. */
  leadRecipients(): string[];
}

/** The names under which the desk's own secrets are wrapped. */
export const secretName = {
  identity: "age-identity",
  leadIdentities: "lead-identities",
  signingKey: "signing-key",
  depotCredentials: "depot-credentials",
  mediaKey: (object: string) => `media-key ${object}`,
  groups: (batch: string) => `groups ${batch}`,
};

/** Brings an enrolled store and its data key together. */
export function openDesk(
  store: Store,
  dataKey: DataKey,
  me: Enrolment,
  deps: Network & Pick<Desk, "software" | "log"> & { depotCredentials: DepotCredentials | null },
): Result<Desk, Problem> {
  const { now, software, log } = deps;
  const credentials = unwrapSecret(store, dataKey, secretName.depotCredentials, depotCredentials) ?? deps.depotCredentials;
  const depot = openDepot(me.depotUrl, deps, credentials, `${me.person}-${me.invitationNumber}`);
  if (!depot.ok) return depot;
  const identity = unwrapSecret(store, dataKey, secretName.identity, ageIdentity);
  const signingKey = unwrapSecret(store, dataKey, secretName.signingKey, privateSigningKey);
  const leadIdentities = unwrapSecret(store, dataKey, secretName.leadIdentities, z.array(ageIdentity)) ?? [];
  if (identity === undefined || signingKey === undefined) return err({ kind: "key-store-failed" });
  let people: PeopleReader | undefined;
  return ok({
    ...{ now, software, log },
    store,
    dataKey,
    depot: depot.value,
    me,
    identity,
    identities: [identity, ...leadIdentities],
    signingKey,
    readPeople: async (from) => (people ??= await newPeopleReader(me))(from),
    async trust() {
      const { trustLeads } = await import("./documents/trust.ts");
      return new Map([...store.enrolment.signers(), ...(await trustLeads(me.leads))]);
    },
    leadRecipients: () => [...new Set([...me.leads.map((lead) => lead.recipient), ...store.enrolment.leadRecipients()])],
  });
}

/** Not needed for the first screen. */
async function newPeopleReader(me: Enrolment): Promise<PeopleReader> {
  const { createPeopleReader, trustLeads } = await import("./documents/trust.ts");
  return createPeopleReader(() => trustLeads(me.leads));
}

/** `undefined` where the secret is missing or this data key does not open it: the key file or the store was exchanged. */
function unwrapSecret<T>(store: Store, dataKey: DataKey, name: string, schema: z.ZodType<T>): T | undefined {
  const wrapped = store.enrolment.wrappedSecret(name);
  try {
    return wrapped && schema.parse(JSON.parse(dataKey.unwrap(name, wrapped).toString("utf8")));
  } catch {
    return undefined;
  }
}
