/** Breaks a text into lines no wider than `width`, at spaces where there are some, within a word where it is too long for a line. */
export function linesOf(text: string, width: number, widthOf: (text: string) => number): string[] {
  return text.split("\n").flatMap((paragraph) => linesOfParagraph(paragraph, width, widthOf));
}

function linesOfParagraph(paragraph: string, width: number, widthOf: (text: string) => number): string[] {
  const lines: string[] = [];
  let line = "";
  let lineWidth = 0;
  const space = widthOf(" ");
  for (const word of paragraph.split(" ")) {
    const wordWidth = widthOf(word);
    const gap = line === "" ? 0 : space;
    if (lineWidth + gap + wordWidth <= width) {
      line += (line === "" ? "" : " ") + word;
      lineWidth += gap + wordWidth;
      continue;
    }
    if (line !== "") lines.push(line);
    const parts = wordWidth <= width ? [word] : partsOf(word, width, widthOf);
    lines.push(...parts.slice(0, -1));
    line = parts.at(-1)!;
    lineWidth = widthOf(line);
  }
  lines.push(line);
  return lines;
}

/** A word too long for a line, such as a hash or an address, in pieces that fit. */
function partsOf(word: string, width: number, widthOf: (text: string) => number): string[] {
  const parts = [""];
  let partWidth = 0;
  for (const character of word) {
    const own = widthOf(character);
    if (partWidth + own > width && parts.at(-1) !== "") {
      parts.push("");
      partWidth = 0;
    }
    parts[parts.length - 1] += character;
    partWidth += own;
  }
  return parts;
}
