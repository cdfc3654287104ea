import { identityToRecipient } from "age-encryption";
import type { BatchDocument } from "../../../src-shared/documents/batch.ts";
import type { CampaignDefinition } from "../../../src-shared/documents/campaign.ts";
import { depotKey, placeOf } from "../../../src-shared/documents/depot-keys.ts";
import type { LeadKeyFile } from "../../../src-shared/documents/people.ts";
import type { Problem } from "../../../src-shared/problems/problem.ts";
import { ok, type Result } from "../../../src-shared/result.ts";
import type { Depot } from "../depot/depot.ts";
import { writeSealed } from "../documents/documents.ts";
import { leadRecipients, type People } from "../documents/trust.ts";
import { createAgePair, type AgePair } from "../enrolment/keygen.ts";
import { trustedLeadOf } from "../enrolment/lead-key-file.ts";
import { publish, type Newest } from "./newest-document.ts";

/** A lead at work: whose key signs, whom to seal for, and how documents begin. */
export interface Author {
  depot: Depot;
  leadKey: LeadKeyFile;
  people: People;
  /** Every lead's, this one's included. */
  leadRecipients: string[];
  envelope<K extends string>(kind: K, place: string): { kind: K; version: 1; place: string; author: string; writtenAt: string; software: string };
}

export function createAuthor(depot: Depot, leadKey: LeadKeyFile, people: People, { now, software }: { now: () => Date; software: string }): Author {
  return {
    depot,
    leadKey,
    people,
    leadRecipients: leadRecipients([trustedLeadOf(leadKey)], people),
    envelope: (kind, place) => ({ kind, version: 1, place, author: leadKey.person, writtenAt: now().toISOString(), software }),
  };
}

/** What a publication of a revised document ended in: the revision that counts now, and what opens it. */
export interface PublishedRevision {
  revision: number;
  identity: string;
  changed: boolean;
}

/** A document's own age pair: made with its first revision, kept through all later ones. */
async function pairOf(earlier: { identity: string } | null): Promise<AgePair> {
  return earlier ? { identity: earlier.identity, recipient: await identityToRecipient(earlier.identity) } : createAgePair();
}

/** Publishes the campaign's next revision, unless its newest one says the same. */
export async function publishCampaign(author: Author, definition: CampaignDefinition, { document: earlier, nextRevision }: Newest<"campaign">): Promise<Result<PublishedRevision, Problem>> {
  // Both came through the same schema, which puts their fields into one order.
  if (earlier && JSON.stringify(earlier.campaign) === JSON.stringify(definition))
    return ok({ revision: earlier.revision, identity: earlier.identity, changed: false });
  const pair = await pairOf(earlier);
  const key = depotKey.campaign(definition.id, nextRevision);
  const document = { ...author.envelope("campaign", placeOf(key)), revision: nextRevision, identity: pair.identity, campaign: definition };
  const bytes = await writeSealed("campaign", document, [pair.recipient, ...author.leadRecipients], author.leadKey.signingKey);
  const published = await publish(author.depot, key, bytes);
  return published.ok ? ok({ revision: nextRevision, identity: pair.identity, changed: true }) : published;
}

export type BatchContent = Pick<BatchDocument, "batch" | "campaign" | "campaignRevision" | "candidates">;

/** Publishes the batch's next revision, unless its newest one says the same. Comes last: a batch counts once this is there. */
export async function publishBatch(author: Author, content: BatchContent, { document: earlier, nextRevision }: Newest<"batch">): Promise<Result<PublishedRevision, Problem>> {
  if (earlier && sameBatch(earlier, content)) return ok({ revision: earlier.revision, identity: earlier.identity, changed: false });
  const pair = await pairOf(earlier);
  const key = depotKey.batch(content.batch, nextRevision);
  const document: BatchDocument = { ...author.envelope("batch", placeOf(key)), ...content, revision: nextRevision, identity: pair.identity };
  const bytes = await writeSealed("batch", document, [pair.recipient, ...author.leadRecipients], author.leadKey.signingKey);
  const published = await publish(author.depot, key, bytes);
  return published.ok ? ok({ revision: nextRevision, identity: pair.identity, changed: true }) : published;
}

function sameBatch(earlier: BatchDocument, content: BatchContent): boolean {
  const told = ({ batch, campaign, campaignRevision, candidates }: BatchContent) => JSON.stringify([batch, campaign, campaignRevision, candidates.map(({ candidate, answers }) => [candidate, answers.map(inOrder)])]);
  return told(earlier) === told(content);
}

/** An answer's fields in one order, whatever order they were written in. */
function inOrder({ question, secondsAllowed, recording, captions }: BatchDocument["candidates"][number]["answers"][number]) {
  const { type, durationSeconds, width, height, videoCodec, audioCodec } = recording;
  const objects = [recording, captions].map((each) => each && [each.object, each.key, each.sealedBytes, each.bytes, each.sha256]);
  return [question, secondsAllowed, type, durationSeconds, width, height, videoCodec, audioCodec, ...objects];
}
