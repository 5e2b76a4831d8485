import assert from "node:assert/strict";
import { applyEdits, open } from "./helpers";

/** The text after the preferred fix of its first error in words, again and again until there is none. */
function mended(text: string): string {
  const error = open(text).analysis.findings.find(({ code, fixes }) => code.startsWith("CMX2") && fixes.length > 0);
  const [fix] = error?.fixes ?? [];
  return fix ? mended(applyEdits(text, fix.edits)) : text;
}

describe("quick fixes lead from a name to figures", () => {
  for (const text of ["serve R1 { }", "serve R1 {\n}\n", "serve R1 {\n  model = Llama33_70B\n  on = DGX_H100\n}"]) {
    it(text.replaceAll("\n", "⏎"), () => {
      const { plans } = open(mended(text)).analysis;
      assert.notEqual(plans[0]?.report?.metrics["tpot"], undefined);
    });
  }
});
