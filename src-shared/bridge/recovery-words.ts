import { describeProblem } from "../problems/problem.ts";
import type { Recovery } from "./views.ts";

/**
 * What came back from the depot, in whole sentences: the first says what and up to when, the others what is missing and
 * what to do. `time` writes a moment the way that the place of reading does.
 */
export function recoveryWords({ batch, marks, sets, writtenAt, afterDamage, passedOver, missingSets }: Recovery, time: (iso: string) => string): string[] {
  const words: string[] = [];
  if (writtenAt === null) words.push(`No mark of ${batch} came back from the depot.`);
  else words.push(`${marks === 0 ? "No mark" : marks === 1 ? "1 mark" : `${marks} marks`} of ${batch} came back from the depot, which had your work up to ${time(writtenAt)}. ${afterDamage ? "What was newer on this laptop stayed as it is." : "What was marked after that is not here."}`);
  if (sets > 0) words.push(`So did ${sets === 1 ? "the set" : `${sets} sets`} that you had submitted.`);
  if (missingSets.length > 0) words.push(`${missingSets.length === 1 ? `Revision ${missingSets[0]}, which you had submitted, is` : `Revisions ${missingSets.join(" and ")}, which you had submitted, are`} not in the depot: check the batch and submit it again.`);
  if (passedOver) words.push(writtenAt === null ? describeProblem(passedOver) : "A newer copy in the depot cannot be used, so this is the one before it. Tell your team lead.");
  return words;
}
