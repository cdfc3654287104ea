import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import type { ModerationCounts, ModerationSelection } from "../../../src-shared/bridge/lead/moderation.ts";
import { useBridge, useBridgeQuery } from "../../bridge/bridge-context.tsx";
import { Button } from "../../components/button.tsx";
import { QueryFailure } from "../../components/query-failure.tsx";
import { ScreenHeading } from "../../components/screen-heading.tsx";
import { plural } from "../../format/time.ts";
import { useGo } from "../../route.ts";
import { useModerationView } from "../../saving/save-context.tsx";
import { filterWords } from "./moderate-words.ts";
import "./moderate.css";
import { ModerateFrame } from "./moderate-frame.tsx";
import { moderationPageQuery } from "./moderation-page-query.ts";
import { ModerateAnswer, type ModerateAnswerProps } from "./moderate-answer.tsx";
import type { Settled } from "./use-moderate-desk.ts";
import { useSelection } from "./use-selection.ts";
import { WorkList } from "./work-list.tsx";

interface ModerateScreenProps {
  batch: string;
  /** Without one it begins with the first of the list. */
  answerId?: number | undefined;
}

/** A lead works through the answers of a batch: every assessor's mark under one picture, and the score that is to stand. */
export function ModerateScreen({ batch, answerId }: ModerateScreenProps) {
  const go = useGo();
  const [selection, choose] = useSelection(batch);
  const filterField = useRef<HTMLSelectElement>(null);
  const { data: counts, error } = useBridgeQuery("moderation.counts", { batch });
  const first = useQuery(moderationPageQuery(useBridge(), selection, 0));
  const lastSettled = useState<Settled | null>(null);
  // What the list begins with may change; what is on screen stays until the lead goes on.
  const start = first.isFetching ? undefined : first.data?.rows[0]?.answerId;
  useEffect(() => {
    if (answerId === undefined && start !== undefined) go({ screen: "moderate", batch, answerId: start });
  }, [answerId, start, batch, go]);
  const shown = answerId ?? start;
  if (!counts || (shown === undefined && first.isFetching))
    return (
      <ModerateFrame batch={batch} counts={counts}>
        <div className="page">{error ?? first.error ? <QueryFailure error={(error ?? first.error)!} /> : <p className="soft">Opening the work list…</p>}</div>
      </ModerateFrame>
    );
  const list = (onGo: (answerId: number) => void, takeBack: (() => void) | null) => (
    <WorkList counts={counts} selection={selection} current={shown ?? null} onSelect={choose} onGo={onGo} filterField={filterField} settled={lastSettled[0]} onTakeBack={takeBack} />
  );
  const toAnswer = (id: number) => go({ screen: "moderate", batch, answerId: id });
  if (shown === undefined)
    return (
      <ModerateFrame batch={batch} counts={counts}>
        <div className="moderate-desk">
          {list(toAnswer, null)}
          <NothingHere counts={counts} selection={selection} onSelect={choose} />
        </div>
      </ModerateFrame>
    );
  return <ShownAnswer answerId={shown} counts={counts} selection={selection} list={list} toList={() => filterField.current?.focus()} lastSettled={lastSettled} />;
}

function ShownAnswer({ answerId, ...rest }: { answerId: number } & Omit<ModerateAnswerProps, "view">) {
  const go = useGo();
  const { counts, list } = rest;
  const { view, error } = useModerationView(answerId);
  if (view) return <ModerateAnswer view={view} {...rest} />;
  return (
    <ModerateFrame batch={counts.batch} counts={counts}>
      <div className="moderate-desk">
        {list((id) => go({ screen: "moderate", batch: counts.batch, answerId: id }), null)}
        <div className="moderate-opening">{error ? <QueryFailure error={error} /> : <p className="soft">Opening the answer…</p>}</div>
      </div>
    </ModerateFrame>
  );
}

interface NothingHereProps {
  counts: ModerationCounts;
  selection: ModerationSelection;
  onSelect: (change: Partial<ModerationSelection>) => void;
}

/** The list has been worked through, or never had anything. */
function NothingHere({ counts: { counts, batch }, selection, onSelect }: NothingHereProps) {
  const isWork = selection.filter === "to-settle";
  return (
    <section className="card nothing-here">
      <ScreenHeading documentTitle={`Moderate ${batch}`}>{isWork ? "Nothing to settle" : `None: ${filterWords[selection.filter].toLowerCase()}`}</ScreenHeading>
      <p>
        {plural(counts.agreed, "answer")} agreed, {counts.settled} settled, {counts.asked} sent back, {counts.waiting} with marks still to come.
      </p>
      <p className="nothing-here-ways">
        {!isWork && <Button onClick={() => onSelect({ filter: "to-settle" })}>What is to settle</Button>}
        {counts.all > 0 && <Button onClick={() => onSelect({ filter: "all" })}>Show all answers</Button>}
      </p>
    </section>
  );
}
