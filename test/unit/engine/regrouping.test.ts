import assert from "node:assert/strict";
import { type Phase, timePhase } from "../../../server/src/engine";
import { evenedSkew } from "../../../server/src/engine/time/regrouping";
import { close, plan, prefill } from "./toys";

const spread: Phase = { ...prefill, dp: 8, chips: 8 };
const seconds = (phase: Partial<Phase>) => timePhase(plan, { ...spread, ...phase }, 80_000).seconds;

describe("prompts of different lengths", () => {
  it("the fullest group sets the pace of the attention, not of the experts or the network behind it", () => {
    const step = (skew: number) => timePhase(plan, { ...spread, skew }, 80_000).step;
    const part = (skew: number, wanted: string) => step(skew).parts.find(({ name }) => name === wanted)?.exposed ?? 0;
    assert.ok(part(1.5, "attention") > 1.3 * part(1, "attention"));
    close(part(1.5, "ffn"), part(1, "ffn"));
  });
  it("even out in groups of four by half", () => close(evenedSkew({ ...spread, skew: 1.5, attentionGroup: 4 }), 1.25));
});

describe("ranks that read their prompts together", () => {
  const parts = (phase: Partial<Phase>) => timePhase(plan, { ...spread, ...phase }, 80_000).step.parts;
  it("gather 64 hidden values of 40,000 tokens, a rank getting three quarters of them over its port", () => {
    const gather = parts({ attentionGroup: 4 }).find(({ name }) => name === "attention_gather");
    // Two layers, 100 GB/s, and the latency of three hops round the ring.
    close(gather?.exposed ?? 0, 2 * ((0.75 * 40_000 * 64 * 2) / 100e9 + 3e-6), 1e-6);
  });
  it("exchange heads for tokens, and nothing where each reads its own", () => {
    assert.ok(parts({ attentionGroup: 4 }).some(({ name }) => name === "attention_exchange"));
    assert.ok(!parts({}).some(({ name }) => name.startsWith("attention_") && name !== "attention_projection"));
  });
  it("cost where prompts are even, and are worth it where they are not", () => {
    assert.ok(seconds({ attentionGroup: 4 }) > seconds({}));
  });
});
