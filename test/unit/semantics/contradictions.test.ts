import { check, clean, fixes } from "./support";

const sparse = (moe: string) => `model X { layers = 8, hidden = 64, vocabulary = 1000
  attention { kind = gqa, heads = 64, kv_heads = 8 }
  ffn { intermediate = 256 }
  moe { experts = 16, intermediate = 64, ${moe} }
}
`;
const grouped = (heads: string) => `model X { layers = 8, hidden = 64, vocabulary = 1000
  attention { kind = gqa, ${heads} }
  ffn { intermediate = 256 }
}
`;

it("counts that hold together", () => void clean(sparse("active = 16, first_dense = 8")));
it("more active experts than experts", () =>
  check("CMX220", sparse("active = ⟦17⟧"), "active must be at most the 16 experts; this is 17."));
it("more dense layers than layers", () => check("CMX220", sparse("active = 2, first_dense = ⟦9⟧"), "at most the 8 layers"));
it("groups of uneven size", () => check("CMX220", grouped("heads = 64, kv_heads = ⟦7⟧"), "a divisor of the 64 heads; this is 7."));
it("more groups than heads", () => check("CMX220", grouped("heads = 8, kv_heads = ⟦16⟧")));
it("the nearest smaller count is a fix", () => fixes(grouped("heads = 64, kv_heads = 7"), grouped("heads = 64, kv_heads = 4")));
it("a derived model says what it changes, and its own heirs say nothing again", () =>
  check("CMX220", `${sparse("active = 2")}model Y : X { moe { experts = ⟦1⟧ } }\nmodel Z : Y { hidden = 32 }`, "active must be"));
it("a downloaded model says it at its file", () => {
  const config = {
    model_type: "llama",
    hidden_size: 64,
    num_hidden_layers: 2,
    vocab_size: 100,
    num_attention_heads: 8,
    num_key_value_heads: 3,
    intermediate_size: 256,
  };
  check("CMX220", 'model X from ⟦"config.json"⟧ { }', "kv_heads must be", { "config.json": JSON.stringify(config) });
});

describe("layers that do not go together", () => {
  const mixed = (attention: string, more: string) => `model X { layers = 8, hidden = 64, vocabulary = 1000
  ${attention}
  ffn { intermediate = 256 }
  ${more}
}
`;
  const gqa = (more = "") => `attention { kind = gqa, heads = 4, kv_heads = 2, head_dim = 16${more} }`;
  const mla = (more = "") => `attention { kind = mla, heads = 4, kv_rank = 16, nope_dim = 8, rope_dim = 4, value_dim = 8${more} }`;
  const linear = "linear { kind = kda, heads = 4, key_dim = 8 }";

  it("what published models have is fine", () => {
    clean(mixed(gqa(", every = 2"), "local { window = 128 tokens }"));
    clean(mixed(mla(", every = 4, last = true"), linear));
    clean(mixed(mla(", q_rank = 32"), "indexer { heads = 2, head_dim = 8, top_k = 16 }"));
  });
  it("more layers between than there are", () =>
    check("CMX220", mixed(gqa(", every = ⟦9⟧"), "local { window = 128 tokens }"), "at most the 8 layers"));
  it("two sorts between", () =>
    check("CMX253", mixed(gqa(", every = 2"), `local { window = 128 tokens }\n  ⟦linear⟧ { kind = kda, heads = 4, key_dim = 8 }`)));
  it("windows between latent layers", () => check("CMX253", mixed(mla(", every = 2"), "⟦local⟧ { window = 128 tokens }"), "not with mla"));
  it("heavy layers between grouped ones", () => check("CMX253", mixed(gqa(", every = 2"), "⟦heavy⟧ { ratio = 128 }"), "not with gqa"));
  it("an indexer of grouped attention", () =>
    check("CMX253", mixed(gqa(), "⟦indexer⟧ { heads = 2, head_dim = 8, top_k = 16 }"), "not of gqa"));
  it("an indexer without compressed queries", () =>
    check("CMX253", mixed(mla(), "⟦indexer⟧ { heads = 2, head_dim = 8, top_k = 16 }"), "needs a q_rank"));
  it("a pattern with a letter for each layer is fine", () => {
    clean(mixed(gqa(), `${linear}\n  pattern = "M-M-M-*-"`));
    clean(mixed(gqa(), `${linear}\n  pattern = "M-M-M-*-"`).replace("layers = 8", "layers = 2 * 4"));
  });
  it("a pattern of another length", () =>
    check("CMX253", mixed(gqa(), `${linear}\n  pattern = ⟦"M-M*"⟧`), "pattern has 4 letters, one for each of 8 layers is wanted"));
  it("an heir with other layers than its pattern", () =>
    check("CMX253", `${mixed(gqa(), `${linear}\n  pattern = "M-M-M-*-"`)}model Y : X { layers = ⟦4⟧ }`, "8 letters"));
  it("a letter that stands for nothing", () =>
    check("CMX253", mixed(gqa(), `${linear}\n  pattern = ⟦"M-M-MX*-"⟧`), "pattern has the letter X: it is made of M * - E"));
  it("a rule beside a pattern", () =>
    check(
      "CMX253",
      mixed(gqa(", every = 2"), `${linear}\n  pattern = ⟦"M-M-M-*-"⟧`),
      "says which layers are what, and so does every in attention",
    ));
  it("nothing between", () =>
    check("CMX253", mixed("⟦attention⟧ { kind = gqa, heads = 4, kv_heads = 2, head_dim = 16, every = 2 }", ""), "leaves layers without"));
});
