// What is bundled into what. The one place that knows esbuild's options.
import { build } from "esbuild";
import { readdirSync } from "node:fs";
import { join } from "node:path";

const common = { bundle: true, logLevel: "warning", loader: { ".cmx": "text" }, target: "es2022", legalComments: "none" };
const node = { ...common, platform: "node", format: "cjs", target: "node20" };

/** Parts of the language client library that we never reach, and that would be a tenth of the bundle. */
const alias = {
  minimatch: "./client/stand-ins/minimatch.cjs",
  "semver/functions/parse": "./client/stand-ins/semver-parse.cjs",
  "semver/functions/satisfies": "./client/stand-ins/semver-satisfies.cjs",
};

/** The product's bundles: entry point and output, by the names under which the rest of the project knows them. */
export const bundles = {
  cli: { ...node, entryPoints: ["server/src/cli/main.ts"], outfile: "dist/cli.js", banner: { js: "#!/usr/bin/env node" } },
  server: { ...node, entryPoints: ["server/src/lsp/node.ts"], outfile: "dist/server.js" },
  serverWeb: { ...common, platform: "browser", format: "iife", entryPoints: ["server/src/lsp/browser.ts"], outfile: "dist/server.web.js" },
  client: { ...node, entryPoints: ["client/src/extension.ts"], outfile: "dist/extension.js", external: ["vscode"], alias },
  clientWeb: {
    ...common,
    platform: "browser",
    format: "cjs",
    entryPoints: ["client/src/extension.web.ts"],
    outfile: "dist/extension.web.js",
    external: ["vscode"],
    alias,
  },
  page: { ...common, platform: "browser", format: "iife", entryPoints: ["media/src/main.ts"], outfile: "dist/report.js" },
  // The page's pictures for the command line, which has no browser to draw them.
  pictures: { ...node, entryPoints: ["media/src/pictures/node.ts"], outfile: "dist/pictures.js", loader: { ".css": "text" } },
  pageStyle: { ...common, entryPoints: ["media/report.css"], outfile: "dist/report.css" },
};

/** Builds the named bundles (all of them by default). */
export async function bundle({ names = Object.keys(bundles), minify = true, sourcemap = false } = {}) {
  await Promise.all(names.map((name) => build({ ...bundles[name], minify, sourcemap })));
}

/** Bundles the test files of a folder (those whose path holds `filter`) and returns the paths of the results. */
export async function bundleTests(folder, filter = "") {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".test.ts"))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => file.includes(filter) && !file.includes("node_modules"))
    .sort();
  const outdir = join("build", folder);
  await build({ ...node, entryPoints: files, outdir, outbase: folder, sourcemap: "inline", packages: "external" });
  return files.map((file) => join(outdir, file.slice(folder.length + 1).replace(/\.ts$/, ".js")));
}

/** Bundles a program that is not part of the product (benches, validation) and returns the path of the result. */
export async function bundleProgram(entry) {
  const outfile = join("build", entry.replace(/\.ts$/, ".js"));
  await build({ ...node, entryPoints: [entry], outfile, sourcemap: "inline", packages: "external" });
  return outfile;
}
