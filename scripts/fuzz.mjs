// npm run fuzz [steps]: random edits of every example through the real server, 100,000 of each unless told otherwise.
import { build } from "./build.mjs";
import { exitCode, main } from "./run.mjs";
import { install } from "./setup.mjs";

await main(async () => {
  await install();
  await build();
  process.env.CMX_FUZZ_STEPS = process.argv[2] ?? "100000";
  process.exitCode = await exitCode(process.execPath, ["scripts/unit.mjs", "test/server", "fuzz"]);
});
