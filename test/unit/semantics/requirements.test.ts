import { check, clean, fixes, machine, model, plan } from "./support";

const attention = (members: string) => `model N : M { attention ${members} }`;

it("a required property", () => check("CMX214", `${machine}cluster ⟦K⟧ { supernode = S }`, "K needs count, for example 16."));
it("a required property of a block", () => {
  check("CMX214", "chip D { compute { bf16 = 1 PFLOPS }, ⟦hbm⟧ { capacity = 5 GB } }", "hbm needs bandwidth, for example 3.35 TB/s.");
});
it("a required property of a fabric", () =>
  check("CMX214", `${machine}supernode T : S { fabric ⟦X⟧ { role = scale_out } }`, "X needs bandwidth"));
it("a required block", () => check("CMX215", "chip ⟦D⟧ { compute { bf16 = 1 PFLOPS } }", "D needs a block hbm."));
it("a base gives what is required", () => void clean(`${machine}chip D : C { }`));
it("nothing is missing where the base is unknown", () => check("CMX224", "chip D : ⟦Nothing⟧ { }"));
it("a broken value is not a missing one", () =>
  check("CMX218", "chip D { compute { bf16 = 1 PFLOPS }, hbm { capacity = ⟦5⟧, bandwidth = 1 TB/s } }"));
it("grouped attention needs its key heads", () =>
  check("CMX214", `${model}${attention("{ kind = gqa }").replace("attention", "⟦attention⟧")}`, "kv_heads"));
it("latent attention needs its widths", () => {
  check(
    "CMX214",
    `${model}model N : M { ⟦attention⟧ { kind = mla, kv_rank = 512, nope_dim = 128, rope_dim = 64 } }`,
    "attention needs value_dim",
  );
});
it("latent attention with all of them", () =>
  void clean(`${model}${attention("{ kind = mla, kv_rank = 512, nope_dim = 128, rope_dim = 64, value_dim = 128 }")}`));

const moe = (members: string) =>
  `model N { layers = 4, hidden = 64, vocabulary = 10, attention { kind = mha, heads = 4 }, moe { experts = 8, active = 2, intermediate = 64${members} } }`;
it("experts alone need no dense network", () => void clean(moe("")));
it("dense layers at the start need one", () => check("CMX215", moe(", first_dense = 1").replace("N", "⟦N⟧"), "N needs a block ffn"));
it("dense layers in between need one", () => check("CMX215", moe(", every = 2").replace("N", "⟦N⟧"), "N needs a block ffn"));
it("a pattern needs the blocks of its letters, and no others", () => {
  const linear = ", linear { kind = mamba2, heads = 4, key_dim = 8 }";
  const pattern = (letters: string, more: string) => `${moe("").slice(0, -2)}, pattern = "${letters}"${more} }`;
  clean(pattern("MEM*", linear));
  check("CMX215", pattern("M-M*", linear).replace("N", "⟦N⟧"), "N needs a block ffn");
  check("CMX215", pattern("MEM*", "").replace("N", "⟦N⟧"), "N needs a block linear");
});
it("a model without experts needs one", () => {
  check("CMX215", "model ⟦N⟧ { layers = 4, hidden = 64, vocabulary = 10, attention { kind = mha, heads = 4 } }", "N needs a block ffn");
});

it("a workload needs lengths", () => check("CMX214", "workload ⟦V⟧ { input = 5 tokens }", "V needs output"));
it("or a trace", () =>
  void clean('workload V { trace = "requests.jsonl" }', { "requests.jsonl": '{"input_length": 5, "output_length": 5}' }));

const serve = (phases: string) => `${plan}serve Q { model = M, on = S, workload = W${phases} }`;
it("a plan needs a phase", () => check("CMX246", serve("").replace("serve Q", "serve ⟦Q⟧")));
it("a plan of one phase", () => void clean(serve(", prefill { batch = 5 tokens }")));
it("colocated and disaggregated", () => {
  check("CMX245", serve(", decode { batch = 5 requests }, ⟦colocated⟧ { batch = 5 requests }"), "Q has colocated and decode");
});

it("missing members are written by a fix", () => {
  fixes("workload V { input = 5 tokens }", "workload V { output = 256 tokens, input = 5 tokens }");
  fixes("workload V {\n  input = 5 tokens\n}", "workload V {\n  output = 256 tokens\n  input = 5 tokens\n}");
  fixes(
    "chip D {\n  compute { bf16 = 1 PFLOPS }\n}",
    "chip D {\n  hbm { capacity = 80 GB, bandwidth = 3.35 TB/s }\n  compute { bf16 = 1 PFLOPS }\n}",
  );
  fixes(
    `${machine}cluster K : L { fabric X { bandwidth = 1 GB/s } }`,
    `${machine}cluster K : L { fabric X { role = scale_up, bandwidth = 1 GB/s } }`,
  );
});

it("what is missing is offered by a name that the file declares", () => {
  const text =
    "workload mine { input = 5 tokens, output = 5 tokens }\nserve ⟦Q⟧ { model = DeepSeekR1, on = CloudMatrix384, decode { batch = 8 requests } }";
  check("CMX214", text, "Q needs workload, for example mine.");
});
it("a workload that nobody has declared can be declared, in the file's last lines", () => {
  const text = "serve Q { model = DeepSeekR1, on = CloudMatrix384, workload = talk, decode { batch = 8 requests } }";
  fixes(text, `${text}\n\nworkload talk {\n  input = 4096 tokens\n  output = 256 tokens\n}\n`);
});
