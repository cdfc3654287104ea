import { useState } from "react";
import type { Problem } from "../../../src-shared/problems/problem.ts";
import { useCommand } from "../../bridge/bridge-context.tsx";
import { base64 } from "../../bridge/base64.ts";

/** The contract takes 2,000,000 characters of base64; an enrolment file has a few thousand bytes. */
const LARGEST_FILE_BYTES = 1_000_000;

interface Errors {
  file?: string;
  filePassphrase?: string;
  deskPassphrase?: string;
  deskPassphraseAgain?: string;
}

/** The way from a chosen file to an enrolled desk: what to ask for, and when. */
export function useEnrolment(keyStoreAvailable: boolean) {
  const [file, setFile] = useState<File | null>(null);
  const [fileLocked, setFileLocked] = useState(false);
  // The engine may find out only now that the key store refuses.
  const [keyStoreRefused, setKeyStoreRefused] = useState(false);
  const deskPassphraseNeeded = !keyStoreAvailable || keyStoreRefused;
  const [filePassphrase, setFilePassphrase] = useState("");
  const [deskPassphrase, setDeskPassphrase] = useState("");
  const [deskPassphraseAgain, setDeskPassphraseAgain] = useState("");
  const [errors, setErrors] = useState<Errors>({});
  const [problem, setProblem] = useState<Problem | null>(null);
  const enrolCommand = useCommand("desk.enrol");
  const demoCommand = useCommand("desk.open-demo");

  function whatIsMissing(): Errors {
    const missing: Errors = {};
    if (!file) missing.file = "Choose the enrolment file";
    else if (file.size > LARGEST_FILE_BYTES) missing.file = "This file is too large to be an enrolment file";
    if (fileLocked && filePassphrase === "") missing.filePassphrase = "Enter the passphrase of the file";
    if (deskPassphraseNeeded && deskPassphrase === "") missing.deskPassphrase = "Choose a passphrase for this desk";
    else if (deskPassphraseNeeded && deskPassphrase !== deskPassphraseAgain) missing.deskPassphraseAgain = "The two passphrases are not the same";
    return missing;
  }

  async function enrol() {
    const missing = whatIsMissing();
    setErrors(missing);
    setProblem(null);
    if (!file || Object.keys(missing).length > 0) return;
    const answer = await enrolCommand.run({
      fileBase64: base64(new Uint8Array(await file.arrayBuffer())),
      filePassphrase: fileLocked ? filePassphrase : null,
      deskPassphrase: deskPassphraseNeeded ? deskPassphrase : null,
    });
    if (answer.ok) return;
    if (answer.error.kind === "enrolment-needs-passphrase") return setFileLocked(true);
    if (answer.error.kind === "enrolment-wrong-passphrase") return setErrors({ filePassphrase: "That passphrase does not open this file" });
    if (answer.error.kind === "key-store-unavailable") return setKeyStoreRefused(true);
    setProblem(answer.error);
  }

  return {
    chooseFile(chosen: File | undefined) {
      setFile(chosen ?? null);
      setFileLocked(false);
      setFilePassphrase("");
      setErrors({});
      setProblem(null);
    },
    fileLocked,
    filePassphrase,
    setFilePassphrase,
    deskPassphraseNeeded,
    deskPassphrase,
    setDeskPassphrase,
    deskPassphraseAgain,
    setDeskPassphraseAgain,
    errors,
    problem,
    enrol,
    busy: enrolCommand.state.kind === "busy" || demoCommand.state.kind === "busy",
    openDemo: () => void demoCommand.run({}),
    demoProblem: demoCommand.state.kind === "refused" ? demoCommand.state.problem : null,
  };
}
