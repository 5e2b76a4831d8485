import assert from "node:assert/strict";
import { completion } from "../../../server/src/features/completion";
import { inEnglish } from "../../../server/src/language/phrase";
import { flagship } from "../../texts";
import { applyEdits, open } from "./helpers";

/** The labels that the list shows which begin with what is typed, best first. */
function labels(marked: string, files: Readonly<Record<string, string>> = {}): readonly string[] {
  const { analysis, offset } = open(marked, files);
  return completion(analysis, offset)
    .map((item, index) => ({ item, index }))
    .toSorted((left, right) => left.item.rank - right.item.rank || left.index - right.index)
    .map(({ item }) => item.label);
}

/** The text after accepting the item `label`. */
function accept(marked: string, label: string): string {
  const { analysis, offset, text } = open(marked);
  const item = completion(analysis, offset).find((candidate) => candidate.label === label);
  assert.ok(item, `${label} is not offered; there are ${labels(marked).join(", ")}`);
  const own = { place: { ...item.span, uri: analysis.uri }, text: item.text };
  return applyEdits(text, [own, ...(item.edits ?? [])]);
}

function check(marked: string, label: string, expected: string) {
  it(`${marked.replaceAll("\n", "⏎")} → ${label}`, () => assert.equal(accept(marked, label), expected));
}

function offers(marked: string, expected: { readonly has?: readonly string[]; readonly lacks?: readonly string[] }) {
  it(`${marked.replaceAll("\n", "⏎")} offers ${expected.has?.join(", ") ?? `no ${expected.lacks?.join(", ")}`}`, () => {
    const found = labels(marked);
    for (const label of expected.has ?? []) assert.ok(found.includes(label), `${label} is missing in ${found.join(", ")}`);
    for (const label of expected.lacks ?? []) assert.ok(!found.includes(label), `${label} is offered`);
  });
}

const machine = "chip C {\n  compute { bf16 = 1 PFLOPS }\n  hbm { capacity = 80 GB, bandwidth = 3 TB/s }\n}\n";
const plan = `workload chat { input = 1 tokens, output = 1 tokens }
serve R1 {
  model = DeepSeekR1
  on = CloudMatrix384
  workload = chat
  decode { chips = 160, batch = 96 requests per chip }
`;

describe("at the top of the file", () => {
  check("ser|", "serve", "serve ");
  check("|", "model", "model ");
  check("chip A { }\nlet|", "let", "chip A { }\nlet ");
  offers("|", { has: ["chip", "supernode", "import", "let", "expect"], lacks: ["vary", "tp"] });
  offers("chip |", { lacks: ["chip", "serve"] });
  check("chip X : Asc| { }", "Ascend910C", "chip X : Ascend910C { }");
  offers("chip X : |", { has: ["Ascend910C", "H100"], lacks: ["X", "DeepSeekR1", "CloudMatrix384"] });
  check("model X |", "from", 'model X from "');
});

describe("a plan before there is a workload", () => {
  const declared = "workload chat {\n  input = 4096 tokens\n  output = 256 tokens\n}\n";
  check("serve S {\n  workload = |\n}", "chat", `${declared}\nserve S {\n  workload = chat\n}`);
  check("/// Ours.\nserve S { workload = | }", "chat", `${declared}\n/// Ours.\nserve S { workload = chat }`);
  check("serve S {\n  workload = |", "chat", `${declared}\nserve S {\n  workload = chat`);
  check(
    "let chat = 3\nserve S { workload = | }",
    "requests",
    `let chat = 3\n${declared.replace("chat", "requests")}\nserve S { workload = requests }`,
  );
  offers(`${declared}serve S { workload = | }`, { has: ["chat"], lacks: ["requests"] });
});

describe("properties and blocks", () => {
  check("workload w {\n  in|\n}", "input", "workload w {\n  input = \n}");
  check("workload w {\n  in| = 4 tokens\n}", "input", "workload w {\n  input = 4 tokens\n}");
  check("workload w {\n  sl|\n}", "slo", "workload w {\n  slo {\n  \n}\n}");
  check("workload w { input = 4 tokens, out| }", "output", "workload w { input = 4 tokens, output =  }");
  check("serve R1 {\n  decode {\n    mt|", "mtp", "serve R1 {\n  decode {\n    mtp {\n  acceptance = \n}");
  check("supernode S {\n  fa|\n}", "fabric", "supernode S {\n  fabric \n}");
  offers("workload w {\n  input = 4 tokens\n  |\n}", { has: ["output", "slo"], lacks: ["input", "expect", "tp"] });
  offers("supernode S {\n  fabric A { }\n  |\n}", { has: ["fabric", "expect", "racks"] });
  offers("sweep s {\n  |\n}", { has: ["plan", "vary"], lacks: ["expect"] });
  offers("chip X {\n  // hb|\n}", { lacks: ["hbm"] });
  offers('chip X {\n  vendor = "h|"\n}', { lacks: ["hbm"] });
  offers("chip X {\n  /* hb| */\n}", { lacks: ["hbm"] });
  offers("serve R1 {\n  decode {\n    tp = 8\n  }\n  |\n\nworkload w { }", { has: ["prefill", "model"], lacks: ["tp", "decode"] });
});

