import type { CandidateOutcome, OutcomeFilter, OutcomePage, OutcomeRow, OutcomeSelection, OutcomeView } from "../../../../src-shared/bridge/lead/outcome.ts";
import { OUTCOME_DECLARATION, type OutcomeCandidate } from "../../../../src-shared/documents/outcome.ts";
import { closeToPassing } from "../../../../src-shared/moderation/close-to-passing.ts";
import { countingOutcome, outcomeChanges, type OutcomeChange } from "../../../../src-shared/moderation/outcome-changes.ts";
import { eachInParts, type InParts } from "../../../../src-shared/in-parts.ts";
import type { Problem } from "../../../../src-shared/problems/problem.ts";
import { err, ok, type Result } from "../../../../src-shared/result.ts";
import { behaviourNames } from "../../marking/marking.ts";
import type { Store } from "../../store/store.ts";
import { nameOf } from "../people.ts";
import { hindranceOf } from "./hindrance.ts";
import { inBreaths } from "./in-breaths.ts";
import { outcomeAnswers } from "./outcome-answers.ts";
import { outcomeDigest } from "./outcome-digest.ts";
import { outcomeNow, type OutcomeNow } from "./outcome-now.ts";
import { publishedOutcomes } from "./published.ts";

/** As many as somebody reads. */
const MOST_CHANGES = 50;
const MOST_TIES = 200;

/** What a screen shows of an outcome beside its document: the lines of the order of merit, and what changed since it was published. */
interface Shown {
  rows: (OutcomeRow & { changed: boolean })[];
  changes: OutcomeChange[] | null;
}

const shownBefore = new WeakMap<OutcomeNow, Promise<Shown>>();

/** Where a batch stands before its outcome is published, and what was published. */
export async function outcomeView(store: Store, batch: string): Promise<Result<OutcomeView, Problem>> {
  const now = await outcomeNow(store, batch);
  if (!now.ok) return now;
  const { campaign, merit, open, practice } = now.value;
  const { rows, changes } = await shownOf(store, now.value);
  const digest = await outcomeDigest(now.value);
  const counts = Object.fromEntries(Object.entries(filters).map(([filter, holds]) => [filter, rows.filter(holds).length])) as Record<OutcomeFilter, number>;
  const nameOf = new Map(campaign.behaviours.map((each) => [each.id, each.name]));
  const ties = merit.ties.filter((tie) => tie.passed);
  const { passMark, passBy, overallPassMark, places, tieBreak } = campaign.rules;
  return ok({
    batch,
    campaignTitle: campaign.title,
    behaviours: campaign.behaviours.map(({ id, name }) => ({ id, name })),
    rules: { passMark, passBy, overallPassMark, places, tieBreak: tieBreak.map((id) => nameOf.get(id) ?? id) },
    candidates: rows.length,
    ...{ practice, open, counts },
    behind: store.standing.isBehind(batch),
    hindrance: hindranceOf(store, now.value, null) ?? null,
    ties: [...ties.filter((tie) => tie.acrossLastPlace), ...ties.filter((tie) => !tie.acrossLastPlace)].slice(0, MOST_TIES),
    tiesInAll: ties.length,
    published: publishedOutcomes(store, batch),
    changes: changes && { total: changes.length, first: changes.slice(0, MOST_CHANGES).map(({ candidate, before, now: after }) => ({ candidate, before: placeOf(before), now: placeOf(after) })) },
    declaration: OUTCOME_DECLARATION,
    digest,
  });
}

function placeOf(candidate: OutcomeCandidate | null) {
  return candidate && { place: candidate.place, rank: candidate.rank, total: candidate.total };
}

/** Some lines of the order of merit. */
export async function outcomePage(store: Store, { batch, filter, search, offset, limit }: OutcomeSelection & { offset: number; limit: number }): Promise<Result<OutcomePage, Problem>> {
  const now = await outcomeNow(store, batch);
  if (!now.ok) return now;
  const part = search.trim().toLocaleLowerCase("en-GB");
  const shown = await shownOf(store, now.value);
  const rows = shown.rows.filter((row) => filters[filter](row) && row.candidate.toLocaleLowerCase("en-GB").includes(part));
  return ok({ total: rows.length, rows: rows.slice(offset, offset + limit) });
}

const byPlace = (place: OutcomeCandidate["place"]) => (row: Shown["rows"][number]) => row.place === place;
const filters: Record<OutcomeFilter, (row: Shown["rows"][number]) => boolean> = {
  all: () => true,
  offer: byPlace("offer"),
  reserve: byPlace("reserve"),
  passed: byPlace("passed"),
  "not-passed": byPlace("not-passed"),
  incomplete: byPlace("incomplete"),
  close: (row) => row.close,
  tied: (row) => row.tieReason !== null,
  changed: (row) => row.changed,
};

/** One candidate's answers with the marks that count, what stands, and why. */
export async function candidateOutcome(store: Store, batch: string, candidate: string): Promise<Result<CandidateOutcome, Problem>> {
  const now = await outcomeNow(store, batch);
  if (!now.ok) return now;
  const own = now.value.merit.candidates.find((each) => each.candidate === candidate);
  if (!own) return err({ kind: "outcome-candidate-not-found", candidate, batch });
  const behaviours = behaviourNames(now.value.campaign);
  return ok({
    candidate: own,
    answers: outcomeAnswers(store, batch, [candidate]).map(({ row, answer: { question, marks, final, basis, reason, decidedBy, decidedAt } }) => ({
      answerId: row.id,
      questionNumber: row.questionNumber,
      behaviour: behaviours.get(row.question) ?? "",
      state: row.state,
      marks: marks.map((mark) => ({ ...mark, name: nameOf(store, mark.assessor) })),
      decidedBy: decidedBy && nameOf(store, decidedBy),
      ...{ question, final, basis, reason, decidedAt },
    })),
  });
}

/** Candidates whose lines are made at once. */
const CANDIDATES_AT_ONCE = 500;

function shownOf(store: Store, now: OutcomeNow): Promise<Shown> {
  const known = shownBefore.get(now);
  if (known) return known;
  const shown = inBreaths(show(store, now));
  shownBefore.set(now, shown);
  return shown;
}

function* show(store: Store, { merit, campaign, finals, row }: OutcomeNow): InParts<Shown> {
  const counting = countingOutcome(store.outcomes.of(row.batch));
  const published = counting && store.outcomes.document(counting.key);
  const changes = published ? outcomeChanges(published.candidates, merit.candidates) : null;
  const changed = new Set(changes?.map((each) => each.candidate));
  const isClose = closeToPassing(campaign);
  const finalsOf = new Map(finals.map((each) => [each.candidate, each]));
  const rows: Shown["rows"] = [];
  yield* eachInParts(merit.candidates, CANDIDATES_AT_ONCE, (each, at) => {
    const own = finalsOf.get(each.candidate)!;
    rows.push({
      ...each,
      behaviours: each.behaviours.map(({ total, mean, passed }) => ({ total, mean, passed })),
      answers: own.answers.length,
      missing: own.answers.filter((answer) => answer.final === null).length,
      close: isClose(own),
      shared: each.rank !== null && [at - 1, at + 1].some((beside) => merit.candidates[beside]?.rank === each.rank),
      changed: changed.has(each.candidate),
    });
  });
  return { rows, changes };
}
