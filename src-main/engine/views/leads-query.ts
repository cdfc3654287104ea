import type { LeadsQuery } from "../../../src-shared/bridge/views.ts";
import type { Desk } from "../desk.ts";
import type { QueryRow } from "../store/query-store.ts";

/** What a lead asks, as an assessor reads it: by the lead's name. */
export function asLeadsQuery({ store, me }: Pick<Desk, "store" | "me">, { query, lead, text, askedAt, reply, repliedAt }: QueryRow): LeadsQuery {
  const name = store.enrolment.person(lead)?.name ?? me.leads.find((each) => each.person === lead)?.name ?? lead;
  return { query, lead: name, text, askedAt, reply, repliedAt };
}
