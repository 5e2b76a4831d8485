import assert from "node:assert/strict";
import { planOf } from "./support";

const text = (engine: string, more = "", phase = "") => `${more}
workload chat {
  input  = 1024 tokens
  output = 1024 tokens
}
serve chatting {
  model    = Llama31_8B
  on       = DGX_H100
  workload = chat
  ${engine}
  colocated {
    batch = 64 requests
    ${phase}
  }
}
`;
const step = (source: string) => planOf(source).metrics["colocated.step"] ?? Number.NaN;
const overhead = (source: string) => planOf(source).phases[0]?.time.parts.find(({ op }) => op === "step_overhead")?.seconds ?? Number.NaN;
const slow = "engine slow { step_overhead = 5 ms }";

describe("a serving engine", () => {
  it("brings its step overhead, and the phase has the last word", () => {
    assert.equal(overhead(text("engine = slow", slow)), 0.005);
    assert.equal(overhead(text("engine = slow", slow, "step_overhead = 2 ms")), 0.002);
  });
  it("takes time for each request in a step", () => {
    const each = "engine each { step_overhead = 1 ms, request_overhead = 10 us }";
    assert.ok(overhead(text("engine = each", each)) > 0.0015);
  });
  it("leaves a share of the memory alone", () => {
    const most = (engine: string) => planOf(text("engine = tight", engine)).phases[0]?.memory.parts["reserve"];
    assert.equal(Math.round(most("engine tight { memory = 90%, reserve = 1 GB }") ?? 0), Math.round(1e9 + 0.1 * 81_559 * 2 ** 20));
  });
  it("fuses quantisation into the kernels before it", () => {
    const fp8 = (engine: string) => text("engine = e\n  precision { weights = fp8 }", `engine e { quantisation = ${engine} }`);
    assert.ok(step(fp8("fused")) < step(fp8("separate")));
  });
  it("of the catalog can be named, and derived from", () => {
    assert.ok(step(text("engine = vllm")) > 0);
    assert.ok(overhead(text("engine = mine", "engine mine : vllm { step_overhead = 5 ms }")) > 0.005);
  });
  it("lets a request in with room for half of its answer", () => {
    const held = (share: string) => planOf(text("engine = e", `engine e { answer_room = ${share} }`).replace("64 requests", "max"));
    assert.ok((held("50%").phases[0]?.batch ?? 0) > (held("100%").phases[0]?.batch ?? 0));
  });
});

describe("the notes", () => {
  const notes = (source: string) => planOf(source).notes.join("\n");
  it("name the engine and what it adds", () =>
    assert.match(notes(text("engine = vllm")), /vllm takes .* a step and .* a request .*; the first token/));
  it("say that none is named", () => assert.match(notes(text("")), /No engine is named/));
  it("say what times are means of", () => {
    const closed = text("").replace("output = 1024 tokens", "output = 1024 tokens\n  concurrency = 32 requests\n  rounds = 10");
    assert.match(notes(closed), /means over a run of 320 requests: 10 of each of 32 clients, the first of all at once/);
    assert.match(notes(text("")), /no rate and no concurrency/);
  });
});