describe("values", () => {
  check("serve R1 {\n  model = Deep|\n}", "DeepSeekR1", "serve R1 {\n  model = DeepSeekR1\n}");
  check("serve R1 {\n  model = |", "DeepSeekR1", "serve R1 {\n  model = DeepSeekR1");
  offers("serve R1 {\n  on = |\n}", { has: ["CloudMatrix384", "GB200_NVL72"], lacks: ["DeepSeekR1", "H100"] });
  check("serve R1 { precision { weights = i| } }", "int8", "serve R1 { precision { weights = int8 } }");
  check("train t { schedule = | }", '"dualpipe"', 'train t { schedule = "dualpipe" }');
  check("serve R1 { decode { batch = m| } }", "max", "serve R1 { decode { batch = max } }");
  check("let n = 3 tokens\nworkload w { input = | }", "n", "let n = 3 tokens\nworkload w { input = n }");
  check("let n = 3\nserve R1 { decode { tp = lo| } }", "log2", "let n = 3\nserve R1 { decode { tp = log2() } }");
  offers("let n = 3\nlet t = 2 s\nworkload w { input = | }", { has: ["max"], lacks: ["log2"] });
  offers("let n = 3\nlet t = 2 s\nlet x = log2(|)", { has: ["n"], lacks: ["t"] });
  offers("let n = 3\nlet t = 2 s\nlet x = max(n, |)", { has: ["n"], lacks: ["t"] });
  offers("let n = 3\nlet t = 2 s\nlet x = max(3 ms, min(n, 2) * |)", { has: ["n", "t"] });
  offers(`${plan}}\nsearch s { plan = R1, maximize = throughput per | }`, { has: ["chip", "instance"], lacks: ["link"] });
  offers(`${plan}  expect decode.throughput |\n}`, { has: ["per", "<="] });
  offers(`${plan}  expect tpot |\n}`, { has: ["<="], lacks: ["per"] });
  offers("model M : Llama31_8B {\n  |\n}", { has: ["moe", "local"], lacks: ["indexer", "heavy"] });
  offers("model M : DeepSeekR1 {\n  |\n}", { has: ["indexer"], lacks: ["local", "heavy"] });
  offers("search s {\n  maximize = throughput\n  |\n}", { has: ["plan"], lacks: ["minimize"] });
  offers("search s {\n  minimize = cost\n  |\n}", { has: ["plan"], lacks: ["maximize"] });
  check(`${plan}  kv_transfer = |\n}`, "RDMA", `${plan}  kv_transfer = RDMA\n}`);
  it("own names come before the catalog's", () => {
    assert.equal(labels("model Mine { }\nserve R1 { model = | }")[0], "Mine");
  });
  it("the largest machines of the catalog come first, behind the file's own", () => {
    const found = labels("supernode Small { chip = H100, node { chips = 8 } }\nserve R1 { on = | }");
    const order = ["Small", "Atlas950SuperPoD", "CloudMatrix384", "GB200_NVL72", "DGX_H100"].map((name) => found.indexOf(name));
    assert.deepEqual(
      order,
      order.toSorted((left, right) => left - right),
    );
    assert.equal(order[0], 0);
  });
  it("names of imports are offered", () => {
    const files = { "chips.cmx": machine };
    assert.ok(labels('import "chips.cmx"\nsupernode S { chip = | }', files).includes("C"));
  });
  it("so are their lets, and one of the same name here comes first", () => {
    const files = { "numbers.cmx": "/// How many ask.\nlet users = 40\nlet length = 3 tokens" };
    const { analysis, offset } = open('import "numbers.cmx"\nlet users = 2\nworkload w { input = | }', files);
    const lets = completion(analysis, offset).filter(({ kind }) => kind === "let");
    assert.deepEqual(
      lets.map(({ label, detail }) => `${label}: ${inEnglish(detail)}`),
      ["length: 3 tokens"],
    );
    const plain = open('import "numbers.cmx"\nlet users = 2\nlet more = |', files);
    assert.deepEqual(
      completion(plain.analysis, plain.offset)
        .filter(({ kind }) => kind === "let")
        .map(({ label, detail }) => `${label}: ${inEnglish(detail)}`),
      ["users: 2", "length: 3 tokens"],
    );
  });
  it("a name says what it stands for", () => {
    const { analysis, offset } = open("serve R1 { on = | }");
    const item = completion(analysis, offset).find((candidate) => candidate.label === "CloudMatrix384");
    assert.equal(inEnglish(item?.detail ?? ""), "supernode · 48 nodes × 8 Ascend910C");
  });
});

