import { deviceOf } from "../../../server/src/engine/hardware";
import { moeBlock } from "../../../server/src/engine/time/moe";
import type { Load } from "../../../server/src/engine/time/load";
import { listed } from "../../../server/src/engine/time/kernel";
import { bf16, close, decode, ideal, machineOf, mixture } from "./toys";

const prompts: Load = { requests: 0, queries: 0, context: 0, prompt: 100, fresh: 100, cached: 0, lengthening: 1, skew: 1 };

/** Bytes that permutations move on a rank, where dispatch sends int8. */
function permuted(sending: "direct" | "sorted", expertPath: "normal" | "low_latency"): number {
  const { moe } = mixture;
  if (!moe) throw new Error("the toy has no experts");
  const block = moeBlock(
    {
      device: deviceOf(machineOf({ normal: { ...ideal.normal, sending } })),
      model: mixture,
      phase: { ...decode, name: "prefill", dp: 8, ep: 8, expertPath },
      precision: { ...bf16, dispatch: "int8" },
    },
    moe,
  );
  return listed((to) => block(prompts, to)).reduce((sum, { name, bytes }) => (name === "permute" ? sum + bytes : sum), 0);
}

it("sent from a sorted buffer, each token is read in 16 bits and written in 8 for each of its experts", () => {
  const { moe, hidden } = mixture;
  close(permuted("sorted", "normal") - permuted("direct", "normal"), 100 * (moe?.active ?? 0) * hidden * 3);
});

it("low latency sends from where the tokens are", () => {
  close(1 + permuted("sorted", "low_latency"), 1 + permuted("direct", "low_latency"));
});
