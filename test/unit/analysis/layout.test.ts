import assert from "node:assert/strict";
import { chat, check, clean, look, mends, planOf, serve } from "./support";

const cluster = "cluster many {\n  supernode = DGX_H200\n  count = 64\n}\n";
const dense = (phases: string, on = "DGX_H200") => chat + cluster + serve("Llama33_70B", on, phases);
const experts = (phases: string, more = "") => chat + serve("DeepSeekR1", "CloudMatrix384", phases, `workload = chat\n  ${more}`);
const int8 = "precision { weights = int8 }";
const plain = (marked: string) => marked.replace(/[⟦⟧]/g, "");

it("both dies of the one chip of a plan without degrees hold the model", () => {
  const [phase] = planOf(chat + serve("Qwen3_8B", "CloudMatrix384", "colocated { batch = 8 requests }")).phases;
  assert.deepEqual([phase?.chips, phase?.ranks, phase?.degrees.dp], [1, 2, 2]);
});

describe("degrees that do not fit together", () => {
  const rows: readonly (readonly [string, string, string, string])[] = [
    [
      "CMX302",
      "ranks",
      dense("decode { chips = 8, tp = 4, dp = ⟦4⟧, batch = 8 requests }"),
      "tp 4 × pp 1 × cp 1 × dp 4 are 16 ranks; 8 chips have 8",
    ],
    ["CMX303", "heads", dense("decode { chips = 12, tp = ⟦6⟧, batch = 8 requests }", "many"), "64 attention heads do not divide by tp 6"],
    ["CMX308", "experts of a dense model", dense("decode { chips = 8, tp = 8, ep = ⟦8⟧, batch = 8 requests }"), "Llama33_70B is dense"],
    [
      "CMX306",
      "ep and ranks",
      experts("decode { chips = 16, dp = 32, ep = ⟦24⟧, batch = 320 requests }", int8),
      "ep 24 does not divide the 32 ranks",
    ],
    [
      "CMX305",
      "experts",
      experts("decode { chips = 144, dp = 288, ep = 288, redundant_experts = ⟦40⟧, batch = 288 requests }", int8),
      "296 routed experts (40 of them redundant)",
    ],
    [
      "CMX307",
      "more ranks than experts",
      experts("decode { chips = 160, dp = 320, ep = ⟦320⟧, batch = 320 requests }", int8),
      "320 ranks share 256 routed experts: 64 ranks",
    ],
    [
      "CMX309",
      "shared expert",
      experts("decode { chips = 16, dp = 32, ep = 32, shared_expert_ranks = ⟦32⟧, batch = 320 requests }", int8),
      "none a routed one",
    ],
  ];
  for (const [code, title, marked, saying] of rows) {
    it(`${code}, ${title}: is said at the degree, and its fix mends it`, () => {
      check(code, marked, saying);
      const after = mends(plain(marked), code);
      assert.notEqual(after, plain(marked));
    });
  }

  it("CMX307 with redundant experts: as many more as make the experts enough", () => {
    const before = experts("decode { chips = 160, dp = 320, ep = 320, redundant_experts = 16, batch = 320 requests }", int8);
    assert.match(mends(before, "CMX307"), /redundant_experts = 64/);
  });

  it("CMX307 without: the nearest degree that gives each rank the same", () => {
    const before = experts("decode { chips = 160, dp = 320, ep = 320, batch = 320 requests }", int8);
    assert.match(mends(before, "CMX307"), /ep = 64/);
  });

  it("have no figures: a plan with one is not computed", () => {
    const { plans } = look(dense("decode { chips = 8, tp = 4, dp = 4, batch = 8 requests }"));
    assert.equal(plans[0]?.report, undefined);
  });
});

describe("a machine that is too small", () => {
  const text = dense("decode { instances = ⟦3⟧, chips = 8, tp = 8, batch = 8 requests }");
  it("is said with what is used and what there is", () => check("CMX301", text, "Plan uses 24 chips (decode 3 × 8); DGX_H200 has 8"));
  it("its fix leaves as many instances as fit", () => assert.match(mends(plain(text), "CMX301"), /instances = 1/));
  it("the plan is computed all the same, and not feasible", () => assert.equal(planOf(plain(text)).feasible, false));
  it("both pools count", () => {
    const both = "prefill { chips = 8, tp = 8, batch = 8192 tokens }\n  decode { chips = ⟦8⟧, tp = 8, batch = 8 requests }";
    const marked = dense(both)
      .replace("chips = 8, tp = 8, batch = 8192", "chips = ⟦8⟧, tp = 8, batch = 8192")
      .replace("chips = ⟦8⟧, tp = 8, batch = 8 ", "chips = 8, tp = 8, batch = 8 ");
    check("CMX301", marked, "16 chips (prefill 1 × 8, decode 1 × 8)");
  });
});

