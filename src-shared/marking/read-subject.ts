/**
 * What the audit log calls an answer, `b-14 / K-2031 / q1`, taken apart. Neither a batch's nor a question's name can hold a
 * slash; a candidate's can, with spaces around it. `undefined` where it names no answer.
 */
export function readAnswerSubject(subject: string): { batch: string; candidate: string; question: string } | undefined {
  const [batch, ...rest] = subject.split(BETWEEN);
  const question = rest.pop();
  return batch === undefined || question === undefined || rest.length === 0 ? undefined : { batch, candidate: rest.join(BETWEEN), question };
}

/** The same of a candidate, `b-14 / K-2031`. */
export function readCandidateSubject(subject: string): { batch: string; candidate: string } | undefined {
  const [batch, ...rest] = subject.split(BETWEEN);
  return batch === undefined || rest.length === 0 ? undefined : { batch, candidate: rest.join(BETWEEN) };
}

const BETWEEN = " / ";
