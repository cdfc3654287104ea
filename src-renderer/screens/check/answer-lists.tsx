import type { ReactNode } from "react";
import type { CheckView } from "../../../src-shared/bridge/views.ts";
import { flagLabels } from "../../../src-shared/documents/moderation-set.ts";
import { Button } from "../../components/button.tsx";
import { TickIcon } from "../../components/icons.tsx";
import { useGo } from "../../route.ts";
import { ByCandidate } from "./by-candidate.tsx";

/** What is missing, and what the assessor should look at once more. Every line leads to its answer. */
export function AnswerLists({ check }: { check: CheckView }) {
  const percent = (share: number) => `${Math.round(share * 100)} %`;
  return (
    <>
      {check.state !== "submitted" && (
        <ByCandidate
          title="Missing"
          id="missing"
          tone={check.missing.length > 0 ? "bad" : "good"}
          about="A set can be submitted when nothing is missing."
          none="Nothing is missing."
          answers={check.missing.map((each) => ({ ...each, remark: each.what === "evidence-missing" ? "evidence missing" : "" }))}
        />
      )}
      <AnswerList
        title="Flagged"
        id="flagged"
        about="Your team lead sees the flags with your marks."
        none="You flagged nothing."
        lines={check.flagged.map((each) => ({
          ...each,
          text: each.flags.map((flag) => (flag.note ? `${flagLabels[flag.flag]}: ${flag.note}` : flagLabels[flag.flag])).join("; "),
        }))}
      />
      <AnswerList
        title="Cannot be scored"
        id="cannot-score"
        about="Your team lead decides what happens with these."
        none="Every answer could be scored."
        lines={check.cannotScore.map((each) => ({ ...each, text: each.reason }))}
      />
      <ByCandidate
        title="Little watched"
        id="little-watched"
        about={`Scored with less than ${percent(check.minimumWatchedShare)} of the recording watched. You may submit; your team lead sees it.`}
        none="You watched enough of every recording that you scored."
        answers={check.littleWatched.map((each) => ({ ...each, remark: percent(each.watchedShare) }))}
      />
    </>
  );
}

interface AnswerListProps {
  title: string;
  id: string;
  about: string;
  none: string;
  lines: readonly { answerId: number; candidate: string; questionNumber: number; behaviour: string; text: ReactNode }[];
}

function AnswerList({ title, id, about, none, lines }: AnswerListProps) {
  const go = useGo();
  return (
    <section className={"card answer-list"} aria-labelledby={`${id}-heading`}>
      <h2 id={`${id}-heading`}>
        {title} {lines.length > 0 && `(${lines.length})`}
      </h2>
      {lines.length === 0 ? (
        <p className="answer-none">
          <TickIcon /> {none}
        </p>
      ) : (
        <>
          <p className="small soft">{about}</p>
          <ul>
            {lines.map((line) => (
              <li key={line.answerId}>
                <Button look="link" title={line.behaviour} onClick={() => go({ screen: "review", answerId: line.answerId })}>
                  {line.candidate}, question {line.questionNumber}
                </Button>
                <span>{line.text}</span>
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}
