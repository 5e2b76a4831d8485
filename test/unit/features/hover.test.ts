import assert from "node:assert/strict";
import { hover } from "../../../server/src/features/hover";
import { flagship } from "../../texts";
import { open } from "./helpers";

/** The hover at the `|` matches all patterns. */
function check(name: string, marked: string, ...patterns: readonly RegExp[]) {
  checkAmong({}, name, marked, ...patterns);
}

function checkAmong(files: Readonly<Record<string, string>>, name: string, marked: string, ...patterns: readonly RegExp[]) {
  it(name, () => {
    const { analysis, offset } = open(marked, files);
    const markdown = hover(analysis, offset)?.markdown ?? "";
    for (const pattern of patterns) assert.match(markdown, pattern);
  });
}

const at = (marked: string) => flagship.replace(marked.replace("|", ""), marked);

describe("hover on the language", () => {
  check("a kind", at("serv|e R1"), /A serving plan/);
  check(
    "a property: meaning, dimension, default",
    "chip X { ran|ks = 2 }",
    /Devices that a parallel degree counts/,
    /a plain number/,
    /Default: `1`/,
  );
  check("a property's own documentation", "chip X {\n  /// As the vendor says.\n  power| = 700 W\n}", /As the vendor says\./);
  check("a value in natural units", "chip X { hbm { capacity| = 65536 MB } }", /65\.5 GB per chip/);
  check("a comment behind a figure", "chip X {\n  power| = 700 W // data sheet\n}", /700 W per chip[^]*data sheet/);
  check("a choice", "model M { attention { kind = ml|a } }", /latent attention/);
  check("a text choice", 'train t { schedule = "dual|pipe" }', /Two directions at once/);
  check("a unit", "chip X { hbm { capacity = 64 Gi|B } }", /1 GiB is 1,073,741,824 B/);
  check("a unit that is a rate", "chip X { hbm { bandwidth = 3.2 TB|/s } }", /TB per s/);
  check("a scope", at("16384 tokens per ch|ip"), /each chip/);
  check("a function", "let x = ma|x(1, 2)", /largest/);
  check("a let", "let x| = 3 GB", /3 GB/);
  check("a share is no count", "workload w { cached = 9|0% }", /Here: \*\*90%/, /^(?![^]*90 % is)/);
  checkAmong(
    { "m%C3%A4chte.cmx": "/// Asking.\nlet users = 40" },
    "a let of another file",
    'import "m%C3%A4chte.cmx"\nlet x = us|ers',
    /users = 40[^]*From mächte\.cmx/,
  );
  check("a let where it is used", "let x = 3 GB\nchip X { hbm { capacity = x| } }", /let x = 3 GB/);
});

const priced = `workload chat { input = 1024 tokens, output = 256 tokens }
serve P| {
  model = Llama31_8B
  on = DGX_H100
  workload = chat
  colocated { batch = 32 requests }
}
`;

describe("hover on machines and models", () => {
  check("where a name comes from", at("on = Cloud|Matrix384"), /From the catalog/);
  checkAmong(
    { "mine.cmx": "chip Mine { }" },
    "a chip of another file",
    'import "mine.cmx"\nsupernode S { chip = Mi|ne }',
    /From mine\.cmx/,
  );
  check("a fabric in the middle of a path", "expect CloudMatrix384.U|B.bandwidth > 1 GB/s", /UB\.bandwidth/, /196 GB\/s/);
  check("money in its currency", priced, /\| cost \| [\d.]+ USD/);
  check(
    "a machine of the catalog adds up",
    at("on = Cloud|Matrix384"),
    /48 nodes × 8 Ascend910C/,
    /\| chips \| 384/,
    /\| hbm\.capacity \| 49\.2 TB/,
    /UB/,
  );
  check(
    "a chip of the catalog cites its sources",
    "supernode S { chip = Ascend|910C }",
    /hbm\.capacity \| 128 GB per chip/,
    /stacks/,
    /arXiv:2506\.12708/,
  );
  check("a model: published and computed parameters", at("DeepSeek|R1"), /\| parameters \| 671 B/, /computed parameters \| 67\d B/);
  check("a path into the catalog", "expect CloudMatrix384.hbm.cap|acity > 1 TB", /49\.2 TB/, /384 chips × 128 GB/);
  check("a figure of a fabric", "expect CloudMatrix384.UB.band|width > 1 GB/s", /392 GB\/s/, /196 GB\/s a die/);
  check("the base of a derivation", "chip X : Asc|end910C { }", /chip Ascend910C/);
});

