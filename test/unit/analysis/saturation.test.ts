import { check, clean, mend, planOf } from "./support";
import assert from "node:assert/strict";

const workload = "workload chat {\n  input = 2048 tokens\n  output = 256 tokens\n}\n";
const pair = (gigabits: number) =>
  `cluster Pair {\n  supernode = DGX_H100\n  count = 2\n  fabric Ethernet { role = scale_out, bandwidth = ${gigabits} Gbps per chip }\n}\n`;
const plan = (degrees: string) =>
  `${workload}serve Plan {\n  model = Llama33_70B\n  on = Pair\n  workload = chat\n  prefill {\n    ${degrees}\n    batch = 16384 tokens\n  }\n}\n`;

describe("a fabric that cannot keep up", () => {
  it("is told with what it carries and what would relieve it", () =>
    check(
      "CMX503",
      pair(25) + plan("tp = ⟦16⟧, dp = 1"),
      "prefill: Ethernet is busy",
      "of a step with all reduce",
      "tp = 8, within a node, gives",
      "more throughput",
    ));

  it("is relieved by the quick fix", () => {
    const before = pair(25) + plan("tp = 16, dp = 1");
    const after = mend(before, "CMX503");
    assert.match(after, /tp = 8, dp = 2/);
    clean(after);
    assert.ok((planOf(after).metrics["prefill.throughput"] ?? 0) > 2 * (planOf(before).metrics["prefill.throughput"] ?? 0));
  });

  it("is no word worth where the computation takes longer", () => clean(pair(800) + plan("tp = 16, dp = 1")));
});
