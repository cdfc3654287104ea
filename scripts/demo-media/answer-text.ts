import { readFileSync } from "node:fs";

/** One spoken sentence, and whether a longer breath follows. */
export interface Sentence {
  text: string;
  endsParagraph: boolean;
}

/**
 * Reads a candidate's answers by question. In the file each `## q1` opens an answer, each line is one
 * sentence, and an empty line is a longer breath. What stands above the first question is for people.
 */
export function readAnswers(file: string): Map<string, Sentence[]> {
  const [, ...sections] = readFileSync(file, "utf8").split(/^## +/m);
  return new Map(sections.map((section) => {
    const [question, ...lines] = section.split("\n");
    return [question!.trim(), sentencesOf(lines)];
  }));
}

function sentencesOf(lines: string[]): Sentence[] {
  const sentences: Sentence[] = [];
  for (const line of lines.map((each) => each.trim())) {
    const last = sentences.at(-1);
    if (line) sentences.push({ text: line, endsParagraph: false });
    else if (last) last.endsParagraph = true;
  }
  return sentences;
}
