import type { HomeView } from "../../../src-shared/bridge/views.ts";
import { Button } from "../../components/button.tsx";
import { Notice } from "../../components/notice.tsx";
import { plural } from "../../format/time.ts";
import { useGo } from "../../route.ts";

/** Questions of leads that wait for a reply, or for the set that carries it. */
export function QuestionsNotice({ home: { queries, next } }: { home: HomeView }) {
  const go = useGo();
  const open = queries.filter((each) => each.reply.trim() === "");
  // The only one stands below, as what to do next, where nothing else does.
  if (queries.length === 0 || (open.length === 1 && next === null)) return null;
  const batches = [...new Set(queries.map((each) => each.batch))];
  return (
    <Notice tone={open.length > 0 ? "waiting" : "info"} title={open.length > 0 ? `Your team lead asks about ${plural(open.length, "answer")}` : "Your replies are ready to be submitted"}>
      {open.length > 0 ? (
        <>
          <p>What it asks about is open again: change the mark or keep it, reply, and submit. Your earlier set stays as it is.</p>
          <ul>
            {open.map(({ query, answerId, batch, candidate, questionNumber, lead, text }) => (
              <li key={query}>
                <Button look="link" onClick={() => go({ screen: "review", answerId })}>
                  {candidate}, question {questionNumber}
                </Button>{" "}
                <span className="soft">
                  ({batch}) {lead}: {text}
                </span>
              </li>
            ))}
          </ul>
        </>
      ) : (
        batches.map((batch) => (
          <p key={batch}>
            <Button look="link" onClick={() => go({ screen: "check", batch })}>
              Check and submit {batch}
            </Button>
          </p>
        ))
      )}
    </Notice>
  );
}
