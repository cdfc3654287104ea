import { createHash } from "node:crypto";
import { z } from "zod";
import { moderationEvent } from "../../../../src-shared/documents/decisions.ts";
import { parseDepotKey } from "../../../../src-shared/documents/depot-keys.ts";
import { draftReply } from "../../../../src-shared/documents/draft.ts";
import { readAnswerSubject, readCandidateSubject } from "../../../../src-shared/marking/read-subject.ts";
import { keepDigest } from "../../marking/marking.ts";
import { closeWhatWasSubmitted, putRecovered, recoveredMark } from "../../marking/recovered-mark.ts";
import { keepStanding } from "../../moderation/keep-standing.ts";
import type { AuditRow } from "../audit-log.ts";
import { NO_MARK, type MarkRow } from "../mark-store.ts";
import { removalReason } from "../media-store.ts";
import type { Store } from "../store.ts";
import type { AnswerRow } from "../work-store.ts";
import { keepSet } from "./keep-set.ts";

/** What each kind of change says of itself in the log. */
const share = z.number().nullable().default(null);
const score = z.object({ score: z.number().nullable(), cannotScore: z.string().nullable(), shareWhenScored: share });
const imported = z.lazy(() => z.object({ score: z.number(), evidence: z.string(), watchReason: z.string(), shareWhenScored: share, markedAt: z.string() }));
const note = z.object({ noteId: z.string(), atSeconds: z.number(), text: z.string() });
const indicator = z.object({ indicator: z.string(), atSeconds: z.number() });
const compared = z.object({ shownAt: z.string() });
const liveOpened = z.object({ since: z.string() });
const replied = z.object({ query: z.string(), text: z.string() });
const flag = z.object({ flag: z.string(), note: z.string(), atSeconds: z.number().nullable().default(null) });
const withdrawn = z.object({ note: z.string(), at: z.string().optional() });
const reopened = z.object({ reason: z.string() });
const submitted = z.lazy(() => z.object({ key: z.string(), reason: z.string().nullable(), replies: z.array(z.string()).default([]) }));
const setRecovered = z.lazy(() => z.object({ key: z.string(), submittedAt: z.string(), reason: z.string().nullable(), deliveredAt: z.string(), where: z.string() }));
const recovered = z.lazy(() => z.object({ sets: z.int(), notInSet: z.array(z.object({ candidate: z.string(), question: z.string() })), reopened: z.object({ because: z.string(), at: z.string() }).nullable() }));
const delivered = z.object({ where: z.string() });
const removed = z.object({ because: removalReason });
const sealedAs = z.object({ sha256: z.string() });

/** A line of the log with its values: `null` where it has none. */
interface Line {
  subject: string;
  at: Date;
  from: unknown;
  to: unknown;
}

/** Does a kind of line again. Says whether that could be done. */
type Again = (line: Line) => boolean;

export interface Replay {
  /** Whether lines of this kind change what somebody decided: marks, withdrawals, sets, and what a lead did and published. */
  isChange(what: string): boolean;
  /** Does one line of the log again. Says whether that could be done. */
  again(row: AuditRow): boolean;
}

