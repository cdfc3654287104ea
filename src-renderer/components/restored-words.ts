import type { Restoration } from "../../src-shared/bridge/views.ts";
import { readAnswerSubject, readCandidateSubject } from "../../src-shared/marking/read-subject.ts";

/** What may be missing beside what is listed; empty where the list says it all. `until`: the moment up to which all is there. */
export function lossWords({ logWhole, missing }: Pick<Restoration, "logWhole" | "missing">, until: string): string {
  if (!logWhole) return `What was saved after ${until} may be missing: look at what you marked last.`;
  return missing.length === 0 ? "Nothing is known to be missing." : "";
}

/** `b-14 / K-2031 / q1` as the log names it, as people do. */
export function subjectWords(subject: string): string {
  const answer = readAnswerSubject(subject);
  if (answer) return `${answer.candidate}, ${answer.question} in ${answer.batch}`;
  const named = readCandidateSubject(subject);
  return named ? `${named.candidate} in ${named.batch}` : `${subject}: what you submitted`;
}
