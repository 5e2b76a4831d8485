/** The package holds what it needs and nothing else, and stays small. */

import assert from "node:assert/strict";
import { statSync } from "node:fs";
import { version } from "../../package.json";
import { namesIn } from "./zip";

const vsix = `build/cmx-${version}.vsix`;

it("is under 1 MB", () => {
  assert.ok(statSync(vsix).size < 1e6, `${statSync(vsix).size} bytes`);
});

it("holds the bundles, the grammar and what a reader wants, and nothing else", () => {
  assert.deepEqual([...namesIn(vsix)].sort(), [
    "[Content_Types].xml",
    "extension.vsixmanifest",
    "extension/LICENSE.txt",
    "extension/changelog.md",
    "extension/client/icon.png",
    "extension/client/icons/file-dark.svg",
    "extension/client/icons/file-light.svg",
    "extension/client/icons/report.svg",
    "extension/client/walkthrough/break.md",
    "extension/client/walkthrough/expect.md",
    "extension/client/walkthrough/open.md",
    "extension/client/walkthrough/simulate.md",
    "extension/client/walkthrough/supernode.md",
    "extension/dist/cli.js",
    "extension/dist/extension.js",
    "extension/dist/extension.web.js",
    "extension/dist/report.css",
    "extension/dist/report.js",
    "extension/dist/server.js",
    "extension/dist/server.web.js",
    "extension/docs/diagnostics.md",
    "extension/examples/first-steps.cmx",
    "extension/l10n/bundle.l10n.zh-cn.json",
    "extension/package.json",
    "extension/package.nls.json",
    "extension/package.nls.zh-cn.json",
    "extension/readme.md",
    "extension/syntaxes/cmx.tmLanguage.json",
    "extension/syntaxes/language-configuration.json",
    "extension/syntaxes/snippets.json",
  ]);
});

/**
 * In kB. Nine tenths of the client are the language client library; the rest are the report, the Test Explorer, the status bar, tasks and
 * templates. The server holds the engine and the whole catalog with its sources; it is read once, by a process or
 * worker of its own.
 */
const limits = { "extension.js": 410, "extension.web.js": 410, "server.js": 720, "server.web.js": 720, "report.js": 400 };

for (const [bundle, limit] of Object.entries(limits))
  it(`keeps ${bundle} under ${limit} kB`, () => {
    const { size } = statSync(`dist/${bundle}`);
    assert.ok(size < limit * 1e3, `${size} bytes`);
  });
