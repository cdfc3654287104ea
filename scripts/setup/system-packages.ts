/** The Debian packages that Electron and the tests need. Windows and macOS need none. */
import { existsSync } from "node:fs";
import { mustRun, run, SetupError, step } from "./steps.ts";

const PACKAGES = [
  // to run Electron, and to unpack it
  "xvfb", "xauth", "libgtk-3-0", "libnss3", "libasound2", "libgbm1", "unzip",
  // to test against the real `age` and a real key store
  "age", "gnome-keyring", "dbus-x11", "libsecret-1-0",
  // to test against a real object store: Ceph's S3 gateway
  "radosgw", "ceph-mon", "ceph-osd", "ceph-common",
  // to read PDF records as others read them
  "poppler-utils",
  // to make the certificate that nobody vouches for
  "openssl",
  // letters of the same width on every machine
  "fonts-liberation",
];

/** Names that Debian 13 gave to libraries rebuilt for 64-bit time. */
const laterName = (name: string) => `${name}t64`;

export async function installSystemPackages(): Promise<void> {
  if (process.platform !== "linux" || process.env["ASSESSOR_DESK_SKIP_SYSTEM_PACKAGES"]) return;
  const missing = await missingPackages();
  if (missing.length === 0) return;
  if (!existsSync("/etc/debian_version") || process.getuid?.() !== 0) {
    throw new SetupError(
      `System packages are missing and only root on Debian can install them from here; nothing was changed: install ${missing.join(" ")} ` +
        "(or what your system calls them) and run the same command again, or set ASSESSOR_DESK_SKIP_SYSTEM_PACKAGES=1 to go on without.",
    );
  }
  await step(`Installing system packages (${missing.join(" ")})`, () => install(missing));
}

async function missingPackages(): Promise<string[]> {
  const { output } = await run("dpkg-query", ["-W", "-f", "${Package} ${db:Status-Status}\n", ...PACKAGES, ...PACKAGES.map(laterName)]);
  const installed = new Set(output.split("\n").filter((line) => line.endsWith(" installed")).map((line) => line.split(" ")[0]));
  return PACKAGES.filter((name) => !installed.has(name) && !installed.has(laterName(name)));
}

async function install(names: string[]): Promise<void> {
  const environment = { DEBIAN_FRONTEND: "noninteractive" };
  const waitForOthers = ["-o", "DPkg::Lock::Timeout=300"];
  // One stale source must not stop us: whether a package can be had shows in the install itself.
  await run("apt-get", [...waitForOthers, "update", "-qq"], { environment });
  const known: string[] = [];
  for (const name of names) known.push(await nameKnownHere(name));
  await mustRun(
    `Debian's packages could not be installed; packages that were there are untouched: run apt-get update and apt-get install ${known.join(" ")}, then the same command again.`,
    "apt-get",
    [...waitForOthers, "install", "-y", "-qq", "--no-install-recommends", ...known],
    { environment },
  );
}

async function nameKnownHere(name: string): Promise<string> {
  const { output } = await run("apt-cache", ["policy", name], { environment: { LC_ALL: "C" } });
  return /Candidate: \d/.test(output) ? name : laterName(name);
}
