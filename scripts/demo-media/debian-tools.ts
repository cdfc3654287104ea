import { execFileSync } from "node:child_process";

const packageOf = { "espeak-ng": "espeak-ng", ffmpeg: "ffmpeg", "rsvg-convert": "librsvg2-bin" };

/** The Debian packages to install before anything can be made; empty when all is there. */
export function missingPackages(): string[] {
  return Object.entries(packageOf).filter(([tool]) => !isInstalled(tool)).map(([, name]) => name);
}

function isInstalled(tool: string): boolean {
  try {
    execFileSync(tool, [tool === "ffmpeg" ? "-version" : "--version"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}
