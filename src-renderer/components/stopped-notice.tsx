import type { LeadsWord } from "../../src-shared/documents/allocation.ts";
import { timeOrDay } from "../format/time.ts";
import { Notice } from "./notice.tsx";

/** A lead stopped the marking of a batch: what that means for the assessor, in the lead's words. */
export function StoppedNotice({ batch, stopped, now }: { batch: string; stopped: LeadsWord; now: Date }) {
  return (
    <Notice tone="waiting">
      <p>
        <strong>Your team lead stopped your marking of {batch}:</strong> “{stopped.because}” <span className="soft small">{timeOrDay(stopped.at, now)}</span>
      </p>
      <p>What you marked is safe and you can look at it; nothing can be changed until your team lead lets you go on. Speak to them.</p>
    </Notice>
  );
}
