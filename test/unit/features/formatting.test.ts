import assert from "node:assert/strict";
import * as fc from "fast-check";
import { formatting, rangeFormatting, type Replacement, typedFormatting } from "../../../server/src/features/formatting";
import { format } from "../../../server/src/syntax";
import { flagship } from "../../texts";

const options = { tabSize: 2 };

function applied(text: string, edits: readonly Replacement[]): string {
  return edits
    .toSorted((left, right) => right.span.start - left.span.start)
    .reduce((result, { span, text: inserted }) => result.slice(0, span.start) + inserted + result.slice(span.end), text);
}

describe("formatting a document", () => {
  it("touches blanks alone", () => {
    const text = "workload  w {\ninput=3 tokens // many\n\n\n\n output = 2 tokens\n}";
    const edits = formatting(text, options);
    assert.equal(applied(text, edits), format(text, options));
    for (const { span } of edits) assert.equal(text.slice(span.start, span.end).trim(), "");
  });
  it("is nothing where nothing differs", () => {
    assert.deepEqual(formatting("workload w {\n  input = 3 tokens\n}\n", options), []);
  });
  it("comes to what the formatter writes, however the blanks stand", () => {
    const blanks = fc.constantFrom("", " ", "  ", "\t", "\n", "\n\n\n", " \n ");
    const gaps = [...flagship.matchAll(/ +|\n/g)].length;
    fc.assert(
      fc.property(fc.array(blanks, { minLength: gaps, maxLength: gaps }), (list) => {
        let index = 0;
        const text = flagship.replaceAll(/ +|\n/g, (gap) => gap + (list[index++] ?? ""));
        assert.equal(applied(text, formatting(text, options)), format(text, options));
      }),
      { numRuns: 50 },
    );
  });
});

describe("formatting a range", () => {
  const text = "workload  a {\ninput=3 tokens\n}\nworkload  b {\ninput=3 tokens\n}\n";
  it("leaves the other lines alone", () => {
    const second = text.indexOf("workload  b");
    const edits = rangeFormatting(text, { start: second, end: text.length }, options);
    assert.equal(applied(text, edits), "workload  a {\ninput=3 tokens\n}\nworkload b {\n  input = 3 tokens\n}\n");
  });
  it("takes in whole lines", () => {
    const start = text.indexOf("put=3");
    assert.match(
      applied(text, rangeFormatting(text, { start, end: start + 1 }, options)),
      /^workload {2}a \{\n {2}input = 3 tokens\n\}\nworkload {2}b/,
    );
  });
});

describe("formatting on type", () => {
  /** The text after the last character before `|` has been typed. */
  function check(name: string, marked: string, expected: string) {
    it(name, () => {
      const offset = marked.indexOf("|");
      const text = marked.replace("|", "");
      assert.equal(applied(text, typedFormatting(text, offset, text.charAt(offset - 1), options)), expected);
    });
  }
  check("a brace formats its block", "workload  a {\ninput=3 tokens\n}|\n", "workload a {\n  input = 3 tokens\n}\n");
  check(
    "a brace leaves other blocks alone",
    "workload  a {\ninput=3 tokens\n}\n\nworkload  b {\ninput=3 tokens\n}|\n",
    "workload  a {\ninput=3 tokens\n}\n\nworkload b {\n  input = 3 tokens\n}\n",
  );
  check("a line break formats the line above", "workload a {\n  input=3 tokens\n  |\n}\n", "workload a {\n  input = 3 tokens\n  \n}\n");
  check(
    "and those that line up with it",
    "workload a {\n  input = 3 tokens\n  output=3 tokens\n  |\n}\n",
    "workload a {\n  input  = 3 tokens\n  output = 3 tokens\n  \n}\n",
  );
  check("what cannot be read stays as it is", "workload a {\n  input=\n  |\n}\n", "workload a {\n  input=\n  \n}\n");
});
