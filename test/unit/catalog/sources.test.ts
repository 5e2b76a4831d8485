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

it("a figure that is recalled or estimated says so on hover", () => {
  const silent = catalogFiles.flatMap(({ text }) =>
    text
      .split("\n")
      .filter(
        (line, index, lines) =>
          /=.*\/\/ (recalled|estimated)/.test(line) && !/^\s*\/\/\/ .*(Recalled|Estimated)/.test(lines[index - 1] ?? ""),
      ),
  );
  assert.deepEqual(silent, []);
});

it("a figure without a source is found", () => {
  assert.deepEqual(unsourced("chip A {\n  ranks = 2\n  power = 1 W // data sheet\n}"), ["ranks = 2"]);
  assert.deepEqual(unsourced("chip A {\n  // data sheet\n  hbm {\n    capacity = 1 GB\n  }\n}"), []);
});
