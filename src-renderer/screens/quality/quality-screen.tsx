import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useEffect, useMemo, useRef, useState } from "react";
import type { Input } from "../../../src-shared/bridge/contract.ts";
import type { QualityView } from "../../../src-shared/bridge/lead/quality.ts";
import { useBridge } from "../../bridge/bridge-context.tsx";
import { bridgeQuery } from "../../bridge/bridge-queries.ts";
import { DeskFrame } from "../../components/desk-frame.tsx";
import { LeadTabs } from "../../components/lead-tabs.tsx";
import { QueryFailure } from "../../components/query-failure.tsx";
import { ScreenHeading } from "../../components/screen-heading.tsx";
import { number, plural } from "../../format/time.ts";
import { useGo } from "../../route.ts";
import { AgreementCard } from "./agreement-card.tsx";
import { AssessorsCard, type AssessorChoice } from "./assessors-card.tsx";
import { BlandAltmanCard } from "./bland-altman-card.tsx";
import { DriftCard } from "./drift-card.tsx";
import { FairnessCard } from "./fairness-card.tsx";
import { assessorOf, type FindingView } from "./finding-words.ts";
import { LookFirst } from "./look-first.tsx";
import { PairsCard } from "./pairs-card.tsx";
import { pairOf, pairsOf, worstFirst, type Pair } from "./pairs.ts";
import "./plots.css";
import "./quality.css";

/** How a panel marks: what to look at first, how far assessors agree, and each of them. */
export function QualityScreen({ batch }: { batch: string }) {
  const go = useGo();
  const [scope, setScope] = useState<Input<"quality.view">["scope"]>("batch");
  const [behaviour, setBehaviour] = useState<string | null>(null);
  const asked = { batch, scope, behaviour };
  // What was shown stays until the numbers of another choice are worked out.
  const { data: view, error, isPlaceholderData } = useQuery({ ...bridgeQuery(useBridge(), "quality.view", asked), placeholderData: keepPreviousData });
  const goHome = () => go({ screen: "home" });
  return (
    <DeskFrame crumbs={[{ label: "Board", go: goHome }, { label: batch, go: () => go({ screen: "board", batch }) }, { label: "Quality" }]} tabs={<LeadTabs batch={batch} screen="quality" toSettle={view?.toSettle ?? null} />} onHome={goHome}>
      <div className="page quality">
        <div className="quality-top">
          <div>
            <ScreenHeading documentTitle={`Quality of ${batch}`}>Quality</ScreenHeading>
            <p className="soft" role="status">
              {isPlaceholderData || !view ? (error ? "" : "Working it out…") : `${scope === "batch" ? batch : `All of ${view.campaignTitle}`} · ${summary(view)}`}
            </p>
          </div>
          {view && view.batches.length > 1 && (
            <fieldset className="quality-choice">
              <legend className="unseen">Which batches</legend>
              <label>
                <input type="radio" name="quality-scope" checked={scope === "batch"} onChange={() => setScope("batch")} />
                This batch
              </label>
              <label>
                <input type="radio" name="quality-scope" checked={scope === "campaign"} onChange={() => setScope("campaign")} />
                The campaign ({number(view.batches.length)} batches)
              </label>
            </fieldset>
          )}
          {view && (
            <label className="quality-field">
              <span>Behaviour</span>
              <select value={behaviour ?? ""} onChange={(event) => setBehaviour(event.target.value || null)}>
                <option value="">All behaviours</option>
                {view.behaviours.map(({ id, name }) => (
                  <option key={id} value={id}>
                    {name}
                  </option>
                ))}
              </select>
            </label>
          )}
        </div>
        {error ? <QueryFailure error={error} /> : view && (view.marks === 0 ? <NoMarks /> : <QualityReady view={view} asked={asked} />)}
        {view && view.marks > 0 && <FairnessCard batch={batch} />}
      </div>
    </DeskFrame>
  );
}

function NoMarks() {
  return (
    <section className="card quality-card">
      <h2>No marks yet</h2>
      <p>Statistics are made of the sets that assessors hand in. They come here as soon as the first two of them have marked the same answers.</p>
    </section>
  );
}

function summary({ marks, agreement }: QualityView): string {
  return `${plural(marks, "mark")} of ${plural(agreement.answers, "answer")} by ${plural(agreement.assessors, "assessor")}`;
}

function QualityReady({ view, asked }: { view: QualityView; asked: Input<"quality.view"> }) {
  const [choice, setChoice] = useState<AssessorChoice>({ aspect: "severity", search: "" });
  // Names, since another behaviour may have other assessors in other places.
  const [pairNames, setPairNames] = useState<readonly [string, string] | null>(null);
  const [driftName, setDriftName] = useState<string | null>(null);
  const headings = { assessors: useRef<HTMLHeadingElement>(null), two: useRef<HTMLHeadingElement>(null), drift: useRef<HTMLHeadingElement>(null) };
  const [shown, setShown] = useState<{ part: keyof typeof headings } | null>(null);
  // Once what was asked for is drawn.
  useEffect(() => {
    const heading = shown && headings[shown.part].current;
    heading?.scrollIntoView({ block: "start" });
    heading?.focus({ preventScroll: true });
  }, [shown]);

  const pairs = useMemo(() => pairsOf(view), [view]);
  const pair = useMemo(() => chosenPair(view, pairs, pairNames), [view, pairs, pairNames]);
  const drifting = view.assessors.findIndex((each) => each.assessor === driftName);
  const strongest = view.assessors.reduce((best, { drift }, place) => (Math.abs(drift.value ?? 0) > Math.abs(view.assessors[best]!.drift.value ?? 0) ? place : best), 0);
  const nameOf = (place: number) => view.assessors[place]!.assessor;
  const choosePair = (next: Pair) => setPairNames([nameOf(next.first), nameOf(next.second)]);

  function show(finding: FindingView): void {
    switch (finding.kind) {
      case "pair":
        setPairNames([finding.first, finding.second]);
        return setShown({ part: "two" });
      case "drift":
        setDriftName(finding.assessor);
        return setShown({ part: "drift" });
      default:
        setChoice({ aspect: finding.kind === "one-score" ? "scores" : finding.kind === "quick" ? "pace" : "severity", search: assessorOf(finding) });
        return setShown({ part: "assessors" });
    }
  }

  return (
    <>
      <LookFirst view={view} onShow={show} />
      <AgreementCard view={view} />
      <AssessorsCard view={view} choice={choice} onChoice={setChoice} heading={headings.assessors} />
      <div className="quality-pairs">
        <PairsCard view={view} pairs={pairs} chosen={pair} onChoose={choosePair} />
        {pair && <BlandAltmanCard view={view} asked={asked} pair={pair} pairs={pairs} onChoose={choosePair} heading={headings.two} />}
      </div>
      <DriftCard view={view} place={drifting >= 0 ? drifting : strongest} onChoose={(place) => setDriftName(nameOf(place))} heading={headings.drift} />
    </>
  );
}

/** The one that was asked for, in its order; the one with the lowest kappa otherwise. */
function chosenPair(view: QualityView, pairs: readonly Pair[], names: readonly [string, string] | null): Pair | null {
  const [one, other] = names?.map((name) => view.assessors.findIndex((each) => each.assessor === name)) ?? [];
  const known = one === undefined || other === undefined ? undefined : pairOf(pairs, one, other);
  return known ?? worstFirst(pairs, "kappa")[0] ?? null;
}
