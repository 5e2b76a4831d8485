// What a fresh checkout needs before anything else works. Uses nothing but Node.
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { npm, run } from "./run.mjs";
import { whenChanged } from "./stamp.mjs";

/** Installs the dependencies when they are missing or the lock file has changed. */
export async function install() {
  const inputs = ["package-lock.json"];
  const outputs = ["node_modules/esbuild", "node_modules/mocha"];
  const changed = await whenChanged({ stamp: "node_modules/.cmx-stamp", inputs, outputs }, () => npm(["ci", "--no-audit", "--no-fund"]));
  return changed ? "installed" : "already there";
}

/** Path of a program on the PATH, if it is there. */
export function onPath(program) {
  const folders = (process.env.PATH ?? "").split(delimiter).filter((folder) => folder !== "");
  const suffixes = process.platform === "win32" ? [".exe", ".cmd"] : [""];
  const candidates = folders.flatMap((folder) => suffixes.map((suffix) => join(folder, program + suffix)));
  return candidates.find((candidate) => existsSync(candidate));
}

const browserNames = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];
const browserPlaces = [
  "/usr/bin/chromium",
  "/snap/bin/chromium",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
];

function findBrowser() {
  const { CHROME_PATH } = process.env;
  if (CHROME_PATH !== undefined && existsSync(CHROME_PATH)) return CHROME_PATH;
  return browserNames.map(onPath).find((path) => path !== undefined) ?? browserPlaces.find((path) => existsSync(path));
}

/** Finds Chromium or Chrome for the tests, installing Debian's where that is possible, and tells every child by CHROME_PATH. */
export async function browser() {
  if (findBrowser() === undefined && onPath("apt-get") !== undefined) await installBrowser();
  const found = findBrowser();
  if (found === undefined) throw new Error("The tests need Chromium or Chrome: install one, or set CHROME_PATH to it.");
  process.env.CHROME_PATH = found;
  return found;
}

async function installBrowser() {
  const apt = (args) => (process.getuid?.() === 0 ? run("apt-get", args) : run("sudo", ["-n", "apt-get", ...args]));
  const wait = ["-o", "DPkg::Lock::Timeout=300"];
  try {
    await apt([...wait, "update"]);
    await apt([...wait, "install", "-y", "--no-install-recommends", "chromium", "fonts-dejavu-core"]);
  } catch (error) {
    throw new Error("The tests need Chromium, and apt-get could not install it: run `apt-get install chromium` as root.", { cause: error });
  }
}
