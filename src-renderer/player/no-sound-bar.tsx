import { FlagIcon } from "../components/icons.tsx";
import type { TechnicalFault } from "./technical-fault.ts";
import "./no-sound-bar.css";

/** Over the picture, without hiding it. The words are announced when they come. */
export function NoSoundBar({ silent, fault }: { silent: boolean; fault: TechnicalFault }) {
  return (
    <div className="no-sound" role="status">
      {silent && (
        <p className="no-sound-bar">
          <strong>This recording has no sound.</strong>
          {fault.flagged ? (
            <span>
              <FlagIcon /> Flagged as a technical fault
            </span>
          ) : (
            fault.onFlag && (
              <button type="button" onClick={fault.onFlag}>
                <FlagIcon /> Flag a technical fault
              </button>
            )
          )}
        </p>
      )}
    </div>
  );
}
