// npm run validate: predicted against measured, printed and written to docs/validation.md.
import { exitCode, main } from "./run.mjs";
import { install } from "./setup.mjs";

await main(async () => {
  await install();
  const { bundleProgram } = await import("./bundle.mjs");
  const program = await bundleProgram("test/validation/main.ts");
  process.exitCode = await exitCode(process.execPath, ["--enable-source-maps", program, ...process.argv.slice(2)]);
});
