/** The walls of the architecture hold: what a room may not import is refused, what it needs is not. */

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { copyFile, mkdir, rm, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { promisify } from "node:util";

// A copy of the configuration over an empty checkout: the probes never stand among the sources.
const checkout = resolve("build/walls");
const linter = resolve("node_modules/oxlint/bin/oxlint");

before(async () => {
  await rm(checkout, { recursive: true, force: true });
  await mkdir(checkout, { recursive: true });
  await copyFile(".oxlintrc.json", join(checkout, ".oxlintrc.json"));
});

interface Verdict {
  readonly diagnostics: readonly { readonly code: string }[];
}

/** The lint rules that a file of one line breaks. */
async function broken(file: string, line: string): Promise<readonly string[]> {
  const path = join(checkout, file);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, `${line}\n`);
  const options = { cwd: checkout };
  const { stdout } = await promisify(execFile)(process.execPath, [linter, "--format", "json", file], options).catch(
    (failure: { readonly stdout: string }) => failure,
  );
  return (JSON.parse(stdout) as Verdict).diagnostics.map(({ code }) => code);
}

const refused: readonly (readonly [string, string])[] = [
  ["server/src/syntax/probe.ts", 'export * from "../language";'],
  ["server/src/syntax/parse/probe.ts", 'export type { Schema } from "../../language/schema";'],
  ["server/src/language/probe.ts", 'export * from "../semantics";'],
  ["server/src/semantics/probe.ts", 'export * from "../engine";'],
  ["server/src/semantics/probe.ts", 'export * from "vscode-languageserver-types";'],
  ["server/src/engine/probe.ts", 'export type { Document } from "../syntax";'],
  ["server/src/engine/serve/probe.ts", 'export * from "../../language/units";'],
  ["server/src/engine/probe.ts", 'export { readFileSync } from "node:fs";'],
  ["server/src/analysis/probe.ts", 'export * from "../features/hover";'],
  ["server/src/features/probe.ts", 'export * from "../engine";'],
  ["server/src/features/probe.ts", 'export * from "../lsp/convert";'],
  ["server/src/lsp/probe.ts", 'export * from "../engine/types";'],
  ["server/src/lsp/probe.ts", 'export { readFileSync } from "node:fs";'],
  ["server/src/cli/probe.ts", 'export * from "../engine";'],
  ["server/src/cli/probe.ts", 'export * from "vscode-languageserver";'],
  ["server/src/lsp/probe.ts", 'export * from "vscode";'],
  ["client/src/features/probe/index.ts", 'export * from "../report";'],
  ["client/src/infrastructure/probe.ts", 'export * from "../features/report";'],
  ["client/src/probe.ts", 'export * from "../../server/src/analysis";'],
  ["media/src/probe.ts", 'export * from "../../server/src/language/units";'],
  ["media/src/probe.ts", 'export { value } from "../../shared/report";'],
  ["shared/probe.ts", 'export * from "../server/src/language/units";'],
];

const allowed: readonly (readonly [string, string])[] = [
  ["server/src/syntax/parse/probe.ts", 'export * from "../tree";'],
  ["server/src/semantics/probe.ts", 'export * from "../language/schema";'],
  ["server/src/analysis/probe.ts", 'export * from "../engine";'],
  ["server/src/lsp/node.ts", 'export { readFileSync } from "node:fs";'],
  ["server/src/lsp/probe.ts", 'export * from "vscode-languageserver";'],
  ["server/src/cli/probe.ts", 'export { readFileSync } from "node:fs";'],
  ["client/src/features/probe/index.ts", 'export * from "../../infrastructure/log";'],
  ["media/src/probe.ts", 'import type { Report } from "../../shared/report";\nexport type Shown = Report;'],
];

const rule = "eslint(no-restricted-imports)";

for (const [file, line] of refused)
  it(`refuses ${line} in ${file}`, async () => {
    assert.deepEqual(await broken(file, line), [rule]);
  });

for (const [file, line] of allowed)
  it(`allows ${line.split("\n")[0]} in ${file}`, async () => {
    assert.deepEqual(await broken(file, line), []);
  });

it("keeps clocks out of the engine", async () => {
  assert.deepEqual(await broken("server/src/engine/probe.ts", "export const now = Date.now();"), ["eslint(no-restricted-globals)"]);
});
