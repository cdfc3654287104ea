import type { Store } from "../store/store.ts";

/** What a lead's screens call somebody: by name, as far as it is known here. */
export function nameOf({ enrolment }: Pick<Store, "enrolment">, person: string): string {
  return enrolment.person(person)?.name ?? person;
}
