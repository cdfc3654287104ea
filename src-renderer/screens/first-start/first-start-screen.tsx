import { useRef, useState, type FormEvent } from "react";
import { Button } from "../../components/button.tsx";
import { TextField } from "../../components/field.tsx";
import { Notice, ProblemNotice } from "../../components/notice.tsx";
import { ScreenHeading } from "../../components/screen-heading.tsx";
import { StartFrame } from "../../components/start-frame.tsx";
import "./first-start.css";
import { useEnrolment } from "./use-enrolment.ts";

interface FirstStartScreenProps {
  keyStoreAvailable: boolean;
  demoAvailable: boolean;
  home: string;
}

/** A desk that belongs to nobody yet: enrol it with a file, or look at the demonstration. */
export function FirstStartScreen({ keyStoreAvailable, demoAvailable, home }: FirstStartScreenProps) {
  const enrolment = useEnrolment(keyStoreAvailable);
  const [dragging, setDragging] = useState(false);
  const fileInput = useRef<HTMLInputElement>(null);
  function submit(event: FormEvent) {
    event.preventDefault();
    void enrolment.enrol();
  }
  return (
    <StartFrame>
      <div className="page start-page">
        <ScreenHeading documentTitle="Set up this desk">Set up this desk</ScreenHeading>
        <p className="soft start-lead">Mark recorded interviews on this laptop, with or without a network. Your marks stay yours until you submit them.</p>
        <div className="start-columns">
          <form className="card start-card" onSubmit={submit} noValidate>
            <h2>Enrol with your file</h2>
            <p>Your team lead gave you an enrolment file. It says who you are, where your recordings are, and whose word to trust.</p>
            <div
              className={dragging ? "drop drop-over" : "drop"}
              onDragOver={(event) => {
                event.preventDefault();
                setDragging(true);
              }}
              onDragLeave={() => setDragging(false)}
              onDrop={(event) => {
                event.preventDefault();
                setDragging(false);
                // The field then names the file itself, however it was chosen.
                if (fileInput.current) fileInput.current.files = event.dataTransfer.files;
                enrolment.chooseFile(event.dataTransfer.files[0]);
              }}
            >
              <label htmlFor="enrolment-file">File from your team lead</label>
              <input
                ref={fileInput}
                id="enrolment-file"
                type="file"
                aria-describedby={enrolment.errors.file ? "enrolment-file-error" : undefined}
                aria-invalid={enrolment.errors.file ? true : undefined}
                onChange={(event) => enrolment.chooseFile(event.target.files?.[0])}
              />
              {enrolment.errors.file && (
                <p id="enrolment-file-error" className="field-error">
                  {enrolment.errors.file}
                </p>
              )}
            </div>
            {enrolment.fileLocked && (
              <TextField
                label="Passphrase of the file"
                hint="Your team lead gave it to you separately from the file."
                type="password"
                autoComplete="off"
                autoFocus
                value={enrolment.filePassphrase}
                error={enrolment.errors.filePassphrase}
                onChange={(event) => enrolment.setFilePassphrase(event.target.value)}
              />
            )}
            {enrolment.deskPassphraseNeeded && (
              <>
                <Notice tone="info">
                  <p>
                    This computer offers no place to keep keys safe. Choose a passphrase: it locks the recordings on this laptop, and you enter it each time you start. Three or four unrelated
                    words work well. Nobody can look it up for you.
                  </p>
                </Notice>
                <div className="start-passphrases">
                  <TextField
                    label="New passphrase for this desk"
                    type="password"
                    autoComplete="new-password"
                    value={enrolment.deskPassphrase}
                    error={enrolment.errors.deskPassphrase}
                    onChange={(event) => enrolment.setDeskPassphrase(event.target.value)}
                  />
                  <TextField
                    label="The same passphrase again"
                    type="password"
                    autoComplete="new-password"
                    value={enrolment.deskPassphraseAgain}
                    error={enrolment.errors.deskPassphraseAgain}
                    onChange={(event) => enrolment.setDeskPassphraseAgain(event.target.value)}
                  />
                </div>
              </>
            )}
            {enrolment.problem && <ProblemNotice problem={enrolment.problem} />}
            <div>
              <Button type="submit" look="primary" className="button-large" disabled={enrolment.busy}>
                {enrolment.busy ? "Enrolling…" : "Enrol"}
              </Button>
            </div>
          </form>
          <div className="start-side">
            {demoAvailable && (
              <section className="card start-card">
                <h2>Look around first</h2>
                <p>The demonstration has invented candidates with drawn faces and synthetic voices. Nothing leaves this laptop.</p>
                <div>
                  <Button disabled={enrolment.busy} onClick={enrolment.openDemo}>
                    Open the demonstration
                  </Button>
                </div>
                {enrolment.demoProblem && <ProblemNotice problem={enrolment.demoProblem} />}
              </section>
            )}
            <section className="card start-card">
              <h2>What is kept, and where</h2>
              <ul className="start-points">
                <li>Recordings are encrypted on this laptop; without your desk’s key nobody can play them.</li>
                <li>Every mark is written to disk at once.</li>
                <li className="small soft start-home">Data folder: {home}</li>
              </ul>
            </section>
          </div>
        </div>
      </div>
    </StartFrame>
  );
}
