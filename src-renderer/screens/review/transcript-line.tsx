import { memo, type ReactNode } from "react";
import { clock } from "../../format/time.ts";

interface FoundWords {
  /** In characters of the line. */
  from: number;
  to: number;
  isCurrent: boolean;
}

interface TranscriptLineProps {
  line: number;
  atSeconds: number;
  text: string;
  found: readonly FoundWords[] | undefined;
  /** What is being said now. */
  isPresent: boolean;
  /** Chosen by the keyboard, to be quoted. */
  isChosen: boolean;
  isTabStop: boolean;
}

/** Drawn again only when something of its own changes: the others stand still while the recording plays. */
export const TranscriptLine = memo(function TranscriptLine({ line, atSeconds, text, found, isPresent, isChosen, isTabStop }: TranscriptLineProps) {
  return (
    <li role="option" data-line={line} aria-selected={isChosen} aria-current={isPresent ? "true" : undefined} tabIndex={isTabStop ? 0 : -1}>
      <span className="transcript-time">{clock(atSeconds)}</span> <span>{found ? withMarks(text, found) : text}</span>
    </li>
  );
});

function withMarks(text: string, found: readonly FoundWords[]): ReactNode[] {
  const pieces: ReactNode[] = [];
  let done = 0;
  for (const { from, to, isCurrent } of found) {
    pieces.push(text.slice(done, from));
    pieces.push(
      <mark key={from} className={isCurrent ? "found-now" : undefined}>
        {text.slice(from, to)}
      </mark>,
    );
    done = to;
  }
  return [...pieces, text.slice(done)];
}
