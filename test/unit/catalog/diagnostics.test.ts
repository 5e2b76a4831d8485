import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { analyse } from "../../../server/src/analysis";
import { diagnosticRows } from "../../../server/src/language/diagnostics";
import { folderHost, uriOf } from "./host";

const folder = "test/fixtures/diagnostics";
const host = folderHost(folder);
/**
 * CMX111: a file that is too large is no fixture to keep; the parser's tests make one.
 */
const withoutFixture = ["CMX111"];

function codesOf(name: string): string[] {
  return analyse(uriOf(name), readFileSync(join(folder, name), "utf8"), host).findings.map(({ code, severity, message }) =>
    severity === "information" ? code : `${code} ${message}`,
  );
}

const has = (codes: readonly string[], code: string) => codes.some((each) => each.startsWith(code));

for (const row of Object.values(diagnosticRows)) {
  const { code, severity, title } = row;
  if (withoutFixture.includes(code)) continue;
  it(`${code} ${title}: the wrong example has it, the right one is clean`, () => {
    const wrong = codesOf(`${code}.wrong.cmx`);
    assert(has(wrong, code), `among: ${wrong.join("; ")}`);
    if (severity === "error")
      assert.deepEqual(
        wrong.filter((each) => !each.startsWith(code) && each.includes(" ")),
        [],
      );
    const right = codesOf(`${code}.right.cmx`);
    assert(!has(right, code), right.join("; "));
    assert.deepEqual(
      right.filter((each) => each.includes(" ")),
      [],
      "errors and warnings",
    );
  });
}

it("every fixture belongs to a code", () => {
  const codes = Object.values(diagnosticRows).map(({ code }) => code);
  for (const code of codes.filter((each) => !withoutFixture.includes(each))) {
    for (const side of ["wrong", "right"]) assert(existsSync(join(folder, `${code}.${side}.cmx`)), `${code}.${side}.cmx`);
  }
});
