import { err, ok, type Result } from "../../../src-shared/result.ts";
import { parseJson } from "../documents/sealing.ts";

/** Reads JSON that a person wrote or edited. The reason, where it is none, says at which place to look. */
export function readJsonText(bytes: Uint8Array): Result<unknown, string> {
  const json = parseJson(bytes);
  if (json !== undefined) return ok(json);
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return err("it is no JSON text: it is not in UTF-8");
  }
  if (text.trim() === "") return err("it is no JSON text: it is empty");
  const before = text.slice(0, faultIn(text)).split("\n");
  return err(`it is no JSON text from line ${before.length}, column ${before.at(-1)!.length + 1} on`);
}

const SPACE = /[ \t\r\n]*/y;
const STRING = /"(?:[ !#-[\]-\u{10ffff}]|\\(?:["\\/bfnrt]|u[0-9A-Fa-f]{4}))*"/uy;
const PLAIN_VALUE = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;

/**
 * Where a text stops being JSON. The language's own parser says so in some of its messages only. No recursion: a file
 * of a million brackets must end in a sentence too.
 */
function faultIn(text: string): number {
  let at = 0;
  const takes = (pattern: RegExp) => {
    pattern.lastIndex = at;
    if (!pattern.test(text)) return false;
    at = pattern.lastIndex;
    return true;
  };
  const open: ("}" | "]")[] = [];
  let expected: "value" | "value or ]" | "name" | "name or }" | ":" | "what follows" = "value";
  for (;;) {
    takes(SPACE);
    const next = text[at];
    const inside = open.at(-1);
    const mayEnd = expected === "what follows" || expected === "value or ]" || expected === "name or }";
    if (mayEnd && next !== undefined && next === inside) {
      open.pop();
      at += 1;
      expected = "what follows";
    } else if (expected === "what follows") {
      if (next !== "," || inside === undefined) return at;
      at += 1;
      expected = inside === "}" ? "name" : "value";
    } else if (expected === ":") {
      if (next !== ":") return at;
      at += 1;
      expected = "value";
    } else if (expected === "name" || expected === "name or }") {
      if (!takes(STRING)) return at;
      expected = ":";
    } else if (next === "{" || next === "[") {
      open.push(next === "{" ? "}" : "]");
      at += 1;
      expected = next === "{" ? "name or }" : "value or ]";
    } else {
      if (!takes(STRING) && !takes(PLAIN_VALUE)) return at;
      expected = "what follows";
    }
  }
}
