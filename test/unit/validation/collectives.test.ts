import assert from "node:assert/strict";
import { collectiveRows } from "../../validation/collectives";
import { validateOperators } from "../../validation/validate";

const curves = new Set(collectiveRows().map(({ id }) => id));
const families = validateOperators().filter(({ rows }) => rows.every(({ name }) => curves.has(name)));

describe("collectives, against curves of 512 B to 512 MiB on 2, 4 and 8 GPUs", () => {
  it("there are seven kinds of GPU", () => {
    assert.equal(new Set(families.filter(({ family }) => family === "all_to_all").map(({ chip }) => chip)).size, 7);
  });

  for (const { chip, family, rows, median, ninetieth } of families) {
    if (family.endsWith("servers")) {
      it(`${chip}, ${family}: predicted only, median of ${rows.length} at most 30%`, () => assert.ok(median <= 0.3, String(median)));
      continue;
    }
    it(`${chip}, ${family}: median of ${rows.length} at most 10%, 90th percentile 26%`, () =>
      assert.ok(median <= 0.1 && ninetieth <= 0.26, `${median} ${ninetieth}`));
  }
});
