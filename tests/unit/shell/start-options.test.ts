import { expect, test } from "vitest";
import { startOptions, type Surroundings } from "../../../src-main/shell/start-options.ts";

const linux: Surroundings = { argv: ["electron", "."], env: {}, platform: "linux", userFolder: "/home/ann", cwd: "/somewhere" };
const windows: Surroundings = { ...linux, platform: "win32", userFolder: "C:\\Users\\ann", cwd: "D:\\work" };

const cases: [string, Surroundings, string][] = [
  ["Linux", linux, "/home/ann/.local/share/assessor-desk"],
  ["Linux with a folder for data", { ...linux, env: { XDG_DATA_HOME: "/data" } }, "/data/assessor-desk"],
  ["Linux with a relative one, which is to be ignored", { ...linux, env: { XDG_DATA_HOME: "data" } }, "/home/ann/.local/share/assessor-desk"],
  ["Linux with an empty one", { ...linux, env: { XDG_DATA_HOME: "" } }, "/home/ann/.local/share/assessor-desk"],
  ["macOS", { ...linux, platform: "darwin", userFolder: "/Users/ann" }, "/Users/ann/Library/Application Support/Assessor Desk"],
  ["Windows, where the roaming folder is avoided", { ...windows, env: { APPDATA: "C:\\Roaming", LOCALAPPDATA: "C:\\Users\\ann\\AppData\\Local" } }, "C:\\Users\\ann\\AppData\\Local\\Assessor Desk"],
  ["Windows without a word about it", windows, "C:\\Users\\ann\\AppData\\Local\\Assessor Desk"],
  ["an absolute folder", { ...linux, argv: ["electron", ".", "--home", "/desks/one"] }, "/desks/one"],
  ["a relative folder", { ...linux, argv: ["electron", ".", "--home", "one"] }, "/somewhere/one"],
  ["a folder after =", { ...linux, argv: ["electron", "--home=one/two", "."] }, "/somewhere/one/two"],
  ["two folders: the last one", { ...linux, argv: ["electron", "--home", "one", "--home=two"] }, "/somewhere/two"],
  ["a relative folder on Windows", { ...windows, argv: ["desk.exe", "--home", "one"] }, "D:\\work\\one"],
];
test.each(cases)("the data folder for %s", (_name, surroundings, home) => expect(startOptions(surroundings)).toEqual({ ok: true, value: { home, development: false } }));

test.each([[["--home"]], [["--home="]], [["--home", "--inspect"]]])("%j is refused with a sentence", (argv) => {
  expect(startOptions({ ...linux, argv })).toEqual({ ok: false, error: expect.stringContaining("--home needs the name of a folder") });
});

test("development is switched on by 1 alone", () => {
  expect(startOptions({ ...linux, env: { ASSESSOR_DESK_DEV: "1" } })).toMatchObject({ value: { development: true } });
  expect(startOptions({ ...linux, env: { ASSESSOR_DESK_DEV: "0" } })).toMatchObject({ value: { development: false } });
});
