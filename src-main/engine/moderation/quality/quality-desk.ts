import path from "node:path";
import { Worker } from "node:worker_threads";
import type { Problem } from "../../../../src-shared/problems/problem.ts";
import { err, ok, type Result } from "../../../../src-shared/result.ts";
import type { QualityAnswers, QualityJob, QualityOutcome, QualityQuestion } from "./quality-thread.ts";

/** Beside this file as it is written, and beside the program that is built of it. */
const THREAD = path.join(import.meta.dirname, import.meta.filename.endsWith(".ts") ? "quality-thread.ts" : "quality-thread.cjs");

/** So many answers are kept: one batch, its campaign, and each behaviour of both. */
const KEPT = 16;

/** Answers what statistics ask, in a thread of their own: one question at a time, and none twice while the marks stay as they are. */
export interface QualityDesk {
  /** Refused where a newer question of the same kind took its place while it waited, or where the desk closes. */
  ask<K extends keyof QualityAnswers>(question: Extract<QualityQuestion, { kind: K }>): Promise<Result<QualityAnswers[K], Problem>>;
  /** Breaks off what is being computed. */
  stop(): Promise<void>;
}

type Answer = Result<QualityAnswers[keyof QualityAnswers], Problem>;

interface Waiting {
  key: string;
  question: QualityQuestion;
  answer: Promise<Answer>;
  settle(answer: Answer | Promise<Answer>): void;
}

/** @param marksNow - names the state of everything that the statistics read: whenever it changes, they may too. */
export function createQualityDesk(home: string, marksNow: () => string): QualityDesk {
  const kept = new Map<string, QualityAnswers[keyof QualityAnswers]>();
  /** The newest of each kind. */
  const waiting = new Map<QualityQuestion["kind"], Waiting>();
  let underWay: (Waiting & { thread: Worker }) | null = null;
  let closed = false;

  function beginNext(): void {
    const next = [...waiting.values()][0];
    if (underWay || !next || closed) return;
    waiting.delete(next.question.kind);
    const thread = new Worker(THREAD, { workerData: { home, question: next.question } satisfies QualityJob });
    underWay = { ...next, thread };
    const answer = answerOf(thread);
    next.settle(answer);
    const ended = () => {
      underWay = null;
      beginNext();
    };
    answer.then((found) => {
      if (found.ok) keep(next.key, found.value);
      ended();
    }, ended);
  }

  function keep(key: string, answer: QualityAnswers[keyof QualityAnswers]): void {
    kept.set(key, answer);
    for (const oldest of kept.keys()) if (kept.size > KEPT) kept.delete(oldest);
  }

  function answerOf(thread: Worker): Promise<Answer> {
    return new Promise((resolve, reject) => {
      thread.once("message", (outcome: QualityOutcome) => (outcome.ok ? resolve(ok(outcome.answer)) : reject(Object.assign(new Error(outcome.message), { code: outcome.code }))));
      thread.once("error", reject);
      thread.once("exit", () => (closed ? resolve(err({ kind: "desk-closing" })) : reject(new Error("The thread that computes statistics ended early."))));
    });
  }

  function wait(key: string, question: QualityQuestion): Waiting {
    let settle: Waiting["settle"] = () => undefined;
    const answer = new Promise<Answer>((resolve) => (settle = resolve));
    return { key, question, answer, settle };
  }

  function answerTo(question: QualityQuestion): Promise<Answer> {
    if (closed) return Promise.resolve(err({ kind: "desk-closing" }));
    const key = `${marksNow()} ${JSON.stringify(question)}`;
    const known = kept.get(key);
    if (known) return Promise.resolve(ok(known));
    const earlier = waiting.get(question.kind);
    for (const asked of [underWay, earlier]) if (asked?.key === key) return asked.answer;
    earlier?.settle(err({ kind: "question-replaced" }));
    const asked = wait(key, question);
    waiting.set(question.kind, asked);
    beginNext();
    return asked.answer;
  }

  return {
    // A question's kind is its answer's.
    ask: (question) => answerTo(question) as Promise<Result<never, Problem>>,
    async stop() {
      closed = true;
      for (const each of waiting.values()) each.settle(err({ kind: "desk-closing" }));
      waiting.clear();
      await underWay?.thread.terminate();
    },
  };
}
