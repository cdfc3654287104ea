import { useState, type FormEvent } from "react";
import { describeProblem } from "../../../src-shared/problems/problem.ts";
import { useCommand } from "../../bridge/bridge-context.tsx";
import { Button } from "../../components/button.tsx";
import { TextField } from "../../components/field.tsx";
import { ScreenHeading } from "../../components/screen-heading.tsx";
import { StartFrame } from "../../components/start-frame.tsx";
import "./first-start.css";

/** The desk is somebody's, and its key is kept with a passphrase. */
export function LockedScreen({ person }: { person: string }) {
  const [passphrase, setPassphrase] = useState("");
  const [empty, setEmpty] = useState(false);
  const { state, run } = useCommand("desk.unlock");
  const error = empty ? "Enter your passphrase" : state.kind === "refused" ? describeProblem(state.problem) : undefined;
  function submit(event: FormEvent) {
    event.preventDefault();
    setEmpty(passphrase === "");
    if (passphrase !== "") void run({ passphrase });
  }
  return (
    <StartFrame>
      <div className="page start-page start-narrow">
        <ScreenHeading documentTitle="Unlock this desk">Unlock this desk</ScreenHeading>
        <p className="soft start-lead">This desk belongs to {person}.</p>
        <form className="card start-card" onSubmit={submit} noValidate>
          <TextField
            label="Passphrase"
            hint="The one that you chose when you enrolled."
            type="password"
            autoComplete="current-password"
            value={passphrase}
            error={error}
            onChange={(event) => setPassphrase(event.target.value)}
          />
          <div>
            <Button type="submit" look="primary" className="button-large" disabled={state.kind === "busy"}>
              {state.kind === "busy" ? "Unlocking…" : "Unlock"}
            </Button>
          </div>
          <p className="small soft">Your marks and recordings are kept as they are, whatever is entered here. If the passphrase is lost, ask your team lead for recovery.</p>
        </form>
      </div>
    </StartFrame>
  );
}