describe("hover on plans", () => {
  check("a plan shows its computed figures", at("serve R|1"), /tokens\/s per chip/, /\| tpot \| [\d.]+ ms/, /\| ttft \|/);
  check("a phase shows memory, step and bottleneck", at("  deco|de {"), /memory \| [\d.]+ GB of 64 GB/, /limited by/, /largest that fits/);
  check(
    "a measurement shows its value",
    flagship.replace(/}\n$/, "  expect tp|ot <= 50 ms\n}\n"),
    /Time per output token/,
    /R1: \*\*[\d.]+ ms\*\*/,
  );
  check(
    "a measurement of a plan, from outside",
    `${flagship}\nexpect R1.decode.thr|oughput > 1 tokens/s`,
    /Output tokens per second of the decode pool/,
  );
});

describe("hover on a trace", () => {
  const rows = [
    '{"timestamp": 0, "input_length": 1024, "output_length": 100, "hash_ids": [1, 2]}',
    '{"timestamp": 1000, "input_length": 3072, "output_length": 200, "hash_ids": [1, 2, 3, 4, 5, 6]}',
    '{"timestamp": 2000, "input_length": 100, "output_length": 0}',
  ];
  checkAmong(
    { "requests.jsonl": rows.join("\n") },
    "says what its requests come to",
    'workload w { trace = "reque|sts.jsonl" }',
    /A file of recorded requests/,
    /\| requests \| 2 \| 1 more have no input or no answer/,
    /\| input \| 2,048 tokens \| p50 1,024, p99 3,072, spread 50%/,
    /\| output \| 150 tokens \|/,
    /\| rate \| 1 requests\/s \| over 1 s/,
    /\| cached \| 25% \| at most: of a cache without end, in blocks of 512 tokens/,
  );
  check("that cannot be read says what it should be", 'workload w { trace = "reque|sts.jsonl" }', /A file of recorded requests/);
});

describe("hover on what a figure does", () => {
  check("a number in other units", "chip X { hbm { bandwidth = 3.|2 TB/s } }", /^3\.2 TB\/s is 25\.6 Tbps/);
  check("a number of a let", "let x = 40|0 Gbps", /^400 Gbps is 50 GB\/s/);
  check("a batch", at("batc|h = 96 requests per chip"), /\| memory \| [\d.]+ GB of 64 GB/, /\| TPOT \| [\d.]+ ms/, /largest that fits/);
  check("a prefill batch has no time per token", at("batch = 1638|4 tokens per chip"), /\| step \|/, /^(?![^]*TPOT)/);
  const derived = `supernode Mine : CloudMatrix384 {\n  fabric U|B { }\n}\n${flagship.replace("on = CloudMatrix384", "on = Mine")}`;
  check("a fabric says who loads it", derived, /Loaded by/, /\| R1\.decode \| [\d.]+% \| [^|]+/);
  check(
    "the name of a fabric in a plan",
    at("workload = chat\n").replace("workload = chat\n", "workload = chat\n  kv_transfer = U|B\n"),
    /fabric UB/,
    /Loaded by/,
  );
});

describe("hover on the words that begin a line", () => {
  const expecting = (line: string) => `${flagship.slice(0, flagship.lastIndexOf("}"))}  ${line}\n}`;
  check(
    "an expectation that holds",
    expecting("/// As promised.\n  exp|ect tpot <= 1 s"),
    /Holds\. It is \*\*[\d.]+ ms\*\*\.\n\nAs promised\./,
  );
  check("its comparison", expecting("expect tpot <|= 1 ms"), /Fails\. It is \*\*[\d.]+ ms\*\*\./);
  check("a claim about machines", "exp|ect H100.hbm.capacity == 80 GB within 1%", /Holds\. It is \*\*80 GB\*\*\./);
  check("a broken one", "exp|ect Nope.hbm > 3", /A test: the comparison must hold/);
  check("a let", "l|et x = 3", /Gives a value a name/);
  check("a vary", `${flagship}\nsweep s { plan = R1, va|ry decode.batch = [8] }`, /takes one value after the other/);
});

describe("hover on nothing", () => {
  for (const marked of ["|", "chip X { } |", "// a com|ment", "chip X { nonsense| = 3 }", "@@|@"]) {
    it(JSON.stringify(marked), () => {
      const { analysis, offset } = open(marked);
      assert.equal(hover(analysis, offset), undefined);
    });
  }
});

describe("hover explains figures as --explain does", () => {
  check("a metric of an expectation", `${flagship}\nexpect R1.tp|ot <= 50 ms`, /= step [\d.]+ ms \/ 1\.700 tokens of a step/);
  check(
    "a phase: its operators, and the kernels of the largest",
    at("dec|ode {"),
    /\| attention \| [\d.]+ ms \| \d+%, bound by compute \|/,
    /compute [\d.]+ µs = [\d.]+ GFLOP \/ \(354 TFLOPS of bf16 × 65%\)/,
    /attention\.decode = 65%: \\\[paper\\\] table 8/,
  );
});
