// npm run bench: medians against the aims. npm run bench -- --editor: what a user waits for, by the length of the file.
// -- --edits [count]: what the server holds after 100,000 edits. Also -- --plans, --growth, --figures: see test/bench/main.ts.
import { build } from "./build.mjs";
import { exitCode, main } from "./run.mjs";
import { install } from "./setup.mjs";

await main(async () => {
  await install();
  await build();
  const { bundleProgram } = await import("./bundle.mjs");
  process.exitCode = await exitCode(process.execPath, ["--expose-gc", await bundleProgram("test/bench/main.ts"), ...process.argv.slice(2)]);
});