/** `sealed` holds the outbox of the damaged database, by key: of sets, those whose bytes are what their key says. */
export function createReplay(store: Store, sealed: ReadonlyMap<string, Uint8Array>): Replay {
  const { marks, work, outbox, withdrawals, media, decisions, lead } = store;

  const changes = new Map<string, Again>(Object.entries({
    score: onAnswer((_, mark, { to, at }) => given(score, to, (value) => Object.assign(mark, value, { markedAt: at.toISOString() }))),
    "mark-imported": onAnswer((_, mark, { to }) => given(imported, to, (value) => Object.assign(mark, value, { cannotScore: null }))),
    evidence: onAnswer((_, mark, { to }) => given(z.string(), to, (evidence) => Object.assign(mark, { evidence }))),
    reply: onAnswer(({ batch }, _, { to, at }) => given(replied, to, ({ query, text }) => store.queries.putReply(batch, { query, text, savedAt: at.toISOString(), repliedIn: null }))),
    "reply-recovered": ({ subject, to }) => work.batch(subject) !== undefined && given(draftReply, to, (reply) => store.queries.putReply(subject, reply)),
    "watch-reason": onAnswer((_, mark, { to }) => given(z.string(), to, (watchReason) => Object.assign(mark, { watchReason }))),
    note: onAnswer(({ id }, _, { from, to, at }) =>
      to === null ? given(note.pick({ noteId: true }), from, ({ noteId }) => marks.removeNote(noteId, id)) : given(note, to, ({ noteId, atSeconds, text }) => marks.putNote(noteId, id, atSeconds, text, at.toISOString())),
    ),
    indicator: onAnswer(({ id }, _, { from, to }) =>
      to === null ? given(indicator, from, (value) => marks.removeIndicator(id, value.indicator)) : given(indicator, to, (value) => marks.putIndicator(id, value.indicator, value.atSeconds)),
    ),
    flag: onAnswer(({ id }, _, { from, to, at }) =>
      to === null ? given(flag.pick({ flag: true }), from, (value) => marks.removeFlag(id, value.flag)) : given(flag, to, (value) => marks.putFlag(id, value.flag, value.note, at.toISOString(), value.atSeconds)),
    ),
    compared: onAnswer((_, mark, { to }) => given(compared, to, ({ shownAt }) => Object.assign(mark, { shownAt }))),
    "mark-recovered": ({ subject, to }) => {
      const answer = answerOf(subject);
      return answer !== undefined && given(recoveredMark, to, (mark) => putRecovered(store, answer, mark));
    },
    withdrawn: onCandidate((batch, candidate, { to, at }) => given(withdrawn, to, (value) => withdrawals.put(batch, candidate, value.note, value.at === undefined ? at : new Date(value.at)))),
    "withdrawal-taken-back": onCandidate((batch, candidate) => {
      withdrawals.remove(batch, candidate);
      return true;
    }),
    reopened: ({ subject, to, at }) => work.batch(subject) !== undefined && given(reopened, to, ({ reason }) => work.setReopened(subject, reason, at)),
    submitted: ({ subject, to, at }) => {
      const { data } = submitted.safeParse(to);
      if (!data || !kept(data.key, { submittedAt: at, reason: data.reason, delivered: null })) return false;
      work.setReopened(subject, null, at);
      work.setSubmitted(subject);
      const place = parseDepotKey(data.key);
      if (place?.kind === "moderation-set") store.queries.close(data.replies, place.revision);
      return true;
    },
    "set-recovered": ({ to }) => {
      const { data } = setRecovered.safeParse(to);
      return data !== undefined && kept(data.key, { submittedAt: new Date(data.submittedAt), reason: data.reason, delivered: { at: data.deliveredAt, where: data.where } });
    },
    moderation: ({ subject, to }) => {
      const batch = readAnswerSubject(subject)?.batch ?? subject;
      const me = store.enrolment.get();
      if (!me || !lead.batch(batch)) return false;
      return given(moderationEvent, to, (event) => {
        decisions.add(batch, me.person, event, null);
        if (event.act !== "ranked") keepStanding(store, batch, [event.candidate]);
      });
    },
    sealed: ({ subject, to, at }) => {
      const bytes = sealed.get(subject);
      const { data } = sealedAs.safeParse(to);
      if (!bytes || createHash("sha256").update(bytes).digest("hex") !== data?.sha256) return false;
      outbox.add(subject, bytes, at);
      return true;
    },
  } satisfies Record<string, Again>));

  /** What follows from other people's documents, from time and from the changes above. */
  const consequences = new Map<string, Again>(Object.entries({
    recovered: ({ subject, to }) =>
      given(recovered, to, (value) => {
        if (value.sets > 0) closeWhatWasSubmitted(store, subject, value.notInSet);
        work.setReopened(subject, value.reopened?.because ?? null, new Date(value.reopened?.at ?? 0));
      }),
    "live-opened": ({ subject, to }) => given(liveOpened, to, ({ since }) => work.setLiveSince(subject, since)),
    delivered: ({ subject, to, at }) => {
      const waiting = outbox.waiting().find((each) => each.key === subject);
      if (waiting) outbox.markDelivered(waiting.id, at, delivered.safeParse(to).data?.where ?? store.enrolment.get()?.depotUrl ?? "");
      return true;
    },
    "recordings-removed": ({ subject, to, at }) =>
      given(removed, to, ({ because }) => {
        media.remove(subject, at, because);
        work.forgetBatchDocuments(subject);
      }),
    "recordings-wanted": ({ subject, at }) => {
      media.wantAgain(subject);
      work.setRecordingsWanted(subject, at);
      return true;
    },
  } satisfies Record<string, Again>));

  function answerOf(subject: string): AnswerRow | undefined {
    const named = readAnswerSubject(subject);
    return named && work.findEverAllocated(named.batch, named.candidate, named.question);
  }

  function onAnswer(change: (answer: AnswerRow, mark: MarkRow, line: Line) => boolean): Again {
    return (line) => {
      const answer = answerOf(line.subject);
      if (!answer) return false;
      const savedAt = line.at.toISOString();
      const mark = marks.get(answer.id) ?? { ...NO_MARK, savedAt };
      const done = change(answer, mark, line);
      marks.put(answer.id, { ...mark, savedAt });
      keepDigest({ store }, answer);
      return done;
    };
  }

  function onCandidate(change: (batch: string, candidate: string, line: Line) => boolean): Again {
    return (line) => {
      const named = readCandidateSubject(line.subject);
      return named !== undefined && work.batch(named.batch) !== undefined && change(named.batch, named.candidate, line);
    };
  }

  function kept(key: string, set: Omit<Parameters<typeof keepSet>[1], "key" | "bytes">): boolean {
    const bytes = sealed.get(key);
    return bytes !== undefined && keepSet(store, { key, bytes, ...set });
  }

  return {
    isChange: (what) => changes.has(what),
    again({ what, subject, at, from_value: from, to_value: to }) {
      const act = changes.get(what) ?? consequences.get(what);
      // Synchronising brings documents and recordings again; the line itself stays in the log.
      return act === undefined || act({ subject, at: new Date(at), from: valueOf(from), to: valueOf(to) });
    },
  };
}

function given<T>(schema: z.ZodType<T>, value: unknown, act: (value: T) => unknown): boolean {
  const read = schema.safeParse(value);
  if (!read.success) return false;
  act(read.data);
  return true;
}

/** A line's value: `null` where it has none. Hashed with its line, so it is JSON as it was written. */
function valueOf(json: string | null): unknown {
  return json === null ? null : JSON.parse(json);
}
