/** Stands where the font has no picture of a character. */
const BOX = "□";

/** What a document's font cannot show: where it came, and what it is. */
export interface Missing {
  /** Every character that is shown as a box, as `U+1F600`, in the order in which they were shown; what is made of several has all of them. */
  list: string[];
}

/**
 * Makes a text fit for a font: every character that it lacks becomes a box and is listed, nothing is dropped. Tabulators become spaces.
 * A box that stood there already is listed too, so that the list and the boxes go together.
 */
export function createLetters(has: (codePoint: number) => boolean): { shown(text: string, missing: Missing): string } {
  const known = new Map<number, boolean>();
  const segments = new Intl.Segmenter("en", { granularity: "grapheme" });

  function isKnown(character: string): boolean {
    const code = character.codePointAt(0)!;
    if (code === 0x0a) return true;
    let here = known.get(code);
    if (here === undefined) known.set(code, (here = character !== BOX && has(code)));
    return here;
  }

  return {
    shown(text, missing) {
      const plain = text.replace(/\r\n?/g, "\n").replaceAll("\t", "    ");
      if ([...plain].every(isKnown)) return plain;
      let result = "";
      for (const { segment } of segments.segment(plain)) {
        const characters = [...segment];
        if (characters.every(isKnown)) result += segment;
        else {
          result += BOX;
          missing.list.push(characters.map((each) => `U+${each.codePointAt(0)!.toString(16).toUpperCase().padStart(4, "0")}`).join(" "));
        }
      }
      return result;
    },
  };
}
