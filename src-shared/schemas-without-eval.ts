import { config } from "zod";

// Before any schema is made: `documents/ids.ts` and `problems/problem.ts`, the roots of all others, import this first. zod would otherwise
// try whether it may compile schemas with `new Function`: the page's Content-Security-Policy refuses that and counts it
// as a breach, and in the engine compiling takes longer than the few messages that a first screen needs.
config({ jitless: true });
