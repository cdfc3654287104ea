import type { ReactNode } from "react";
import { FlagIcon } from "../components/icons.tsx";
import "./no-recording.css";
import type { TechnicalFault } from "./technical-fault.ts";

interface NoRecordingProps extends TechnicalFault {
  title: string;
  children: ReactNode;
  tryAgain?: () => void;
  /** Where the recording was removed from this laptop. */
  fetchAgain?: (() => void) | undefined;
  /** Where the assessor paused fetching. */
  resume?: (() => void) | undefined;
}

/** In the picture's place when there is nothing to play: what happened, what is safe, what can be done. */
export function NoRecording({ title, children, onFlag, flagged, tryAgain, fetchAgain, resume }: NoRecordingProps) {
  return (
    <div className="no-recording" role="alert">
      <svg width="44" height="44" viewBox="0 0 44 44" fill="none" stroke="currentColor" strokeWidth="3" aria-hidden="true">
        <rect x="4" y="10" width="26" height="24" rx="3" />
        <path d="m30 19 10-5v16l-10-5M6 40 38 4" />
      </svg>
      <p className="no-recording-title">{title}</p>
      <p className="no-recording-text">{children}</p>
      <div className="no-recording-buttons">
        {tryAgain && (
          <button type="button" onClick={tryAgain}>
            Try again
          </button>
        )}
        {fetchAgain && (
          <button type="button" onClick={fetchAgain}>
            Fetch again
          </button>
        )}
        {resume && (
          <button type="button" onClick={resume}>
            Resume fetching
          </button>
        )}
        {flagged ? (
          <span>
            <FlagIcon /> Flagged as a technical fault
          </span>
        ) : (
          onFlag && (
            <button type="button" onClick={onFlag}>
              <FlagIcon /> Flag a technical fault
            </button>
          )
        )}
      </div>
    </div>
  );
}
