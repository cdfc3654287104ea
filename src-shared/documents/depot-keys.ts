/** Where each document lies in a depot. One place for the layout; `docs/depot.md` describes it. */
export const depotKey = {
  invitation: (person: string, number: number) => `invitations/${person}/${number}.json`,
  person: (person: string, number: number) => `people/${person}/${number}.json`,
  campaign: (campaign: string, revision: number) => `campaigns/${campaign}/${revision}.json`,
  batch: (batch: string, revision: number) => `batches/${batch}/${revision}.json`,
  media: (batch: string, object: string) => `batches/${batch}/media/${object}`,
  allocation: (person: string, batch: string, revision: number) => `allocations/${person}/${batch}/${revision}.json`,
  draft: (batch: string, person: string, number: number) => `drafts/${batch}/${person}/${number}.json`,
  moderationSet: (batch: string, person: string, revision: number, sha256: string) => `sets/${batch}/${person}/${revision}-${sha256}.json`,
  query: (person: string, batch: string, lead: string, query: string, invitation: number) => `queries/${person}/${batch}/${lead}/${query}-${invitation}.json`,
  decisions: (batch: string, lead: string, number: number) => `decisions/${batch}/${lead}/${number}.json`,
  groups: (batch: string, revision: number) => `groups/${batch}/${revision}.json`,
  outcome: (batch: string, revision: number, sha256: string) => `outcomes/${batch}/${revision}-${sha256}.json`,
};

/** What a key of a depot names, or `undefined` where it names nothing that this software knows. */
export type DepotPlace =
  | { kind: "invitation"; person: string; number: number }
  | { kind: "person"; person: string; number: number }
  | { kind: "campaign"; campaign: string; revision: number }
  | { kind: "batch"; batch: string; revision: number }
  | { kind: "media"; batch: string; object: string }
  | { kind: "allocation"; person: string; batch: string; revision: number }
  | { kind: "draft"; batch: string; person: string; number: number }
  | { kind: "moderation-set"; batch: string; person: string; revision: number; sha256: string }
  | { kind: "query"; person: string; batch: string; lead: string; query: string; invitation: number }
  | { kind: "decisions"; batch: string; lead: string; number: number }
  | { kind: "groups"; batch: string; revision: number }
  | { kind: "outcome"; batch: string; revision: number; sha256: string };

const ID = "([A-Za-z0-9][A-Za-z0-9_-]{0,63})";
const NUMBER = "([1-9][0-9]{0,6})";
const UUID = "([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})";
const patterns: [RegExp, (parts: string[]) => DepotPlace][] = [
  [new RegExp(`^invitations/${ID}/${NUMBER}\\.json$`), ([person, n]) => ({ kind: "invitation", person: person!, number: Number(n) })],
  [new RegExp(`^people/${ID}/${NUMBER}\\.json$`), ([person, n]) => ({ kind: "person", person: person!, number: Number(n) })],
  [new RegExp(`^campaigns/${ID}/${NUMBER}\\.json$`), ([campaign, n]) => ({ kind: "campaign", campaign: campaign!, revision: Number(n) })],
  [new RegExp(`^batches/${ID}/${NUMBER}\\.json$`), ([batch, n]) => ({ kind: "batch", batch: batch!, revision: Number(n) })],
  [new RegExp(`^batches/${ID}/media/([0-9a-f]{64})$`), ([batch, object]) => ({ kind: "media", batch: batch!, object: object! })],
  [
    new RegExp(`^allocations/${ID}/${ID}/${NUMBER}\\.json$`),
    ([person, batch, n]) => ({ kind: "allocation", person: person!, batch: batch!, revision: Number(n) }),
  ],
  [new RegExp(`^drafts/${ID}/${ID}/${NUMBER}\\.json$`), ([batch, person, n]) => ({ kind: "draft", batch: batch!, person: person!, number: Number(n) })],
  [
    new RegExp(`^sets/${ID}/${ID}/${NUMBER}-([0-9a-f]{64})\\.json$`),
    ([batch, person, n, sha256]) => ({ kind: "moderation-set", batch: batch!, person: person!, revision: Number(n), sha256: sha256! }),
  ],
  [
    new RegExp(`^queries/${ID}/${ID}/${ID}/${UUID}-${NUMBER}\\.json$`),
    ([person, batch, lead, query, n]) => ({ kind: "query", person: person!, batch: batch!, lead: lead!, query: query!, invitation: Number(n) }),
  ],
  [new RegExp(`^decisions/${ID}/${ID}/${NUMBER}\\.json$`), ([batch, lead, n]) => ({ kind: "decisions", batch: batch!, lead: lead!, number: Number(n) })],
  [new RegExp(`^groups/${ID}/${NUMBER}\\.json$`), ([batch, n]) => ({ kind: "groups", batch: batch!, revision: Number(n) })],
  [new RegExp(`^outcomes/${ID}/${NUMBER}-([0-9a-f]{64})\\.json$`), ([batch, n, sha256]) => ({ kind: "outcome", batch: batch!, revision: Number(n), sha256: sha256! })],
];

/** Reads a key of a depot. */
export function parseDepotKey(key: string): DepotPlace | undefined {
  for (const [pattern, read] of patterns) {
    const match = pattern.exec(key);
    if (match) return read(match.slice(1));
  }
  return undefined;
}

/** What a document found under `key` must say as its `place`: the key without `.json` and without a set's hash. */
export function placeOf(key: string): string {
  return key.replace(/(-[0-9a-f]{64})?\.json$/, "");
}
