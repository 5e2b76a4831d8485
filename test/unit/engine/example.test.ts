import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { lowerMachine } from "../../../server/src/analysis/lower/machine";
import { deviceOf } from "../../../server/src/engine/hardware";
import { gemmOperator } from "../../../server/src/engine/time/matrix";
import { secondsOf } from "../../../server/src/engine/time/operator";
import { planOf } from "../analysis/support";
import { resolve } from "../../../server/src/semantics";

/** The last section of docs/engine.md, that a reader checks by hand. */
const section = readFileSync("docs/engine.md", "utf8").split("## 12.")[1] ?? "";
const nowhere = { read: () => ({ problem: "missing" as const }), locate: (_: string, path: string) => path };

function says(text: string): void {
  assert.ok(section.includes(text), `the example does not say "${text}"`);
}

it("memory of a decode rank of the flagship", () => {
  const [, decode] = planOf(readFileSync("examples/deepseek-r1-cloudmatrix384.cmx", "utf8")).phases;
  assert.ok(decode);
  const { parts, total, capacity } = decode.memory;
  says(`| **weights** | | **${((parts.weights ?? 0) / 1e9).toFixed(2)} GB** |`);
  says(`**${((parts.kv_cache ?? 0) / 1e9).toFixed(2)} GB**`);
  says(`**${((parts.buffers ?? 0) / 1e9).toFixed(2)} GB**`);
  says(`${((parts.activations ?? 0) / 1e9).toFixed(2)} GB of activations the die uses ${(total / 1e9).toFixed(1)} of ${capacity / 1e9} GB`);
});

it("time of its output projection", () => {
  const { visible } = resolve("file:///example.cmx", "", nowhere);
  const supernode = visible.get("CloudMatrix384");
  const machine = supernode && lowerMachine(supernode);
  assert.ok(machine);
  const operator = gemmOperator(deviceOf(machine), "projection", "attention", {
    rows: 48,
    depth: 16_384,
    columns: 7168,
    weights: "int8",
    activations: "int8",
  });
  const microseconds = (seconds: number) => (seconds * 1e6).toFixed(1);
  says(`= ${microseconds(operator.compute)} µs\n`);
  says(`= ${(operator.bytes / 1e6).toFixed(1)} MB\n`);
  says(`= ${microseconds(operator.memory)} µs\n`);
  says(`= ${microseconds(secondsOf(operator, 1))} µs\n`);
});
