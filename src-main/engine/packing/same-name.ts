/** How a name counts where two must not be confused: without capitals, accents composed. */
function folded(name: string): string {
  return name.normalize("NFC").toLowerCase();
}

/** A name among `names` that differs from this one only in capital letters: on a Windows drive both would be one folder. */
export function spelledOtherwise(name: string, names: readonly string[]): string | undefined {
  return names.includes(name) ? undefined : names.find((each) => folded(each) === folded(name));
}

/**
 * Watches over names in a table: the same person or candidate is always written the same way. Two spellings that
 * differ only in capital letters, or in how an accent is stored, look like two to a computer and like one to a reader.
 */
export function createSpellings() {
  const spellings = new Map<string, { spelling: string; line: number }>();
  return {
    /** The reason why `spelling` cannot stand at this line, or `undefined` where it can. */
    clash(spelling: string, line: number): string | undefined {
      const first = spellings.get(folded(spelling));
      if (!first) spellings.set(folded(spelling), { spelling, line });
      else if (first.spelling !== spelling)
        return first.spelling.normalize("NFC") === spelling.normalize("NFC")
          ? `${spelling} is stored with other characters here than on line ${first.line}, though it looks the same; copy it from there`
          : `${spelling} and ${first.spelling} on line ${first.line} differ only in capital letters; write the same one the same way`;
      return undefined;
    },
  };
}
