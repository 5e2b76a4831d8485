// npm start: from a fresh clone to a simulated plan and an editor. `-- --no-editor` stops after the report.
import { resolve } from "node:path";
import { build } from "./build.mjs";
import { addressOfFile, installEditor, startEditor } from "./editor.mjs";
import { pack, vsix } from "./package.mjs";
import { exitCode, main, step } from "./run.mjs";
import { install, onPath } from "./setup.mjs";

const example = "examples/deepseek-r1-cloudmatrix384.cmx";
const report = "report.html";
const port = 8384;

const cmx = (...args) => exitCode(process.execPath, ["dist/cli.js", ...args]);

async function showReport() {
  process.stdout.write(`\n$ cmx check ${example}\n`);
  await cmx("check", example);
  process.stdout.write(`\n$ cmx simulate ${example}\n`);
  await cmx("simulate", example);
  await cmx("simulate", example, "--format", "html", "--out", report);
  process.stdout.write(`\nThe same report for the browser: ${resolve(report)}\n\n`);
}

/** Desktop VS Code, with this checkout as its extension. */
async function openDesktop(code) {
  process.stdout.write(`· opening ${example} in VS Code, with the extension of this checkout\n`);
  const status = await exitCode(code, [`--extensionDevelopmentPath=${resolve(".")}`, resolve("."), resolve(example)], {
    shell: process.platform === "win32",
  });
  if (status !== 0) throw new Error(`${code} ended with ${status}`);
}

/** VS Code in the browser, until Ctrl-C. */
async function openInBrowser() {
  await step("extension package", pack);
  await step("VS Code for the browser (code-server, into test/vscode)", installEditor);
  const editor = await startEditor({ folder: "build/editor", workspace: ".", port, vsix });
  process.stdout.write(`\nVS Code is at ${editor.address}, with the example open at\n${addressOfFile(editor.address, ".", example)}\n`);
  process.stdout.write("Stop with Ctrl-C.\n");
  for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => editor.stop());
  await editor.closed;
}

await main(async () => {
  await step("dependencies", install);
  await step("bundles", build);
  await showReport();
  if (process.argv.includes("--no-editor")) return;
  const code = onPath("code");
  await (code === undefined ? openInBrowser() : openDesktop(code));
});
