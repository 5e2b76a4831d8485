/** The page of the report panel: its own script and style, and nothing else from anywhere. */

import assert from "node:assert/strict";
import { reportPage } from "../../../client/src/features/report/page";

const page = reportPage({
  script: "vscode-resource://ext/dist/report.js",
  style: "vscode-resource://ext/dist/report.css",
  source: "vscode-resource:",
  nonce: "n0nce",
  document: 'file:///a"b<c>&.cmx',
  language: "zh-cn",
});

it("forbids everything that it does not need", () => {
  const policy = /Content-Security-Policy" content="([^"]*)"/.exec(page)?.[1]?.split("; ");
  assert.deepEqual(policy, [
    "default-src 'none'",
    "img-src vscode-resource: data:",
    "style-src vscode-resource:",
    "script-src 'nonce-n0nce'",
    "base-uri 'none'",
    "form-action 'none'",
  ]);
});

it("marks its one script with the nonce", () => {
  assert.deepEqual(page.match(/<script[^>]*>/g), ['<script nonce="n0nce" src="vscode-resource://ext/dist/report.js">']);
});

it("hands the page the address of its text, whatever is in it", () => {
  assert.ok(page.includes('<body data-document="file:///a&quot;b&lt;c&gt;&amp;.cmx">'));
});
