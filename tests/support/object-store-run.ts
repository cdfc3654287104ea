import { prepareObjectStore } from "./object-store.ts";

/** Before a run of Vitest or Playwright; what is returned runs after it. */
export default prepareObjectStore;
