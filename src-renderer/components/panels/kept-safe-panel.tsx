import { useState } from "react";
import type { HomeView, KeyProtection } from "../../../src-shared/bridge/views.ts";
import { describeProblem } from "../../../src-shared/problems/problem.ts";
import { Button } from "../button.tsx";
import { Dot } from "../tag.tsx";
import { dataSize } from "../../format/size.ts";
import { plural, shortTime } from "../../format/time.ts";
import { SpaceDialog } from "./space-dialog.tsx";

const protectionWords: Record<KeyProtection, string> = {
  "os-key-store": "The key is kept by this computer’s own key store",
  passphrase: "The key is locked with your passphrase",
  "key-file": "The keys lie in a file that only this account can read",
};

function inDepotWords({ inDepotUpTo, allInDepot }: HomeView["kept"], now: Date): string {
  if (inDepotUpTo === null) return "Not in the depot yet; they go there sealed, by themselves";
  return allInDepot ? "All of them are in the depot too, sealed" : `In the depot too, sealed, as they were at ${shortTime(inDepotUpTo, now)}`;
}

/** What is kept on this laptop, and how. */
export function KeptSafePanel({ home: { kept, person }, now }: { home: HomeView; now: Date }) {
  const [space, setSpace] = useState(false);
  return (
    <section className="card panel" aria-labelledby="kept-heading">
      <div className="panel-head">
        <h2 id="kept-heading">Kept safe</h2>
        <Button look="link" className="small" onClick={() => setSpace(true)}>
          Space
        </Button>
      </div>
      {space && <SpaceDialog now={now} onClose={() => setSpace(false)} />}
      <ul className="panel-list">
        <li className="panel-line">
          <Dot tone={kept.marks > 0 || person.role === "lead" ? "good" : "quiet"} />
          <span>
            {kept.marks === 0
              ? person.role === "lead"
                ? "What you decide is saved on this laptop as you decide it"
                : "No marks yet; each is saved on this laptop as you make it"
              : `${plural(kept.marks, "mark")} saved on this laptop${kept.lastSavedAt ? `, last at ${shortTime(kept.lastSavedAt, now)}` : ""}`}
          </span>
        </li>
        {kept.marks > 0 && (
          <li className="panel-line">
            <Dot tone={kept.inDepotUpTo ? "good" : "quiet"} />
            <span>{inDepotWords(kept, now)}</span>
          </li>
        )}
        <li className="panel-line">
          <Dot tone={kept.backupProblem ? "waiting" : kept.lastBackupAt ? "good" : "quiet"} />
          <div>
            {kept.lastBackupAt ? `Last backup ${shortTime(kept.lastBackupAt, now)}, checked` : "No backup yet; the first is made by itself"}
            {kept.backupProblem && <p className="small">The next one could not be made and is tried again by itself. {describeProblem(kept.backupProblem)}</p>}
          </div>
        </li>
        <li className="panel-line">
          <Dot tone="good" />
          <span>
            {kept.recordings === 0 ? "No recordings here; they lie encrypted when they are" : `${plural(kept.recordings, "recording")} encrypted, ${dataSize(kept.vaultBytes)}`}
          </span>
        </li>
        <li className="panel-line">
          <Dot tone={kept.protection === "key-file" ? "waiting" : "good"} />
          <div>
            {protectionWords[kept.protection]}
            {/* The demonstration and the command line keep it so; a desk that is enrolled in the window never does. */}
            {kept.protection === "key-file" && <p className="small soft">For stronger protection, enrol in this window, on a new desk: ask your team lead for an enrolment file.</p>}
          </div>
        </li>
      </ul>
    </section>
  );
}
