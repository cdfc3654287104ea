/** What each number says, in one sentence, for whoever reads it. */
export const meanings = {
  exact: "How often two assessors gave an answer the same score.",
  adjacent: "How often they were at most one point of the scale apart.",
  meanDifference: "How many points two scores of an answer are apart on average, whichever is higher.",
  kappa: "How far two assessors agree beyond chance: 1 is perfect, 0 is what chance alone would give.",
  unweighted: "Every difference counts the same.",
  linear: "A difference counts by its size.",
  quadratic: "A difference counts by the square of its size: large ones weigh heavily, small ones little.",
  icc: "How much of the variation in scores comes from the answers, not from who marked: 1 is all of it.",
  single: "For the score of one assessor.",
  average: "For the mean of all these assessors' scores.",
  alpha: "How far any number of assessors agree beyond chance, marks missing or not: 1 is perfect, 0 is chance.",
  nominal: "Every difference counts the same.",
  ordinal: "A difference counts by how many marks lie between the two scores.",
  interval: "A difference counts by the square of its size.",
  severity: "By how many points an assessor marks above (+) or below (−) the consensus, whatever answers they were given.",
} as const;
