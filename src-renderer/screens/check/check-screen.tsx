import { useBridgeQuery } from "../../bridge/bridge-context.tsx";
import type { CheckView } from "../../../src-shared/bridge/check.ts";
import { Button } from "../../components/button.tsx";
import { DeskFrame } from "../../components/desk-frame.tsx";
import { Notice } from "../../components/notice.tsx";
import { QueryFailure } from "../../components/query-failure.tsx";
import { ScreenHeading } from "../../components/screen-heading.tsx";
import { StoppedNotice } from "../../components/stopped-notice.tsx";
import { closedWords } from "../../format/practice-words.ts";
import { number, plural } from "../../format/time.ts";
import { useGo } from "../../route.ts";
import { AnswerLists } from "./answer-lists.tsx";
import "./check.css";
import { Distribution } from "./distribution.tsx";
import { ReopenPanel } from "./reopen-panel.tsx";
import { SetJourney } from "./set-journey.tsx";
import { SubmitPanel } from "./submit-panel.tsx";

/** Before the marks go out of hand: what is missing, what stands out, and the declaration. Afterwards: where the set is. */
export function CheckScreen({ batch }: { batch: string }) {
  const go = useGo();
  const { data: check, error } = useBridgeQuery("check.view", { batch });
  const goHome = () => go({ screen: "home", own: true });
  return (
    <DeskFrame
      crumbs={[{ label: "Your work", go: goHome }, { label: batch }]}
      progress={check ? `${number(check.marked)} of ${number(check.total)} marked` : null}
      onHome={goHome}
    >
      <div className="page">{check ? <CheckReady check={check} /> : error ? <QueryFailure error={error} /> : <p className="soft">Going through your marks…</p>}</div>
    </DeskFrame>
  );
}

function CheckReady({ check }: { check: CheckView }) {
  const go = useGo();
  const submitted = check.state === "submitted";
  const isPractising = !submitted && !check.stopped && check.practice !== null && !check.practice.isLiveOpen;
  return (
    <div className="check">
      <div className="check-main">
        <div>
          <ScreenHeading documentTitle={`${submitted ? "Submitted" : "Check and submit"} ${check.batch}`}>{submitted ? "Submitted" : "Check and submit"}</ScreenHeading>
          <p className="soft">
            {check.batch}, {check.campaignTitle} · {summary(check)}{" "}
            <Button look="link" onClick={() => go({ screen: "queue", batch: check.batch, filter: "all" })}>
              Show them in the queue
            </Button>
          </p>
        </div>
        {check.stopped && <StoppedNotice batch={check.batch} stopped={check.stopped} now={new Date()} />}
        {isPractising && (
          <Notice tone={check.practice!.state === "outside" ? "waiting" : "info"}>
            <p>
              <strong>This batch cannot be submitted yet: live marking is closed.</strong> {closedWords(check.practice!)}
            </p>
          </Notice>
        )}
        {check.reopenedBecause !== null && !submitted && (
          <Notice tone="info">
            <p>
              <strong>Reopened:</strong> {check.reopenedBecause} <span className="soft">The next set carries this reason.</span>
            </p>
          </Notice>
        )}
        {check.state === "extended" && (
          <Notice tone="info">
            <p>
              {check.asked > 0 ? (
                <>
                  <strong>Your team lead asks about {plural(check.asked, "answer")}.</strong> {check.asked === 1 ? "It is" : "They are"} open again; what you submitted stays as it is. The next set carries your
                  reply and holds all of it.
                </>
              ) : (
                <>
                  <strong>More was allocated to you since you submitted.</strong> The new answers are open; what you submitted stays as it is. The next set holds all of it.
                </>
              )}
            </p>
          </Notice>
        )}
        <AnswerLists check={check} />
      </div>
      <div className="check-side">
        {check.sets.length > 0 && submitted && <SetJourney sets={check.sets} />}
        <Distribution check={check} />
        {!check.stopped && !isPractising && <SubmitPanel check={check} />}
        {check.sets.length > 0 && !submitted && <SetJourney sets={check.sets} />}
        {check.state === "extended" && !check.stopped && <ReopenPanel check={check} />}
      </div>
    </div>
  );
}

function summary(check: CheckView): string {
  if (check.state === "submitted") return `${plural(check.total, "answer")} marked and submitted.`;
  const open = check.totals.missing;
  if (open === 0) return `all ${plural(check.total, "answer")} marked.`;
  return `${number(check.marked)} of ${plural(check.total, "answer")} marked; ${number(open)} ${open === 1 ? "needs" : "need"} something.`;
}
