import type { Restoration } from "../../src-shared/bridge/views.ts";
import { useCommand } from "../bridge/bridge-context.tsx";
import { Button } from "./button.tsx";
import { Notice } from "./notice.tsx";
import { plural, shortTime } from "../format/time.ts";
import { lossWords, subjectWords } from "./restored-words.ts";

/** As many as somebody looks through; the file has them all. */
const MOST_NAMED = 8;

/** The database was damaged and a backup took its place: what there is, what is missing, what to do. Stays until it was read. */
export function RestoredNotice({ restored, now }: { restored: Restoration; now: Date }) {
  const { state, run } = useCommand("restoration.seen");
  const { backupAt, changes, until, missing, keptAs } = restored;
  const backup = shortTime(backupAt, now);
  return (
    <Notice tone="waiting" title="Your marks were restored from a backup">
      <p>
        The database on this laptop was damaged, so the backup of {backup} took its place.
        {changes > 0 && ` ${plural(changes, "later change")} could be read from the damaged file and ${changes === 1 ? "is" : "are"} here too.`} {lossWords(restored, until ? shortTime(until, now) : backup)}
      </p>
      {missing.length > 0 && (
        <>
          <p>Look at these again, since something of them could not be brought over:</p>
          <ul className="restored-missing">
            {missing.slice(0, MOST_NAMED).map((subject) => (
              <li key={subject}>{subjectWords(subject)}</li>
            ))}
            {missing.length > MOST_NAMED && <li>and {missing.length - MOST_NAMED} more</li>}
          </ul>
        </>
      )}
      <p className="small soft">Nothing was deleted: the damaged file is kept as {keptAs} in this desk’s folder. Tell your team lead if it happens again.</p>
      <div>
        <Button look="link" disabled={state.kind === "busy"} onClick={() => void run({})}>
          I have read this
        </Button>
      </div>
    </Notice>
  );
}
