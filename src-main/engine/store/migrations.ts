import first from "./migrations/001-first.sql?raw";
import review from "./migrations/002-review.sql?raw";
import depots from "./migrations/003-depots.sql?raw";
import moderation from "./migrations/004-moderation.sql?raw";
import standardisation from "./migrations/005-standardisation.sql?raw";

/** Every step of the database, in order; the last number is `user_version`. Shipped steps never change. */
export const migrations: readonly { number: number; name: string; sql: string }[] = [
  { number: 1, name: "first", sql: first },
  { number: 2, name: "review", sql: review },
  { number: 3, name: "depots", sql: depots },
  { number: 4, name: "moderation", sql: moderation },
  { number: 5, name: "standardisation", sql: standardisation },
];
