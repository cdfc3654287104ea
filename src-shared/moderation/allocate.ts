import type { CampaignRules } from "../documents/campaign.ts";
import { startDrawing, type Drawing, type DrawingGround, type Pair } from "./drawing.ts";
import { inLotOrder, type Lot } from "./lots.ts";

/** `candidates`: of the batch, without those of the round of standardisation and without seeds. */
export interface AllocationAsked extends DrawingGround {
  /** Who may get more. */
  assessors: readonly string[];
  rules: Pick<CampaignRules, "doubleMarkingShare" | "markersOfDouble">;
  lot: Lot;
}

export interface AllocationDrawn {
  /** What comes to what was kept, each assessor's in the order in which they mark it. */
  added: Pair[];
  /** Candidates who are marked by several. */
  doubles: string[];
  /** Candidates for whom there are too few assessors who can mark them. */
  short: { candidate: string; wanted: number; has: number }[];
}

/**
 * Draws who marks whom. The campaign's share of the candidates is marked by several assessors, the others by one. Numbers of candidates
 * are as even between assessors as what is kept and barred allows, and so are the pairs of assessors that mark a candidate together:
 * comparing assessors needs everybody to be linked with everybody. The lots decide alone who is marked by several and what is left
 * open by evenness; the order in which anything is given decides nothing.
 */
export function allocate(asked: AllocationAsked): AllocationDrawn {
  const { rules, lot } = asked;
  const candidates = inLotOrder(asked.candidates, (each) => lot(`candidate ${each.candidate}`));
  const assessors = inLotOrder(asked.assessors, (each) => lot(`assessor ${each}`));
  const drawing = startDrawing({ ...asked, candidates }, assessors);
  const doubles = drawDoubles(candidates.map((each) => each.candidate), drawing, rules);
  const wanted = (candidate: string) => (doubles.has(candidate) ? rules.markersOfDouble : 1);
  const names = candidates.map((each) => each.candidate);
  // Those with several markers first: what evens out the numbers comes after.
  for (const candidate of [...names.filter((each) => doubles.has(each)), ...names.filter((each) => !doubles.has(each))])
    while (drawing.markerCount(candidate) < wanted(candidate) && drawing.addBest(candidate));
  drawing.evenLoads();
  drawing.evenPairs();
  return {
    added: inLotOrder(drawing.added(), (pair) => lot(orderName(pair))),
    doubles: [...doubles].sort(),
    short: names
      .map((candidate) => ({ candidate, wanted: wanted(candidate), has: drawing.markerCount(candidate) }))
      .filter((each) => each.has < each.wanted)
      .sort((a, b) => (a.candidate < b.candidate ? -1 : 1)),
  };
}

/** The name of the lot that says where a candidate stands among an assessor's. */
export function orderName({ assessor, candidate }: Pair): string {
  return `order ${assessor} ${candidate}`;
}

/** Who was given to several stays with several; the lots draw the others, up to the campaign's share. */
function drawDoubles(names: readonly string[], drawing: Drawing, { doubleMarkingShare }: AllocationAsked["rules"]): Set<string> {
  const before = names.filter((candidate) => drawing.givenTo(candidate) >= 2);
  const others = names.filter((candidate) => drawing.givenTo(candidate) < 2);
  return new Set([...before, ...others.slice(0, Math.max(0, Math.round(names.length * doubleMarkingShare) - before.length))]);
}