describe("degrees that cost something", () => {
  it("CMX303: where dp is left out, the nearest degree fills the chips", () => {
    assert.match(mends(dense("decode { chips = 8, tp = 7, batch = 8 requests }", "many"), "CMX303"), /tp = 8/);
  });
  it("CMX303: the nearest degree keeps the chips in use, and dp takes up the difference", () => {
    const after = mends(dense("decode { chips = 12, tp = 6, dp = 2, batch = 8 requests }", "many"), "CMX303");
    assert.match(after, /tp = 4, dp = 3/);
  });

  it("CMX306: the nearest degree divides the experts, too", () => {
    const plan = serve(
      "DeepSeekV3",
      "GB200_NVL72",
      "prefill { chips = 12, ep = 5, batch = 8192 tokens }",
      "workload = chat\n  precision { weights = fp4 }",
    );
    assert.match(mends(chat + plan, "CMX306"), /ep = 4/);
  });

  it("CMX304: where nothing but one stage divides the layers, there is no fix", () =>
    assert.deepEqual(
      check("CMX304", chat + serve("DeepSeekV3", "CloudMatrix384", "decode { chips = 32, pp = ⟦2⟧, ep = 32, batch = 64 requests }")).fixes,
      [],
    ));

  it("CMX304: layers that do not divide wait for the fullest stage", () => {
    const text = experts("decode { chips = 64, pp = ⟦4⟧, dp = 32, ep = 32, batch = 3200 requests }", int8);
    check("CMX304", text, "61 layers do not divide by pp 4: the fullest stage has 16");
  });
  it("CMX310: fewer requests than ranks", () => {
    check("CMX310", dense("decode { chips = 8, tp = 1, dp = 8, batch = ⟦4 requests⟧ }").replace("Llama33_70B", "Llama31_8B"), "0.5");
  });
  it("CMX312: longer than the model's context", () => {
    const long = chat.replace("1024", "200000");
    check(
      "CMX312",
      long +
        serve(
          "DeepSeekR1",
          "CloudMatrix384",
          "decode { chips = 16, dp = 32, ep = 32, batch = 32 requests }",
          `workload = ⟦chat⟧\n  ${int8}`,
        ),
      "200,256 tokens; DeepSeekR1 was made for 163,840",
    );
  });
  it("CMX313: more ranks than key heads is information", () => {
    const { severity } = check("CMX313", dense("decode { chips = 16, tp = ⟦16⟧, batch = 8 requests }", "many"), "each is kept 2 times");
    assert.equal(severity, "information");
  });
});

describe("CMX311: number types that the chip lacks", () => {
  it("fp8 on the 910C: int8 has the same size, and the fix writes it", () => {
    const text = experts("decode { chips = 16, dp = 32, ep = 32, batch = 32 requests }", "precision { weights = ⟦fp8⟧ }");
    check("CMX311", text, "Ascend910C has no fp8 units", "int8 has the same size");
    assert.match(mends(plain(text), "CMX311"), /weights = int8/);
  });
  it("fp4 where there are no such units: weights are unpacked, activations are not to be had", () => {
    clean(experts("decode { chips = 16, dp = 32, ep = 32, batch = 32 requests }", "precision { weights = fp4 }"));
    const text = experts("decode { chips = 16, dp = 32, ep = 32, batch = 32 requests }", "precision { activations = ⟦fp4⟧ }");
    check("CMX311", text, "Ascend910C has no fp4 units", "int8 is the smallest that it has");
  });
  it("weights are only stored where the plan says what they are multiplied in", () => {
    clean(experts("decode { chips = 16, dp = 32, ep = 32, batch = 32 requests }", "precision { weights = fp8, activations = bf16 }"));
  });
  it("experts and projections of their own type need units for it, too", () => {
    const phase = "decode { chips = 16, dp = 32, ep = 32, batch = 32 requests }";
    check("CMX311", experts(phase, "precision { weights = int8, expert_activations = ⟦fp4⟧ }"), "Ascend910C has no fp4 units");
    check("CMX311", experts(phase, "precision { weights = int8, projections = ⟦fp8⟧ }"), "Ascend910C has no fp8 units");
    clean(experts(phase, "precision { weights = int8, projections = bf16, output_projection = int8 }"));
  });
  it("a KV cache is only stored", () => {
    clean(experts("decode { chips = 16, dp = 32, ep = 32, batch = 32 requests }", "precision { weights = int8, kv_cache = fp8 }"));
  });
});

describe("what is left out", () => {
  it("dp follows from the chips and their dies", () => {
    const plan = planOf(experts("decode { chips = 16, tp = 2, batch = 32 requests, ep = 32 }", int8));
    assert.deepEqual(plan.phases[0]?.degrees, { tp: 2, pp: 1, cp: 1, dp: 16, ep: 32 });
  });
  it("chips follow from the degrees", () => {
    const plan = planOf(experts("decode { dp = 32, ep = 32, batch = 32 requests }", int8));
    assert.equal(plan.phases[0]?.chips, 16);
    assert.equal(plan.phases[0]?.ranks, 32);
  });
});
