// npm run package: the extension as build/cmx-<version>.vsix.
import { mkdirSync, readFileSync } from "node:fs";
import { build } from "./build.mjs";
import { main, run, step } from "./run.mjs";
import { install } from "./setup.mjs";
import { whenChanged } from "./stamp.mjs";

const { version } = JSON.parse(readFileSync("package.json", "utf8"));

/** Where the package is written. */
export const vsix = `build/cmx-${version}.vsix`;

const inputs = [
  "dist",
  "syntaxes",
  "client/icons",
  "client/icon.png",
  "client/walkthrough",
  "l10n",
  "examples/first-steps.cmx",
  "LICENSE",
  "package.json",
  "package.nls.json",
  "package.nls.zh-cn.json",
  "README.md",
  "CHANGELOG.md",
];

/** Packs what has been built, unless it has been packed already. */
export async function pack() {
  const changed = await whenChanged({ stamp: "build/stamps/vsix", inputs: [...inputs, ".vscodeignore"], outputs: [vsix] }, async () => {
    mkdirSync("build", { recursive: true });
    const vsce = "node_modules/@vscode/vsce/vsce";
    await run(process.execPath, [vsce, "package", "--no-dependencies", "--out", vsix]);
  });
  return changed ? vsix : `${vsix} unchanged`;
}

if (process.argv[1]?.endsWith("package.mjs")) {
  await main(async () => {
    await step("dependencies", install);
    await step("bundles", build);
    await step("package", pack);
  });
}