describe("from one word to the next", () => {
  check("serve R1 |", "{", "serve R1 {\n  model = \n}");
  check("chip X |", ":", "chip X : ");
  offers("workload w |", { has: ["{"], lacks: [":", "from"] });
  offers("workload a { }\nworkload w |", { has: ["{", ":"] });
  offers("serve R1 | {\n}", { lacks: ["{"] });
  check("serve R1 {\n  model |\n}", "=", "serve R1 {\n  model = \n}");
  check("serve R1 {\n  precision |\n}", "{", "serve R1 {\n  precision {\n  \n}\n}");
  offers("serve R1 {\n  model | = DeepSeekR1\n}", { lacks: ["="] });
  offers("let c = b\nlet a = c\nlet d = 3\nlet b = |", { has: ["d"], lacks: ["a", "b", "c"] });
});

describe("what a measurement is now", () => {
  const promise = (comparison: string) => `${flagship.replace(/\}\n$/, "")}  expect ${comparison} |\n}\n`;
  const offered = (marked: string) => {
    const { analysis, offset } = open(marked);
    return completion(analysis, offset).find(({ detail }) => inEnglish(detail).startsWith("now "))?.label ?? "";
  };
  for (const comparison of ["tpot <=", "tpot >=", "decode.throughput >", "decode.memory <=", "power <", "energy <=", "ttft <="]) {
    it(`${comparison} … holds`, () => {
      const text = promise(comparison).replace("|", offered(promise(comparison)));
      const { expectations } = open(text).analysis;
      assert.deepEqual(
        expectations.map(({ pass }) => pass),
        [true],
        text,
      );
    });
  }
  it("is none of a plan with an error", () => assert.equal(offered(promise("tpot <=").replace("DeepSeekR1", "Nothing")), ""));
});

describe("units and scopes", () => {
  check("chip X { hbm { capacity = 128 | } }", "GB", "chip X { hbm { capacity = 128 GB } }");
  check("chip X { hbm { capacity = 128| } }", "GB", "chip X { hbm { capacity = 128 GB } }");
  check("chip X { hbm { capacity = 128G| } }", "GB", "chip X { hbm { capacity = 128 GB } }");
  check("chip X { hbm { bandwidth = 3.2 TB/| } }", "TB/s", "chip X { hbm { bandwidth = 3.2 TB/s } }");
  check("workload w { cached = 50| }", "%", "workload w { cached = 50% }");
  offers("chip X { hbm { bandwidth = 3.2 | } }", { has: ["TB/s", "GB/s", "Gbps"], lacks: ["GB", "ms", "tokens"] });
  offers("workload w { input = 8 | }", { has: ["tokens"], lacks: ["requests", "GB", "token"] });
  offers("train t { batch = 8 | }", { has: ["sequences", "tokens"], lacks: ["requests"] });
  check("serve R1 { decode { batch = 96 requests | } }", "per", "serve R1 { decode { batch = 96 requests per  } }");
  check("serve R1 { decode { batch = 96 requests per c| } }", "chip", "serve R1 { decode { batch = 96 requests per chip } }");
  offers("serve R1 { decode { batch = 96 requests per | } }", { has: ["chip", "rank", "instance"], lacks: ["supernode", "link"] });
  offers("workload w { input = 8 tokens | }", { lacks: ["per"] });
});

describe("after a blank that the user has just typed", () => {
  /** The first labels that pop up unasked. */
  function pops(marked: string, expected: readonly string[]) {
    it(`${marked.replaceAll("\n", "⏎")} pops up ${expected.join(", ") || "nothing"}`, () => {
      const { analysis, offset } = open(marked);
      const found = completion(analysis, offset, { trigger: "blank" }).map((item) => item.label);
      assert.deepEqual(found.slice(0, Math.max(1, expected.length)), expected);
    });
  }
  pops("serve R1 { model = | }", ["DeepSeekV2"]);
  pops("serve R1 {\n  |\n}", []);
  pops("serve R1 { | }", []);
  pops("|", []);
  pops("serve R1 { decode { tp = 8 | } }", []);
  pops("serve R1 { decode { batch = 8 | } }", ["requests"]);
});

