import assert from "node:assert/strict";
import { catalogFiles } from "../../../server/src/catalog";

/** Lines that set a number and say neither on themselves nor over their block where it comes from. */
function unsourced(text: string): string[] {
  const lines = text.split("\n");
  const found: string[] = [];
  let sourcedBlock = false;
  for (const [index, line] of lines.entries()) {
    if (/\{\s*(\/\/.*)?$/.test(line)) sourcedBlock = isSource(lines[index - 1] ?? "") || /\{\s*\/\/\s*\S/.test(line);
    const setsNumber = /^\s*\w+\s*=\s*[[(-]?\s*\d/.test(line);
    if (setsNumber && !sourcedBlock && !/\/\/\s*\S/.test(line)) found.push(line.trim());
  }
  return found;
}

function isSource(line: string): boolean {
  return /^\s*\/\/(?!\/)\s*\S/.test(line);
}

const declares = (kind: string) => catalogFiles.filter(({ text }) => new RegExp(`^${kind} `, "m").test(text));

for (const { uri, text } of [...declares("chip"), ...declares("supernode")]) {
  it(`${uri} has a source for every figure`, () => assert.deepEqual(unsourced(text), []));
}

for (const { uri, text } of declares("model")) {
  it(`${uri} says over every model where its shapes come from`, () => {
    const lines = text.split("\n");
    for (const [index, line] of lines.entries()) {
      if (!line.startsWith("model ")) continue;
      let above = index - 1;
      while (lines[above]?.startsWith("///")) above--;
      assert(isSource(lines[above] ?? ""), line);
    }
  });
}

/** Lines whose comment calls a figure recalled or estimated while its documentation, which shows on hover, does not. */
function silentGuesses(text: string): string[] {
  return text
    .split("\n")
    .filter(
      (line, index, lines) =>
        /=.*\/\/.*\b(recalled|estimated)\b/.test(line) && !/^\s*\/\/\/ .*(Recalled|Estimated)/.test(lines[index - 1] ?? ""),
    )
    .map((line) => line.trim());
}

/** Sources in brackets that a figure names and that no comment of the file explains. */
function unknownSources(text: string): string[] {
  const tags = (lines: readonly string[]) =>
    lines.flatMap((line) => [...line.replace(/^.*?\/\//, "").matchAll(/\[(\w+)\]/g)].map(([, tag]) => tag ?? ""));
  const lines = text.split("\n");
  const explained = new Set(tags(lines.filter((line) => /^\s*\/\/(?!\/)/.test(line))));
  const named = tags(lines.filter((line) => /=.*\/\//.test(line) || /^\s*\/\/\//.test(line)));
  return [...new Set(named.filter((tag) => !explained.has(tag)))];
}

for (const { uri, text } of catalogFiles) {
  it(`${uri} says on hover which figures are recalled or estimated`, () => assert.deepEqual(silentGuesses(text), []));

  it(`${uri} explains each source that it names`, () => assert.deepEqual(unknownSources(text), []));
}

it("a guess that hover does not show is found, and a source that nobody explains", () => {
  assert.deepEqual(silentGuesses("power = 1 W  // about, recalled"), ["power = 1 W  // about, recalled"]);
  assert.deepEqual(silentGuesses("/// Recalled.\npower = 1 W  // recalled"), []);
  assert.deepEqual(unknownSources("// [a] a book\npower = 1 W  // [a] and [b]"), ["b"]);
});

it("a figure without a source is found", () => {
  assert.deepEqual(unsourced("chip A {\n  ranks = 2\n  power = 1 W // data sheet\n}"), ["ranks = 2"]);
  assert.deepEqual(unsourced("chip A {\n  // data sheet\n  hbm {\n    capacity = 1 GB\n  }\n}"), []);
});
