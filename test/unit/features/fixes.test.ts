/** Every code of the table either has a fix that mends its wrong example, or a reason why no edit can. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { analyse } from "../../../server/src/analysis";
import { edited, fixesOf } from "../../../server/src/features/mends";
import { diagnosticRows, type Finding } from "../../../server/src/language/diagnostics";
import { folderHost, uriOf } from "../catalog/host";

const folder = "test/fixtures/diagnostics";
const host = folderHost(folder);

const chat = "workload chat {\n  input = 1024 tokens\n  output = 256 tokens\n  slo { tpot = 20 ms }\n}\n";
const plan = (colocated: string, more = "") =>
  `${chat}serve Plan {\n  model = Qwen3_8B\n  on = DGX_H100\n  workload = chat\n${more}  colocated { ${colocated} }\n}\n`;

/** Texts that can be mended, where the example of the manual shows a case that cannot. */
const variants: Readonly<Record<string, string>> = {
  CMX106: "workload chat {\n  input = 1024 tokens\n  output =\n}\n",
  CMX402: `${chat}serve Plan {\n  model = Llama33_70B\n  on = DGX_H100\n  workload = chat\n  precision { weights = bf16 }\n  colocated { chips = 1, batch = 8 requests }\n}\n`,
  CMX601: plan("batch = 1024 requests"),
};

/** What only the user can know, or only another file can mend. */
const without: Readonly<Record<string, string>> = {
  CMX327: "which of the ends has fewer layers",
  CMX110: "how the expression is to be simplified",
  CMX111: "how the file is to be split",
  CMX112: "how the expression is to be split",
  CMX216: "which of the two was meant otherwise",
  CMX222: "what to divide by",
  CMX223: "which finite number was meant",
  CMX226: "what the base gave",
  CMX227: "the value of one of them",
  CMX238: "what one currency is worth in the other",
  CMX241: "where the configuration is",
  CMX242: "what the keys mean",
  CMX243: "another model",
  CMX251: "how the chain is to be shortened",
  CMX252: "the other file",
  CMX253: "which layers the model has",
  CMX330: "which model sees them",
  CMX501: "nothing: it is no fault",
  CMX502: "whether the fabric, the batch or the pools are to change",
  CMX604: "which plan has the measurement",
  CMX259: "which file was meant, or where it is",
  CMX260: "the trace is another file, and what its line meant nobody knows",
  CMX322: "whether requests come at a rate or from clients",
};

function codesOf(text: string, name: string): readonly Finding[] {
  return analyse(uriOf(name), text, host).findings;
}

const errors = (findings: readonly Finding[]) => findings.filter(({ severity }) => severity === "error").length;

for (const { code, title } of Object.values(diagnosticRows)) {
  const name = `${code}.wrong.cmx`;
  const text = () => variants[code] ?? readFileSync(`${folder}/${name}`, "utf8");
  const offered = () => {
    const source = text();
    const analysis = analyse(uriOf(name), source, host);
    const finding = analysis.findings.find((one) => one.code === code);
    assert.ok(finding, analysis.findings.map((one) => one.message).join(" "));
    return { source, analysis, finding, fixes: fixesOf(analysis, finding, (trial) => codesOf(trial, name)) };
  };
  const reason = without[code];
  if (reason) {
    it(`${code} ${title} has no fix: it takes to know ${reason}`, () => {
      if (code !== "CMX111") assert.deepEqual(offered().fixes, []);
    });
    continue;
  }
  it(`${code} ${title} is mended`, () => {
    const { source, analysis, finding, fixes } = offered();
    assert.ok(fixes.length > 0, `a mend in features/mends, or a reason in this test: ${finding.message}\n${source.slice(0, 400)}`);
    for (const fix of fixes) {
      const after = codesOf(edited(source, fix.edits), name);
      const same = (one: Finding) => one.code === code && one.message === finding.message;
      assert.ok(after.filter(same).length < analysis.findings.filter(same).length, `${fix.title}: still there`);
      assert.ok(errors(after) <= errors(analysis.findings), `${fix.title}: ${after.map((one) => one.message).join(" ")}`);
    }
  });
}

describe("of several ways", () => {
  const titles = (text: string, code: string) => {
    const analysis = analyse(uriOf("main.cmx"), text, host);
    const finding = analysis.findings.find((one) => one.code === code);
    assert.ok(finding, analysis.findings.map((one) => one.message).join(" "));
    return fixesOf(analysis, finding, (trial) => codesOf(trial, "main.cmx")).map(({ title }) => title);
  };
  const offers = (text: string, code: string, expected: readonly string[]) => {
    it(`${code} of ${JSON.stringify(text.slice(-60))}: ${expected.join(", ")}`, () => assert.deepEqual(titles(text, code), expected));
  };
  const chip = (power: string, capacity = "80 GB") =>
    `chip C {\n  compute { bf16 = 1 PFLOPS }\n  hbm { capacity = ${capacity}, bandwidth = 3 TB/s }\n  ${power}\n}\n`;
  offers(chip("", "80 GBs"), "CMX205", ["Change to GB"]);
  offers("workload w { input = 2 tokn, output = 1 tokens }\n", "CMX205", ["Change to token", "Change to tokens"]);
  offers(chip("price = 2 USD"), "CMX217", ["Write 2 USD/h"]);
  offers(plan("batch = 8 requests", "  expect tpot = 50 ms\n"), "CMX106", ["Write <=", "Write >="]);
  offers("expect CloudMatrix384.hbm.capacty > 3 TB\n", "CMX202", ["Change to hbm.capacity"]);
});
