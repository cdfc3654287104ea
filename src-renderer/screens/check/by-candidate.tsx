import type { ReactNode } from "react";
import { Button } from "../../components/button.tsx";
import { TickIcon } from "../../components/icons.tsx";
import { number } from "../../format/time.ts";
import { useGo } from "../../route.ts";

interface ByCandidateProps {
  title: string;
  id: string;
  tone?: "bad" | "good";
  about: string;
  none: string;
  answers: readonly {
    answerId: number;
    candidate: string;
    questionNumber: number;
    /** What is to be said of it; nothing where the title says it all. */
    remark: string;
  }[];
  /** Where to find those that are not listed. */
  rest: ReactNode;
  total: number;
}

/** Answers that need a look, a candidate a line: early on that is nearly all of them. */
export function ByCandidate({ title, id, tone, about, none, answers, rest, total }: ByCandidateProps) {
  const go = useGo();
  const candidates = [...new Set(answers.map((each) => each.candidate))];
  return (
    <section className={tone ? `card answer-list answer-list-${tone}` : "card answer-list"} aria-labelledby={`${id}-heading`}>
      <h2 id={`${id}-heading`}>
        {title} {total > 0 && `(${number(total)})`}
      </h2>
      {answers.length === 0 ? (
        <p className="answer-none">
          <TickIcon /> {none}
        </p>
      ) : (
        <>
          <p className="small soft">{about}</p>
          <ul>
            {candidates.map((candidate) => (
              <li key={candidate} className="candidate-line">
                <b>{candidate}</b>
                <span className="candidate-answers">
                  {answers
                    .filter((each) => each.candidate === candidate)
                    .map((each) => (
                      <Button
                        key={each.answerId}
                        look="link"
                        onClick={() => go({ screen: "review", answerId: each.answerId })}
                      >
                        {/* A list of links is read without the line's beginning. */}
                        <span>
                          <span className="unseen">{candidate}, </span>question {each.questionNumber}
                          {each.remark && ` (${each.remark})`}
                        </span>
                      </Button>
                    ))}
                </span>
              </li>
            ))}
          </ul>
          {rest}
        </>
      )}
    </section>
  );
}
