/** A number with the interval that holds the true one in 95 of 100 such studies; `why` says what is not there. */
export type Estimate = { value: number; ci95: [low: number, high: number] } | { value: number; ci95: null; why: string } | { value: null; ci95: null; why: string };
