interface TranscriptSearchProps {
  words: string;
  /** How often they were said. */
  count: number;
  /** Which of these places is looked at, from 0. */
  at: number;
  onSearch: (words: string) => void;
  onStep: (by: 1 | -1) => void;
}

export function TranscriptSearch({ words, count, at, onSearch, onStep }: TranscriptSearchProps) {
  const isSearching = words.trim() !== "";
  return (
    <search className="transcript-search">
      <input
        type="search"
        className="text-box"
        aria-label="Search the transcript"
        placeholder="Search"
        value={words}
        onChange={(event) => onSearch(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== "Enter" || event.ctrlKey || event.nativeEvent.isComposing) return;
          event.preventDefault();
          onStep(event.shiftKey ? -1 : 1);
        }}
      />
      <span className="transcript-count small" role="status">
        {isSearching && (count > 0 ? `${at + 1} of ${count}` : "Not said")}
      </span>
      <button type="button" className="transcript-step" aria-label="Previous place" title="Previous place (Shift+Enter)" disabled={count === 0} onClick={() => onStep(-1)}>
        ↑
      </button>
      <button type="button" className="transcript-step" aria-label="Next place" title="Next place (Enter)" disabled={count === 0} onClick={() => onStep(1)}>
        ↓
      </button>
    </search>
  );
}
