import assert from "node:assert/strict";
import { join } from "node:path";
import { resolve } from "../../../server/src/semantics";
import { Unsaid } from "../../validation/serving/rows";
import { runOf } from "../../validation/training/kinds";
import { textOfRun } from "../../validation/training/plan";
import { readTrainingRows } from "../../validation/training/rows";
import { folderHost, uriOf } from "../catalog/host";

const host = folderHost(join("test", "validation", "plans"));

describe("training runs", () => {
  it("each published run is a plan without an error, or left out with a reason", () => {
    let plans = 0;
    for (const row of readTrainingRows().rows) {
      try {
        const run = runOf(row);
        const errors = resolve(uriOf("row.cmx"), textOfRun(run), host).findings.filter(({ severity }) => severity === "error");
        assert.deepEqual(
          errors.map(({ message }) => message),
          [],
          row.id,
        );
        assert.ok(run.compare.length > 0, row.id);
        plans += 1;
      } catch (error) {
        if (!(error instanceof Unsaid)) throw error;
        assert.notEqual(error.message, "");
      }
    }
    assert.ok(plans >= 490, String(plans));
  });
});
