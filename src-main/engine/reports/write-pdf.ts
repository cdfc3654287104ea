import { once } from "node:events";
import { setImmediate } from "node:timers/promises";
import { writeDocuments, writeHeading, writeMerit, writeRules } from "./pdf/batch-pages.ts";
import { writeCandidate } from "./pdf/candidate-pages.ts";
import type { Missing } from "./pdf/letters.ts";
import { createPaper, type Paper } from "./pdf/paper.ts";
import type { BatchRecord } from "./record-model.ts";
import { momentWords, personWords, statusWords } from "./record-words.ts";
import type { Write } from "./write-csv.ts";

/** A record to read and to print: the whole of a batch, each candidate from a page of their own on, or one candidate. */
export async function writePdf(record: BatchRecord, write: Write, onCandidate: () => void): Promise<void> {
  const { batch, candidate: only, exported, names, status } = record;
  const title = only === null ? `Record of batch ${batch}` : `Record of candidate ${only}, batch ${batch}`;
  const paper = createPaper({ title, author: exported.software, status: statusWords(record), isDraft: status.kind === "draft", at: new Date(exported.at) });
  const bottom = `Exported ${momentWords(exported.at)} by ${personWords(exported.by, names)}`;
  const full = collect(paper, write);

  const finish = async (missing: Missing) => {
    writeMissing(paper, missing);
    await full.flush();
  };

  if (only === null) {
    const about = paper.section({ top: `Batch ${batch}`, bottom });
    writeHeading(paper, record, title);
    writeMerit(paper, record);
    writeRules(paper, record);
    await finish(about);
  }
  for (const candidate of record.candidates()) {
    const missing = paper.section({ top: `Candidate ${candidate.candidate}, batch ${batch}`, bottom });
    if (only === null) paper.heading(1, `Candidate ${candidate.candidate}`);
    else writeHeading(paper, record, title);
    writeCandidate(paper, record, candidate);
    if (only !== null) {
      writeRules(paper, record);
      writeDocuments(paper, record, 2);
    }
    await finish(missing);
    onCandidate();
  }
  if (only === null) {
    const missing = paper.section({ top: `Batch ${batch}: documents`, bottom });
    writeDocuments(paper, record, 1);
    await finish(missing);
  }
  paper.end();
  await full.end();
}

/** Nothing is left out silently: what the font cannot show is listed where it was. */
function writeMissing(paper: Paper, { list }: Missing): void {
  if (list.length === 0) return;
  paper.heading(2, "Characters that this document cannot show");
  paper.paragraph(`A box stands in each one's place. In the order in which they come, by their numbers in Unicode: ${list.join("; ")}.`);
}

/** Hands on what the document has so far, and waits for it. */
function collect({ doc }: Paper, write: Write): { flush(): Promise<void>; end(): Promise<void> } {
  let parts: Uint8Array[] = [];
  const ended = once(doc, "end");
  doc.on("data", (bytes: Uint8Array) => void parts.push(bytes));
  const flush = async () => {
    const ready = parts;
    parts = [];
    for (const bytes of ready) await write(bytes);
    // What the document has just made comes with the next turn.
    await setImmediate();
  };
  return {
    flush,
    async end() {
      await ended;
      await flush();
    },
  };
}