describe("expectations", () => {
  check(`${plan}  expect decode.th|\n}`, "decode.throughput", `${plan}  expect decode.throughput\n}`);
  offers(`${plan}  expect |\n}`, { has: ["tpot", "decode.step", "CloudMatrix384"], lacks: ["prefill.latency", "mfu"] });
  check(`${plan}  expect tpot <= 50 |\n}`, "ms", `${plan}  expect tpot <= 50 ms\n}`);
  offers(`${plan}  expect tpot <= 50 |\n}`, { has: ["ms", "s"], lacks: ["GB", "tokens/s"] });
  offers(`${plan}  expect decode.throughput == 1943 |\n}`, { has: ["tokens/s"], lacks: ["ms"] });
  check(`${plan}  expect tpot == 50 ms |\n}`, "within", `${plan}  expect tpot == 50 ms within \n}`);
  check(`${plan}  expect tpot == 50 ms within 10|\n}`, "%", `${plan}  expect tpot == 50 ms within 10%\n}`);
  check(`${plan}}\nexpect R1.tp|`, "R1.tpot", `${plan}}\nexpect R1.tpot`);
  check("expect CloudMatrix384.|", "CloudMatrix384.hbm.capacity", "expect CloudMatrix384.hbm.capacity");
  check("expect CloudMatrix384.hbm.capacity / GB200|", "GB200_NVL72", "expect CloudMatrix384.hbm.capacity / GB200_NVL72.");
});

describe("expectations are completed to their end", () => {
  check(`${plan}  expect tpot |\n}`, "<=", `${plan}  expect tpot <= \n}`);
  offers(`${plan}  expect tpot |\n}`, { has: ["<", "<=", ">", ">=", "=="], lacks: ["within", "ttft"] });
  offers(`${plan}  expect decode.throughput / 2 |\n}`, { has: [">="] });
  offers(`${plan}  expect tpot <= 50 ms |\n}`, { has: ["within"], lacks: ["<="] });
  check(`${plan}  expect tpot == 50 ms within |\n}`, "10%", `${plan}  expect tpot == 50 ms within 10%\n}`);
  offers(`${plan}  expect tpot == 50 ms within |\n}`, { lacks: ["ttft", "CloudMatrix384"] });
});

describe("what has no figure", () => {
  offers("let x = |", { has: ["min"], lacks: ["x"] });
  offers(`${plan}}\nsweep curve { plan = R1 }\nexpect |`, { has: ["R1"], lacks: ["curve"] });
});

describe("sweeps", () => {
  const sweep = (rest: string) => `${plan}}\nsweep s {\n  plan = R1\n  ${rest}\n}`;
  check(sweep("vary decode.b|"), "decode.batch", sweep("vary decode.batch"));
  check(sweep("vary workload.|"), "workload.input", sweep("vary workload.input"));
  check(sweep("vary decode.batch = 8..128 |"), "step", sweep("vary decode.batch = 8..128 step "));
  check(sweep("vary decode.batch = [8 |]"), "requests", sweep("vary decode.batch = [8 requests]"));
  offers(sweep("vary |"), { has: ["decode.batch", "decode.tp", "decode.ep", "workload.rate"], lacks: ["prefill.tp", "decode.mtp.tokens"] });
  offers(sweep("vary decode.batch = 8..16 requests\n  vary |"), { has: ["decode.tp"], lacks: ["decode.batch"] });
  offers(`let t = 2 s\nlet n = 3 requests\n${sweep("vary decode.batch = 8..16 step |")}`, { has: ["n"], lacks: ["t"] });
  offers(sweep("vary decode.batch = |"), { has: ["min"], lacks: ["vLLM", "DeepSeekR1"] });
  it("offers a number that the plan leaves to a word", () => {
    const text = `${plan}}\nsweep s {\n  plan = R1\n  vary |\n}`.replace("96 requests per chip", "max");
    assert.ok(labels(text).includes("decode.batch"));
  });
  it("offers what the plan sets before what it leaves to a default", () => {
    const found = labels(sweep("vary |"));
    assert.ok(found.indexOf("decode.batch") < found.indexOf("decode.tp"));
  });
  check("search s { plan = P, maximize = | }\ntrain P { }", "throughput", "search s { plan = P, maximize = throughput }\ntrain P { }");
});
