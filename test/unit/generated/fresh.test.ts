import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { generate } from "../../../scripts/generate";

for (const { path, text } of generate(".")) {
  it(`${path} is what the tables say (else run node scripts/generate.mjs)`, () => assert.equal(readFileSync(path, "utf8"), text));
}
