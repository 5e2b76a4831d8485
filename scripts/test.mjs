// npm test: everything, from nothing. Each stage says what it does and how long it took; the last line adds the tests up.
import { spawn } from "node:child_process";
import { build } from "./build.mjs";
import { installEditor } from "./editor.mjs";
import { pack } from "./package.mjs";
import { main, seconds, step } from "./run.mjs";
import { browser, install } from "./setup.mjs";

const bin = (name) => [process.execPath, `node_modules/${name}`];
const mocha = (folder) => [process.execPath, "scripts/unit.mjs", folder];

const stages = [
  { name: "lint, walls included", command: [...bin("oxlint/bin/oxlint"), "--type-aware", "--deny-warnings"] },
  { name: "types", command: [...bin("typescript/bin/tsc"), "-p", "."] },
  { name: "types of the page", command: [...bin("typescript/bin/tsc"), "-p", "media"] },
  { name: "formatting", command: [...bin("@biomejs/biome/bin/biome"), "format"] },
  { name: "generated files", command: [process.execPath, "scripts/generate.mjs", "--check"] },
  ...["unit", "cli", "server", "webview", "package", "vscode"].map((name) => ({ name: `${name} tests`, command: mocha(`test/${name}`) })),
];

/** Runs a stage in the open and counts the tests that mocha says it ran. A stage that breaks without a count is one failure. */
async function runStage({ name, command: [program, ...args] }) {
  const start = performance.now();
  process.stdout.write(`\n── ${name}\n`);
  const { code, output } = await show(program, args);
  const count = (word) => Number(new RegExp(`^ *(\\d+) ${word}\\b`, "m").exec(output)?.[1] ?? 0);
  const failed = code === 0 ? 0 : Math.max(1, count("failing"));
  process.stdout.write(`── ${name}: ${failed === 0 ? "ok" : "FAILED"} (${seconds(start)})\n`);
  return { name, passed: count("passing"), failed };
}

/** Runs a program whose output we pass on and keep. */
function show(program, args) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    child.stdout.on("data", (data) => {
      output += data;
      process.stdout.write(data);
    });
    child.stderr.pipe(process.stderr, { end: false });
    child.on("error", reject);
    child.on("close", (code) => resolve({ code: code ?? 1, output }));
  });
}

await main(async () => {
  const start = performance.now();
  await step("dependencies", install);
  await step("bundles", build);
  await step("extension package", pack);
  await step("Chromium", browser);
  await step("VS Code for the browser (code-server, into test/vscode)", installEditor);

  const results = [];
  for (const stage of stages) results.push(await runStage(stage));
  const sum = (key) => results.reduce((total, result) => total + result[key], 0);
  const broken = results.filter(({ failed }) => failed > 0).map(({ name }) => name);
  process.stdout.write(`\n${broken.length === 0 ? "All stages passed" : `Failed: ${broken.join(", ")}`} (${seconds(start)})\n`);
  process.stdout.write(`${sum("passed")} passed, ${sum("failed")} failed\n`);
  if (broken.length > 0) process.exitCode = 1;
});
