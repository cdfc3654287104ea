import "./progress-bar.css";

interface ProgressBarProps {
  /** What it is the progress of. */
  label: string;
  done: number;
  total: number;
  tone: "blue" | "green" | "teal";
}

/** A bar for the eye; the numbers stand beside it in words. */
export function ProgressBar({ label, done, total, tone }: ProgressBarProps) {
  const share = total > 0 ? Math.min(1, done / total) : 0;
  return (
    <div className={`progress progress-${tone}`} role="progressbar" aria-label={label} aria-valuemin={0} aria-valuemax={total} aria-valuenow={done} aria-valuetext={`${done} of ${total}`}>
      <div style={{ width: `${share * 100}%` }} />
    </div>
  );
}
