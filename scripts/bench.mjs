// npm run bench: medians against the aims.
import { build } from "./build.mjs";
import { exitCode, main } from "./run.mjs";
import { install } from "./setup.mjs";

await main(async () => {
  await install();
  await build();
  const { bundleProgram } = await import("./bundle.mjs");
  process.exitCode = await exitCode(process.execPath, [await bundleProgram("test/bench/main.ts")]);
});
