import { posix, win32 } from "node:path";
import { err, ok, type Result } from "../../src-shared/result.ts";

/** What decides where and how the application starts. */
export interface Surroundings {
  argv: readonly string[];
  env: Readonly<Record<string, string | undefined>>;
  platform: NodeJS.Platform;
  /** The user's home folder. */
  userFolder: string;
  cwd: string;
}

export interface StartOptions {
  /** The desk's data folder, absolute. */
  home: string;
  /** Reloads the window when the renderer was built again, and allows the developer tools. */
  development: boolean;
}

/** Reads `--home DIR` and the environment. The error is a sentence for the user. */
export function startOptions(surroundings: Surroundings): Result<StartOptions, string> {
  const { argv, env, platform, cwd } = surroundings;
  const path = platform === "win32" ? win32 : posix;
  const development = env["ASSESSOR_DESK_DEV"] === "1";
  const given = argv.findLastIndex((argument) => argument === "--home" || argument.startsWith("--home="));
  const argument = argv[given];
  if (argument === undefined) return ok({ home: defaultHome(surroundings), development });

  const folder = argument === "--home" ? argv[given + 1] : argument.slice("--home=".length);
  if (!folder || folder.startsWith("--")) {
    return err("--home needs the name of a folder. Nothing was changed; start again with --home FOLDER, or without it for the usual place.");
  }
  return ok({ home: path.resolve(cwd, folder), development });
}

/** Local and not roaming: a database that a server copies back and forth does not stay whole. */
function defaultHome({ env, platform, userFolder }: Surroundings): string {
  switch (platform) {
    case "win32":
      return win32.join(env["LOCALAPPDATA"] || win32.join(userFolder, "AppData", "Local"), "Assessor Desk");
    case "darwin":
      return posix.join(userFolder, "Library", "Application Support", "Assessor Desk");
    default: {
      const named = env["XDG_DATA_HOME"];
      // The XDG Base Directory Specification: a relative path is to be ignored.
      return posix.join(named && posix.isAbsolute(named) ? named : posix.join(userFolder, ".local", "share"), "assessor-desk");
    }
  }
}
