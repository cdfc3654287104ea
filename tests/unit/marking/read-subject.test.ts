import { expect, test } from "vitest";
import { subjectOf } from "../../../src-main/engine/marking/marking.ts";
import { readAnswerSubject, readCandidateSubject } from "../../../src-shared/marking/read-subject.ts";

test.each(["K-2031", "Smith / Jones", "a/b", "A / B / C"])("the log's name of an answer of %s is taken apart as it was put together", (candidate) => {
  const answer = { batch: "b-14", candidate, question: "q1" };
  expect(readAnswerSubject(subjectOf(answer))).toEqual(answer);
  expect(readCandidateSubject(`b-14 / ${candidate}`)).toEqual({ batch: "b-14", candidate });
});

test("what names no answer, or no candidate, is none", () => {
  expect(readAnswerSubject("b-14 / K-2031")).toBeUndefined();
  expect(readAnswerSubject("b-14")).toBeUndefined();
  expect(readCandidateSubject("sets/b-14/a-1/1")).toBeUndefined();
});
