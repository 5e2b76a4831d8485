/** Text in, findings and figures out. ⟦…⟧ in a text marks where a finding is expected. */

import assert from "node:assert/strict";
import type { PlanReport, Report } from "../../../shared/report";
import { type Analysis, analyse } from "../../../server/src/analysis";
import type { Finding } from "../../../server/src/language/diagnostics";
import type { Host } from "../../../server/src/semantics";

const folder = "file:///work/";

function hostOf(files: Readonly<Record<string, string>>): Host {
  return {
    locate: (_from, path) => folder + path,
    read(uri) {
      const text = files[uri.slice(folder.length)];
      return text === undefined ? { problem: "missing" } : { text };
    },
  };
}

export function look(text: string, files: Readonly<Record<string, string>> = {}): Analysis {
  return analyse(`${folder}plan.cmx`, text, hostOf(files));
}

export function reportOf(text: string, files: Readonly<Record<string, string>> = {}): Report {
  return look(text, files).report("plan.cmx");
}

/** The report of the only plan, or of the named one. */
export function planOf(text: string, name?: string): PlanReport {
  const { plans } = reportOf(text);
  const plan = name === undefined ? plans[0] : plans.find((each) => each.name === name);
  assert.ok(plan, `no plan ${name ?? ""}`);
  return plan;
}

/** Errors and warnings; information is for tests that name it. */
export function troubles(text: string, files: Readonly<Record<string, string>> = {}): readonly Finding[] {
  return look(text, files).findings.filter(({ severity }) => severity !== "information");
}

const words = (findings: readonly Finding[]) => findings.map(({ code, message }) => `${code} ${message}`).join("\n");

/** The text has the finding `code` at the mark, saying `saying`, and no other error. */
export function check(code: string, marked: string, ...saying: readonly string[]): Finding {
  const start = marked.indexOf("⟦");
  const end = marked.indexOf("⟧") - 1;
  const text = marked.replace("⟦", "").replace("⟧", "");
  const { findings } = look(text);
  const found = findings.find((finding) => finding.code === code && finding.place.start === start && finding.place.end === end);
  assert.ok(found, `no ${code} at ${JSON.stringify(text.slice(start, end))} among\n${words(findings)}`);
  for (const part of saying) assert.ok(found.message.includes(part), `"${found.message}" does not say "${part}"`);
  assert.equal(words(findings.filter((finding) => finding.severity === "error" && finding !== found)), "");
  return found;
}

/** Nothing is wrong with the text. */
export function clean(text: string, files: Readonly<Record<string, string>> = {}): void {
  assert.equal(words(troubles(text, files)), "");
}

/** The text after the first fix of its finding `code`. */
export function mend(text: string, code: string): string {
  const finding = look(text).findings.find((each) => each.code === code);
  const [fix] = finding?.fixes ?? [];
  assert.ok(fix, `no fix for ${code} among\n${words(look(text).findings)}`);
  return [...fix.edits]
    .sort((left, right) => right.place.start - left.place.start)
    .reduce((result, { place, text: written }) => result.slice(0, place.start) + written + result.slice(place.end), text);
}

/** The fix takes the finding away, and brings no error. */
export function mends(text: string, code: string): string {
  const after = mend(text, code);
  const left = look(after).findings.filter((finding) => finding.code === code || finding.severity === "error");
  assert.equal(words(left), "", after);
  return after;
}

/** Parts of plans that many tests share. */
export const chat = `workload chat {
  input = 1024 tokens
  output = 256 tokens
}
`;

/** A serving plan from its phases and what else stands in it. */
export function serve(model: string, on: string, phases: string, more = "workload = chat"): string {
  return `serve Plan {\n  model = ${model}\n  on = ${on}\n  ${more}\n  ${phases}\n}\n`;
}

export function close(actual: number | undefined, expected: number, tolerance: number): void {
  assert.ok(actual !== undefined && Math.abs(actual / expected - 1) <= tolerance, `${actual} is not ${expected} within ${tolerance}`);
}
