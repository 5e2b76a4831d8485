import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { planOf } from "../../analysis/support";

/** The last section of docs/engine.md, that a reader checks by hand. */
const section = readFileSync("docs/engine.md", "utf8").split("## 14.")[1] ?? "";

function says(text: string): void {
  assert.ok(section.includes(text), `the example does not say "${text}"`);
}

describe("Llama 3.1 405B on 16,384 GPUs", () => {
  const plan = planOf(readFileSync("examples/train-llama3-405b.cmx", "utf8"), "Llama3_16K");
  const [phase] = plan.phases;
  const { training, metrics } = plan;
  const layer = 16384 * 128 * (2 * 128 + 2 * 8) + 3 * 16384 * 53248;

  it("FLOP of a step, and its share of the peak", () => {
    says(layer.toLocaleString("en"));
    says(`${((training?.flop.model ?? 0) / 1e19).toFixed(4)}e19`);
    says(`${((training?.peak.linear ?? 0) / 1e19).toFixed(4)}e19 /s`);
    says(`/ ${(metrics["step"] ?? 0).toFixed(3)} s /`);
    says(`= ${(100 * (metrics["mfu"] ?? 0)).toFixed(1)}% is the MFU`);
  });
  it("memory of the fullest stage", () => {
    const activations = 1024 * 16384 * 8 + 8192 * (128 * 68 + 64) + 8192 * (53248 / 8) * 6;
    const again = 1024 * 16384 * 2;
    const held = 16 * (6 * activations + 2 * again);
    says(`${(activations / 1e6).toFixed(0)} MB`);
    says(`${(again / 1e6).toFixed(1)} MB`);
    says(`${(held / 1e9).toFixed(1)} GB`);
    // A layer that is computed again has all its activations for that long.
    assert.equal(phase?.memory.parts.activations, held + activations - again);
    says(`${((phase?.memory.parts.gradients ?? 0) / 1e9).toFixed(2)} GB`);
  });
});
