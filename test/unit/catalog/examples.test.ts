import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { analyse } from "../../../server/src/analysis";
import { format } from "../../../server/src/syntax";
import { folderHost, uriOf } from "./host";

const host = folderHost("examples");

function troublesOf(name: string): string[] {
  return analyse(uriOf(name), readFileSync(join("examples", name), "utf8"), host)
    .findings.filter(({ severity }) => severity !== "information")
    .map(({ code, message }) => `${code} ${message}`);
}

const examples = readdirSync("examples").filter((name) => name.endsWith(".cmx"));
const press = "what-the-press-said.cmx";

for (const name of examples) {
  it(`${name} is formatted`, () => {
    const text = readFileSync(join("examples", name), "utf8");
    assert.equal(format(text, { tabSize: 2 }), text);
  });
}

for (const name of examples.filter((each) => each !== press)) {
  it(`${name} has neither errors nor warnings`, () => assert.deepEqual(troublesOf(name), []));
}

it("of the press's claims, those fail whose comment says so", () => {
  const text = readFileSync(join("examples", press), "utf8");
  const { expectations, findings } = analyse(uriOf(press), text, host);
  const others = findings.filter(({ severity, code }) => severity !== "information" && code !== "CMX602");
  assert.deepEqual(others, []);
  for (const { expect, actual, pass } of expectations) {
    assert.ok(actual !== undefined, expect.text);
    assert.equal(pass, !/Does not hold/.test(commentBefore(text, expect.place.start)), expect.text);
  }
});

/** The lines of comment right before the line at `offset`. */
function commentBefore(text: string, offset: number): string {
  const lines = text.slice(0, offset).split("\n").slice(0, -1);
  const first = lines.findLastIndex((line) => !line.startsWith("//")) + 1;
  return lines.slice(first).join(" ");
}
