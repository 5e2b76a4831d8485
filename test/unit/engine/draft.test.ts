import assert from "node:assert/strict";
import { memoryOf, type Model, type Phase, timePhase, weightBytes } from "../../../server/src/engine";
import { bf16, close, colocated, decode, dense, plan, workload } from "./toys";

/** A quarter of the layers of the model that it drafts for. */
const small: Model = { ...dense, name: "Small", layers: 1, hidden: 32, ffn: { intermediate: 64 } };
const drafting = (tokens: number, acceptance: number): Phase => ({ ...decode, speculation: { tokens, acceptance, draft: small } });

describe("a draft model", () => {
  const alone = timePhase({ ...plan, model: small }, decode, 8).seconds;
  it("writes its tokens one after the other, before the step that verifies them", () => {
    const steps = (tokens: number) => timePhase(plan, drafting(tokens, 0.5), 8).step;
    const drafted = (tokens: number) => steps(tokens).parts.find(({ name }) => name === "draft")?.exposed ?? 0;
    close(drafted(4), 4 * alone, 1e-9);
    close(drafted(2), 2 * alone, 1e-9);
  });
  it("of four drafts that are right half of the time, nearly two tokens come of a step", () => {
    const { seconds, tpot } = timePhase(plan, drafting(4, 0.5), 8);
    close(tpot, seconds / (1 + 1 / 2 + 1 / 4 + 1 / 8 + 1 / 16));
  });
  it("lies on the same ranks, with its own KV cache", () => {
    const memory = (phase: Phase) => memoryOf(dense, phase, bf16, workload, 8);
    close(memory(drafting(4, 0.5)).weights - memory(decode).weights, weightBytes(small, decode, bf16));
    close(memory(drafting(4, 0.5)).kvCache / memory(decode).kvCache, 1.5);
  });
  it("reads the prompts, too", () => {
    const phase: Phase = { ...colocated, speculation: { tokens: 1, acceptance: 0.5, draft: small } };
    const parts = timePhase(plan, phase, 8).step.parts;
    assert.ok((parts.find(({ name }) => name === "draft")?.exposed ?? 0) > alone);
  });
});

describe("a prediction module", () => {
  const drafts = (phase: Phase, tokens: number) => {
    const parts = timePhase(plan, { ...phase, speculation: { tokens, acceptance: 0.5, draft: undefined } }, 8).step.parts;
    return parts.find(({ name }) => name === "draft")?.exposed ?? 0;
  };
  it("runs once a draft", () => close(drafts(decode, 3), 3 * drafts(decode, 1), 1e-9));
  it("reads the prompts of a step once, with the first draft", () => {
    // Drafts leave a step slightly fewer prompt tokens.
    const prompts = (tokens: number) => drafts(colocated, tokens) - drafts(decode, tokens);
    assert.ok(prompts(1) > 0.5 * drafts(decode, 1), `${prompts(1)}`);
    close(prompts(3), prompts(1), 0.2);
  });
});
