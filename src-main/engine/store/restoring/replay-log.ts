import { z } from "zod";
import { parseDepotKey } from "../../../../src-shared/documents/depot-keys.ts";
import { keepDigest } from "../../marking/marking.ts";
import { removalReason } from "../media-store.ts";
import type { AuditRow } from "../audit-log.ts";
import type { MarkRow } from "../mark-store.ts";
import type { Store } from "../store.ts";
import type { AnswerRow } from "../work-store.ts";

const NO_MARK: Omit<MarkRow, "savedAt"> = { score: null, cannotScore: null, evidence: "", watchReason: "", shareWhenScored: null, markedAt: null };

/** What each kind of change says of itself in the log. */
const score = z.object({ score: z.number().nullable(), cannotScore: z.string().nullable(), shareWhenScored: z.number().nullable().default(null) });
const imported = z.object({ score: z.number(), evidence: z.string(), watchReason: z.string(), markedAt: z.string() });
const note = z.object({ noteId: z.string(), atSeconds: z.number(), text: z.string() });
const indicator = z.object({ indicator: z.string(), atSeconds: z.number() });
const flag = z.object({ flag: z.string(), note: z.string(), atSeconds: z.number().nullable().default(null) });
const delivered = z.object({ where: z.string() });
const removed = z.object({ because: removalReason });

/** Does one line of the log again. Says whether that could be done. */
export type Replay = (row: AuditRow) => boolean;

/** `sealed` holds the sets of the damaged database, by key, whose bytes are what their key says. */
export function createReplay(store: Store, sealed: ReadonlyMap<string, Uint8Array>): Replay {
  const { marks, work, outbox, withdrawals, media } = store;

  function onAnswer(row: AuditRow, change: (answer: AnswerRow, mark: MarkRow) => boolean): boolean {
    const [batch = "", candidate = "", question = ""] = row.subject.split(" / ");
    const answer = work.findAnswer(batch, candidate, question);
    if (!answer) return false;
    const mark = marks.get(answer.id) ?? { ...NO_MARK, savedAt: row.at };
    const done = change(answer, mark);
    marks.put(answer.id, { ...mark, savedAt: row.at });
    keepDigest({ store }, answer);
    return done;
  }

  return (row) => {
    const from = valueOf(row.from_value);
    const to = valueOf(row.to_value);
    const at = new Date(row.at);
    switch (row.what) {
      case "score":
        return onAnswer(row, (_, mark) => given(score, to, (value) => Object.assign(mark, value, { markedAt: row.at })));
      case "mark-imported":
        return onAnswer(row, ({ watchedShare }, mark) => given(imported, to, (value) => Object.assign(mark, value, { cannotScore: null, shareWhenScored: watchedShare })));
      case "evidence":
        return onAnswer(row, (_, mark) => given(z.string(), to, (evidence) => Object.assign(mark, { evidence })));
      case "watch-reason":
        return onAnswer(row, (_, mark) => given(z.string(), to, (watchReason) => Object.assign(mark, { watchReason })));
      case "note":
        return onAnswer(row, ({ id }) =>
          to === null ? given(note.pick({ noteId: true }), from, ({ noteId }) => marks.removeNote(noteId, id)) : given(note, to, ({ noteId, atSeconds, text }) => marks.putNote(noteId, id, atSeconds, text, row.at)));
      case "indicator":
        return onAnswer(row, ({ id }) =>
          to === null ? given(indicator, from, (value) => marks.removeIndicator(id, value.indicator)) : given(indicator, to, (value) => marks.putIndicator(id, value.indicator, value.atSeconds)));
      case "flag":
        return onAnswer(row, ({ id }) =>
          to === null ? given(flag.pick({ flag: true }), from, (value) => marks.removeFlag(id, value.flag)) : given(flag, to, (value) => marks.putFlag(id, value.flag, value.note, row.at, value.atSeconds)));
      case "withdrawn":
        return onCandidate(row.subject, (batch, candidate) => given(z.object({ note: z.string() }), to, (value) => withdrawals.put(batch, candidate, value.note, at)));
      case "withdrawal-taken-back":
        return onCandidate(row.subject, (batch, candidate) => withdrawals.remove(batch, candidate));
      case "reopened":
        return work.batch(row.subject) !== undefined && given(z.object({ reason: z.string() }), to, ({ reason }) => work.setReopened(row.subject, reason, at));
      case "submitted":
        return given(z.object({ key: z.string(), reason: z.string().nullable() }), to, (value) => submitted(value.key, value.reason, at)) && sealed.has(keyOf(to));
      case "delivered": {
        const waiting = outbox.waiting().find((each) => each.key === row.subject);
        if (waiting) outbox.markDelivered(waiting.id, at, delivered.safeParse(to).data?.where ?? store.enrolment.get()?.depotUrl ?? "");
        return true;
      }
      case "recordings-removed":
        return given(removed, to, ({ because }) => media.remove(row.subject, at, because));
      case "recordings-wanted":
        media.wantAgain(row.subject);
        return true;
      default:
        // Synchronising brings documents and recordings again; the line itself stays in the log.
        return true;
    }
  };

  function onCandidate(subject: string, change: (batch: string, candidate: string) => unknown): boolean {
    const [batch = "", candidate = ""] = subject.split(" / ");
    if (!work.batch(batch)) return false;
    change(batch, candidate);
    return true;
  }

  function submitted(key: string, reason: string | null, at: Date): void {
    const place = parseDepotKey(key);
    const bytes = sealed.get(key);
    if (place?.kind !== "moderation-set" || !bytes || !work.batch(place.batch)) return;
    outbox.add(key, bytes, at);
    outbox.addSet({ batch: place.batch, revision: place.revision, key, sha256: place.sha256, submittedAt: at.toISOString(), reason });
    work.setReopened(place.batch, null, at);
    work.setSubmitted(place.batch);
  }
}

function given<T>(schema: z.ZodType<T>, value: unknown, act: (value: T) => unknown): boolean {
  const read = schema.safeParse(value);
  if (!read.success) return false;
  act(read.data);
  return true;
}

function keyOf(to: unknown): string {
  return z.object({ key: z.string() }).safeParse(to).data?.key ?? "";
}

/** A line's value: `null` where it has none. Hashed with its line, so it is JSON as it was written. */
function valueOf(json: string | null): unknown {
  return json === null ? null : JSON.parse(json);
}
