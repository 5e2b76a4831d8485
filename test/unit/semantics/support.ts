/** Text in, findings and figures out. Marks ⟦…⟧ in a text say where a finding is expected. */

import assert from "node:assert/strict";
import type { Finding, Fix } from "../../../server/src/language/diagnostics";
import { type Host, type Program, type ResolvedBlock, type ResolvedDeclaration, resolve } from "../../../server/src/semantics";

export const uri = "file:///work/plan.cmx";

/** A workspace of texts by file name; a name that begins with `..` lies outside of it. */
export function hostOf(files: Readonly<Record<string, string>> = {}): Host {
  return {
    locate: (_from, path) => `file:///work/${path.replace(/^\.\//, "")}`,
    read(each) {
      const name = each.replace("file:///work/", "");
      if (name.startsWith("..")) return { problem: "outside" };
      const text = files[name];
      return text === undefined ? { problem: "missing" } : { text };
    },
  };
}

export function program(text: string, files: Readonly<Record<string, string>> = {}): Program {
  return resolve(uri, text, hostOf(files));
}

interface Marked {
  readonly text: string;
  readonly marks: readonly { readonly start: number; readonly end: number }[];
}

function unmark(marked: string): Marked {
  const marks: { start: number; end: number }[] = [];
  let text = "";
  for (const character of marked) {
    if (character === "⟦") marks.push({ start: text.length, end: text.length });
    else if (character === "⟧") marks.splice(-1, 1, { start: marks.at(-1)?.start ?? 0, end: text.length });
    else text += character;
  }
  return { text, marks };
}

function words(findings: readonly Finding[]): string {
  return findings.map(({ code, message, place }) => `${code} ${place.start}..${place.end} ${message}`).join("\n");
}

/** The text has the finding `code` at each mark and no other; `saying` stands in the first message. */
export function check(code: string, marked: string, saying = "", files: Readonly<Record<string, string>> = {}): void {
  const { text, marks } = unmark(marked);
  const { findings } = program(text, files);
  const expected = marks.map(({ start, end }) => `${code} ${start}..${end}`);
  assert.deepEqual(
    findings.map((finding) => `${finding.code} ${finding.place.start}..${finding.place.end}`),
    expected,
    words(findings),
  );
  assert.ok(findings[0]?.message.includes(saying), `"${findings[0]?.message}" does not say "${saying}"`);
}

/** Nothing is wrong with the text. */
export function clean(text: string, files: Readonly<Record<string, string>> = {}): Program {
  const result = program(text, files);
  assert.equal(words(result.findings), "");
  return result;
}

/** The first fix of the only finding turns the text into `after`, which has no such finding. */
export function fixes(before: string, after: string): void {
  const { findings } = program(before);
  const [finding] = findings;
  assert.ok(finding && findings.length === 1, words(findings));
  const [fix] = finding.fixes;
  assert.ok(fix, `${finding.code} has no fix`);
  const mended = apply(before, fix);
  assert.equal(mended, after);
  assert.ok(!program(mended).findings.some(({ code }) => code === finding.code), words(program(mended).findings));
}

function apply(text: string, { edits }: Fix): string {
  return [...edits]
    .sort((left, right) => right.place.start - left.place.start)
    .reduce((result, edit) => result.slice(0, edit.place.start) + edit.text + result.slice(edit.place.end), text);
}

export function declaration(result: Program, name: string): ResolvedDeclaration {
  const found = result.declarations.find((each) => each.name === name);
  assert.ok(found, `no ${name}`);
  return found;
}

/** What stands at `path` of a declaration: a number with its scope, a word, a text, the name of what is referred to. */
export function valueAt(result: Program, path: string): string {
  const [name = "", ...keys] = path.split(".");
  const last = keys.pop() ?? "";
  let block: ResolvedBlock = declaration(result, name);
  for (const key of keys) {
    const inner = block.blocks.get(key) ?? block.named.find((each) => each.name === key);
    assert.ok(inner, `no block ${key} in ${path}`);
    block = inner;
  }
  const value = block.values.get(last);
  switch (value?.type) {
    case undefined:
      return "nothing";
    case "number":
      return `${value.value}${value.scope ? ` per ${value.scope}` : ""}`;
    case "numbers":
      return value.values.join(", ");
    case "word":
      return value.word;
    case "text":
      return value.text;
    case "reference":
      return value.target.name;
    case "metric":
      return `${value.metric.name}${value.scope ? ` per ${value.scope}` : ""}`;
  }
}

/** The values at several paths. */
export function values(text: string, expected: Readonly<Record<string, string>>, files: Readonly<Record<string, string>> = {}): void {
  const result = clean(text, files);
  for (const [path, value] of Object.entries(expected)) assert.equal(valueAt(result, path), value, path);
}

/** What `let`s come to. */
export function lets(text: string): Record<string, number | undefined> {
  return Object.fromEntries(program(text).lets.map(({ name, value }) => [name, value?.value]));
}

/** Declarations that tests start from. */
export const machine = `chip C {
  ranks = 2
  power = 500 W
  compute { bf16 = 1 PFLOPS }
  hbm { capacity = 128 GB, bandwidth = 3.2 TB/s }
}
supernode S {
  chip = C
  nodes = 4
  node { chips = 8, cpus = 2 }
  fabric UB { role = scale_up, bandwidth = 400 GB/s, latency = [1 us, 2 us], planes = 4 }
  fabric NET { role = scale_out, bandwidth = 800 GB/s per node }
}
cluster L {
  supernode = S
  count = 3
  fabric WAN { role = scale_out, bandwidth = 50 GB/s }
}
`;

export const model = `model M {
  layers = 4
  hidden = 64
  vocabulary = 1000
  attention { kind = mha, heads = 4 }
  ffn { intermediate = 256 }
}
workload W { input = 1000 tokens, output = 100 tokens, slo { tpot = 50 ms } }
`;

export const plan = `${machine}${model}serve P {
  model = M
  on = S
  workload = W
  decode { chips = 4, batch = 96 requests per chip }
}
`;
