import type { ReactNode } from "react";
import type { CheckView } from "../../../src-shared/bridge/check.ts";
import { flagLabels } from "../../../src-shared/documents/moderation-set.ts";
import { Button } from "../../components/button.tsx";
import { TickIcon } from "../../components/icons.tsx";
import { percent } from "../../format/percent.ts";
import { number } from "../../format/time.ts";
import { useGo } from "../../route.ts";
import { ByCandidate } from "./by-candidate.tsx";
import { RestInQueue } from "./rest-in-queue.tsx";
import { Withdrawals } from "./withdrawals.tsx";

const missingRemarks: Record<CheckView["missing"][number]["what"], string> = {
  unmarked: "",
  "evidence-missing": "evidence missing",
  "watch-reason-missing": "say why too little was watched",
  "reply-missing": "your team lead asks about it",
};

/** What is missing, and what the assessor should look at once more. Every line leads to its answer. */
export function AnswerLists({ check }: { check: CheckView }) {
  const { batch, totals } = check;
  return (
    <>
      {check.state !== "submitted" && (
        <ByCandidate
          title="Missing"
          id="missing"
          tone={totals.missing > 0 ? "bad" : "good"}
          about="A set can be submitted when nothing is missing."
          none="Nothing is missing."
          answers={check.missing.map((each) => ({ ...each, remark: missingRemarks[each.what] }))}
          rest={<RestInQueue batch={batch} listed={check.missing.length} total={totals.missing} filter={check.missing.some((each) => each.what === "unmarked") ? "unmarked" : "incomplete"} />}
          total={totals.missing}
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
        rest={<RestInQueue batch={batch} listed={check.flagged.length} total={totals.flagged} filter="flagged" />}
        total={totals.flagged}
      />
      <AnswerList
        title="Cannot be scored"
        id="cannot-score"
        about="Your team lead decides what happens with these."
        none="Every answer could be scored."
        lines={check.cannotScore.map((each) => ({ ...each, text: each.reason }))}
        rest={<RestInQueue batch={batch} listed={check.cannotScore.length} total={totals.cannotScore} filter="cannot-score" />}
        total={totals.cannotScore}
      />
      <AnswerList
        title="Little watched"
        id="little-watched"
        about={`Scored with less than ${percent(check.minimumWatchedShare)} of the recording watched. ${check.state === "submitted" ? "You submitted all the same:" : "You may submit;"} your team lead sees it, with your reason.`}
        none="You watched enough of every recording that you scored."
        lines={check.littleWatched.map((each) => ({
          ...each,
          text: (
            <>
              {percent(each.watchedShare)} · {each.reason.trim() || <span className="soft">no reason given{check.state === "submitted" ? "" : " yet"}</span>}
            </>
          ),
        }))}
        rest={<RestInQueue batch={batch} listed={check.littleWatched.length} total={totals.littleWatched} filter="not-watched" />}
        total={totals.littleWatched}
      />
      {check.withdrawals.length > 0 && <Withdrawals check={check} />}
    </>
  );
}

interface AnswerListProps {
  title: string;
  id: string;
  about: string;
  none: string;
  lines: readonly { answerId: number; candidate: string; questionNumber: number; behaviour: string; text: ReactNode }[];
  /** Where to find those that are not listed. */
  rest: ReactNode;
  total: number;
}

function AnswerList({ title, id, about, none, lines, rest, total }: AnswerListProps) {
  const go = useGo();
  return (
    <section className="card answer-list" aria-labelledby={`${id}-heading`}>
      <h2 id={`${id}-heading`}>
        {title} {total > 0 && `(${number(total)})`}
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
          {rest}
        </>
      )}
    </section>
  );
}
