// node scripts/generate.mjs [--check]: writes what is made from the tables; with --check, names the files that are stale and exits 1.
import { build } from "esbuild";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "..");
const bundled = join(root, "build/generate.cjs");
await build({
  entryPoints: [join(root, "scripts/generate/index.ts")],
  outfile: bundled,
  bundle: true,
  platform: "node",
  format: "cjs",
  logLevel: "warning",
});
const { generate } = createRequire(import.meta.url)(bundled);

const stale = generate(root).filter(({ path, text }) => !existsSync(join(root, path)) || readFileSync(join(root, path), "utf8") !== text);
if (process.argv.includes("--check")) {
  for (const { path } of stale) console.error(`${path} is stale: run node scripts/generate.mjs`);
  process.exit(stale.length > 0 ? 1 : 0);
}
for (const { path, text } of stale) {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
  console.log(`wrote ${path}`);
}
