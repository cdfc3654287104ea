export { dataSize } from "../../src-shared/data-size.ts";
