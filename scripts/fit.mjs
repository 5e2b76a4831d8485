// npm run fit: fits the figures marked [fit] in the catalog of serving engines; --write puts them there.
import { exitCode, main } from "./run.mjs";
import { install } from "./setup.mjs";

await main(async () => {
  await install();
  const { bundleProgram } = await import("./bundle.mjs");
  const program = await bundleProgram("test/validation/fit/main.ts");
  process.exitCode = await exitCode(process.execPath, ["--enable-source-maps", program, ...process.argv.slice(2)]);
});
