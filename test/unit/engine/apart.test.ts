/** Attention and experts on ranks of their own (xDeepServe, MegaScale-Infer). */

import assert from "node:assert/strict";
import { expertLayout, memoryOf, type Phase, timePhase } from "../../../server/src/engine";
import { bf16, close, decode, mixture, plan, workload } from "./toys";

/** Four ranks attend, eight experts lie on two others. */
const phase: Phase = { ...decode, chips: 6, dp: 4, ep: 2, expertRanks: 2 };
const moe = mixture.moe;

describe("experts on two ranks beside four that attend", () => {
  it("each has four whole experts, and the shared one stays with the attention", () => {
    assert.ok(moe);
    const { tensor, holders, perHolder, sharedEverywhere } = expertLayout(moe, phase);
    assert.deepEqual({ tensor, holders, perHolder, sharedEverywhere }, { tensor: 1, holders: 2, perHolder: 4, sharedEverywhere: true });
  });

  it("the rank that attends keeps no routed expert: three layers of two experts less than in one pool of four ranks", () => {
    const weights = (each: Phase) => memoryOf(mixture, each, bf16, workload, 4000).weights;
    const expert = 3 * 64 * 32;
    const together = { ...phase, chips: 4, ep: 4, expertRanks: 0 };
    close(weights(together) - weights(phase), 2 * 3 * 2 * expert);
  });

  it("the fuller sort of rank decides: with hardly a request it is that of the experts", () => {
    const many = { ...mixture, moe: moe && { ...moe, experts: 8192 } };
    const { kvCache, weights } = memoryOf(many, phase, bf16, workload, 4);
    assert.equal(kvCache, 0);
    close(weights, 2 * 3 * 4096 * 3 * 64 * 32);
  });

  it("the token goes to its experts and back over the network", () => {
    const { parts } = timePhase({ ...plan, model: mixture }, phase, 64).step;
    assert.ok((parts.find(({ name }) => name === "dispatch")?.fabric ?? "") === "UP");
  });

  it("microbatches overlap the pools: two of half the size are quicker than one", () => {
    const seconds = (microbatches: number) => timePhase({ ...plan, model: mixture }, { ...phase, microbatches }, 400_000).seconds;
    assert.ok(seconds(2) < seconds(1));
  });
});
