import { equal, match } from "node:assert/strict";
import { diagnosticFrames, diagnosticLines } from "../../../server/src/cli/diagnostic-text";
import { type Checked, summary, tally } from "../../../server/src/cli/diagnostics";
import { coloured, plain } from "../../../server/src/cli/style";

/** A file with one diagnostic under the part of its text that stands in «marks». */
function file(marked: string, message = "No."): Checked {
  const position = (offset: number) => {
    const before = marked.replace(/[«»]/g, "").slice(0, offset).split("\n");
    return { line: before.length - 1, character: before.at(-1)?.length ?? 0 };
  };
  const range = { start: position(marked.indexOf("«")), end: position(marked.indexOf("»") - 1) };
  const text = marked.replace(/[«»]/g, "");
  return { name: "a.cmx", text, diagnostics: [{ code: "CMX401", severity: "error", message, range, file: "a.cmx" }] };
}

/** What stands under the line of the diagnostic. */
function check(marked: string, ...frame: string[]): void {
  equal(diagnosticFrames(file(marked), plain, 40).split("\n").slice(1, 3).join("\n"), frame.join("\n"));
}

describe("diagnostics as text", () => {
  it("is one line that editors can jump to", () => equal(diagnosticLines(file("\n  a = «b»"), plain), "a.cmx:2:7: error CMX401: No.\n"));
  it("is one line whatever the message holds", () =>
    equal(diagnosticLines(file("«b»", "a\nb\u001B[31m"), plain), "a.cmx:1:1: error CMX401: a b\uFFFD[31m\n"));
  it("marks the place under its line", () => check("x\nbatch = «96 requests»", "    batch = 96 requests", "            ^^^^^^^^^^^"));
  it("marks an empty place", () => check("a = «»", "    a = ", "        ^"));
  it("marks the first line of a long place", () => check("a «{\n}»", "    a {", "      ^"));
  it("keeps the mark under the place behind tabs", () => check("\ta = «b»", "     a = b", "         ^"));
  it("keeps the mark under the place behind wide characters", () => check("/* 超节点 */ «b»", "    /* 超节点 */ b", "                 ^"));
  it("shows the part of a long line that matters", () =>
    check(`${"x".repeat(100)}«b»${"y".repeat(100)}`, `    ${"x".repeat(18)}b${"y".repeat(17)}`, `    ${" ".repeat(18)}^`));
  it("colours the severity and the mark", () =>
    // oxlint-disable-next-line no-control-regex
    match(diagnosticFrames(file("«b»"), coloured, 80), /\u001B\[31merror\u001B\[39m CMX401: No\.\n {4}b\n {4}\u001B\[31m\^\u001B\[39m\n/));

  it("sums up", () => {
    const { diagnostics } = file("«b»");
    equal(summary(tally(diagnostics), 1), "1 error in 1 file.");
    equal(summary(tally([]), 3), "No problems in 3 files.");
    equal(summary({ errors: 2, warnings: 1, notes: 4 }, 2), "2 errors, 1 warning and 4 notes in 2 files.");
  });
});
