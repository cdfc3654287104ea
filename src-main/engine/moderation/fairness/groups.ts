import type { Output } from "../../../../src-shared/bridge/contract.ts";
import { depotKey, placeOf } from "../../../../src-shared/documents/depot-keys.ts";
import { groupsDocument, type GroupsDocument } from "../../../../src-shared/documents/groups.ts";
import type { Problem } from "../../../../src-shared/problems/problem.ts";
import { err, ok, type Result } from "../../../../src-shared/result.ts";
import { secretName, type Desk } from "../../desk.ts";
import { writeSealed } from "../../documents/documents.ts";
import { nextNumber, putIntoOutbox } from "../../outbox/publish.ts";
import { readGroups } from "./read-groups.ts";

const attributesOnly = groupsDocument.shape.attributes;
type Attributes = GroupsDocument["attributes"];

/** What is known of candidates' groups; `undefined` where nothing is. Nothing but selection rates is to be made of it. */
export function knownGroups({ store, dataKey }: Desk, batch: string): { revision: number; attributes: Attributes } | undefined {
  const row = store.groups.get(batch);
  return row && { revision: row.revision, attributes: attributesOnly.parse(JSON.parse(dataKey.unwrap(secretName.groups(batch), row.wrapped).toString("utf8"))) };
}

/** Keeps them on this desk, locked by its data key; call it in the transaction that takes them in. */
export function keepGroups({ store, dataKey }: Desk, { batch, revision, attributes }: Pick<GroupsDocument, "batch" | "revision" | "attributes">): void {
  store.groups.put(batch, revision, dataKey.wrap(secretName.groups(batch), Buffer.from(JSON.stringify(attributes))));
}

/** Takes groups from a table, seals them for the leads and puts them into the outbox. The same table again changes nothing. */
export async function setGroups(desk: Desk, { batch, fileName, fileBase64 }: { batch: string; fileName: string; fileBase64: string }): Promise<Result<Output<"fairness.set-groups">, Problem>> {
  const { store, me } = desk;
  if (!store.lead.batch(batch)) return err({ kind: "batch-not-found", batch });
  const read = readGroups(fileName, Buffer.from(fileBase64, "base64"), new Set(store.lead.candidatesOf(batch)));
  if (!read.ok) return read;
  const { attributes, leftAside } = read.value;
  const told = { attributes: attributes.map((each) => each.attribute), candidates: new Set(attributes.flatMap((each) => each.members.map((member) => member.candidate))).size, leftAside };
  for (;;) {
    const known = knownGroups(desk, batch);
    if (known && JSON.stringify(known.attributes) === JSON.stringify(attributes)) return ok({ ...told, revision: known.revision, isNew: false });
    const revision = nextNumber(desk, `groups/${batch}/`, known?.revision ?? 0);
    const key = depotKey.groups(batch, revision);
    const at = desk.now();
    const document: GroupsDocument = {
      ...{ kind: "groups", version: 1, place: placeOf(key), author: me.person, writtenAt: at.toISOString(), software: desk.software },
      ...{ batch, revision, attributes },
    };
    const bytes = await writeSealed("groups", document, desk.leadRecipients(), desk.signingKey);
    const kept = store.transaction(() => {
      // Sealing takes a moment; another lead's may have come meanwhile.
      if ((store.groups.get(batch)?.revision ?? 0) !== (known?.revision ?? 0)) return false;
      putIntoOutbox(desk, key, bytes, at);
      keepGroups(desk, document);
      store.audit.append({ at, who: me.person, what: "groups", subject: batch, to: { key, attributes: told.attributes, candidates: told.candidates } });
      return true;
    });
    if (kept) return ok({ ...told, revision, isNew: true });
  }
}
