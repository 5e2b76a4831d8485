// node scripts/unit.mjs [folder] [part of a path]: bundles and runs mocha tests. Default folder: test/unit.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { bundleTests } from "./bundle.mjs";

const [first, second] = process.argv.slice(2);
const folder = first && existsSync(first) ? first : "test/unit";
const files = await bundleTests(folder, folder === first ? second : first);
if (files.length === 0) throw new Error(`no test file in ${folder}`);
// --exit: a server that a failed test has left behind would keep the run waiting for ever.
const { status } = spawnSync(
  process.execPath,
  ["--enable-source-maps", "node_modules/mocha/bin/mocha.js", "--timeout", "20000", "--exit", ...files],
  { stdio: "inherit" },
);
process.exit(status ?? 1);
