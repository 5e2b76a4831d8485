/** What a page says is believed only where it has the shape of a message. */

import assert from "node:assert/strict";
import { isPageMessage } from "../../../client/src/features/report/messages";

const range = { start: { line: 1, character: 2 }, end: { line: 3, character: 4 } };

const good: readonly unknown[] = [
  { type: "ready" },
  { type: "reply", id: 1, ok: true },
  { type: "reveal", range },
  { type: "try", plan: "P", values: { "decode.batch": 8 } },
  { type: "write", plan: "P", values: {} },
  { type: "copy", text: "a" },
  { type: "save", name: "a.svg", content: "", encoding: "text" },
  { type: "state", state: {} },
  { type: "compare" },
  { type: "export" },
];

const bad: readonly unknown[] = [
  undefined,
  "ready",
  {},
  { type: "run" },
  { type: "reply", id: "1", ok: true },
  { type: "reveal", range: { start: { line: 0.5, character: 0 }, end: range.end } },
  { type: "try", plan: "P", values: { "decode.batch": "8" } },
  { type: "write", plan: "P", values: { "decode.batch": Number.NaN } },
  { type: "write", values: {} },
  { type: "copy" },
  { type: "save", name: "a", content: "", encoding: "utf8" },
  { type: "state", state: null },
];

for (const message of good) it(`takes ${JSON.stringify(message)}`, () => assert.ok(isPageMessage(message)));
for (const message of bad) it(`refuses ${JSON.stringify(message)}`, () => assert.ok(!isPageMessage(message)));
