/** After an edit the analysis takes over what still holds. Whatever was typed, the outcome is that of a first look at the text. */

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { analyse } from "../../../server/src/analysis";
import { evaluationsSoFar } from "../../../server/src/analysis/memo";
import type { Analysis } from "../../../server/src/analysis/types";
import type { Host } from "../../../server/src/semantics";
import { plainOf } from "../../../server/src/semantics/again";
import { randomEdit, randomFrom } from "../../server/edits";

const uri = "file:///workspace/plan.cmx";
const steps = Number(process.env["CMX_EDIT_STEPS"] ?? 20);

/** Everything that refers to everything else: bases, references, lets, sweeps, expectations inside and outside. */
const woven = `import "parts.cmx"

let users = 40
let share = users / 100

/// Deprecated: use big.
workload small { input = 512 tokens, output = 64 tokens }
workload big { input = small.input * 4, output = 256 tokens, slo { ttft = 4 s, tpot = 50 ms } }

supernode Half : CloudMatrix384 { nodes = 24 }
supernode Quarter : Half { nodes = 12, fabric UB { bandwidth = Half.UB.bandwidth } }

serve A { model = DeepSeekR1, on = Half, workload = big
  decode { chips = 160, dp = 320, ep = 320, batch = users requests per chip }
  expect tpot <= B.tpot * 2
  // cmx-ignore CMX702 so it is
}
serve B : A { workload = small, decode { batch = 60 requests per chip } }
serve C : Shared { on = Quarter, decode { chips = 16, dp = 32, ep = 32 } }
sweep curve { plan = A, vary decode.batch = 8..users step 8 }
expect A.tpot <= 100 ms
expect Quarter.chips == Half.chips / 2 within 1%
`;
const parts = `serve Shared { model = Qwen3_30B_A3B, on = CloudMatrix384, decode { chips = 8, batch = 8 requests per chip } }
workload small { input = 1 tokens, output = 1 tokens }
`;

describe("an analysis after an edit", () => {
  it("is as good as a first one, whatever was typed in examples/", function () {
    this.timeout(60_000 + steps * 2_000);
    for (const [index, file] of readdirSync("examples")
      .filter((name) => name.endsWith(".cmx"))
      .entries()) {
      follow(readFileSync(`examples/${file}`, "utf8"), index + 1, { text: parts });
    }
  });

  it("is as good as a first one where everything refers to everything else", function () {
    this.timeout(60_000 + steps * 10_000);
    for (let seed = 1; seed <= 10; seed++) follow(woven, seed, { text: parts });
  });

  it("follows an imported file that changes", () => {
    const imported = { text: parts };
    const before = analyse(uri, woven, hostOf(imported));
    for (const text of [parts.replace("8 requests", "9 requests"), parts.replace("Shared", "Other"), "serve {", parts]) {
      imported.text = text;
      agree(analyse(uri, woven, hostOf(imported), before), analyse(uri, woven, hostOf(imported)), text);
    }
  });

  it("follows other files that change, though the text is the same", () => {
    const text = `workload seen { trace = "requests.jsonl" }
      workload more : seen { output = seen.output * 2 }
      model Own from "config.json" { }
      serve R1 { model = Own, on = DGX_H100, workload = more, decode { chips = 8, batch = 8 requests per chip } }`;
    const files = (input: number, layers: number): Host => ({
      read: (wanted) => ({
        text: wanted.endsWith(".jsonl")
          ? `{"input_length": ${input}, "output_length": 10}`
          : `{"model_type": "llama", "num_hidden_layers": ${layers}, "hidden_size": 1024, "intermediate_size": 4096, "vocab_size": 1000, "num_attention_heads": 8, "num_key_value_heads": 8}`,
      }),
      locate: (_from, path) => `file:///workspace/${path}`,
    });
    const before = analyse(uri, text, files(100, 8));
    for (const host of [files(200, 8), files(100, 16)]) agree(analyse(uri, text, host, before), analyse(uri, text, host), text);
  });

  it("computes of imported plans those that are measured, and none again", () => {
    const plan = (index: number) =>
      `serve Plan${index} { model = Qwen3_30B_A3B, on = CloudMatrix384, workload = small, decode { chips = 8, batch = ${index} requests per chip } }\n`;
    const imported = { text: `workload small { input = 1 tokens, output = 1 tokens }\n${[1, 2, 3, 4, 5, 6].map(plan).join("")}` };
    const text = (limit: number) =>
      `import "parts.cmx"\n${[1, 2, 3, 4, 5].map((index) => `expect Plan${index}.tpot <= ${limit} ms\n`).join("")}`;
    const computing = (limit: number, last?: Analysis) => {
      const before = evaluationsSoFar();
      return { analysis: analyse(uri, text(limit), hostOf(imported), last), evaluated: evaluationsSoFar() - before };
    };
    const first = computing(100);
    assert.equal(first.evaluated, 5);
    assert.equal(computing(99, first.analysis).evaluated, 0);
  });

  it("keeps the figures of plans that only move", () => {
    const before = analyse(uri, woven, hostOf({ text: parts }));
    const evaluations = evaluationsSoFar();
    const after = analyse(uri, `// One line more.\n${woven}`, hostOf({ text: parts }), before);
    assert.equal(evaluationsSoFar(), evaluations);
    assert.equal(after.findings.length, before.findings.length);
  });
});

function follow(original: string, seed: number, imported: { text: string }): void {
  const random = randomFrom(seed);
  let text = original;
  let last = analyse(uri, text, hostOf(imported));
  for (let step = 1; step <= steps; step++) {
    if (random() < 0.05) imported.text = randomEdit(imported.text, parts, random).after;
    text = randomEdit(text, original, random).after;
    last = analyse(uri, text, hostOf(imported), last);
    agree(last, analyse(uri, text, hostOf(imported)), `seed ${seed}, step ${step}:\n${text}`);
  }
}

function hostOf(imported: { readonly text: string }): Host {
  return {
    read: (wanted) => (wanted.endsWith("/parts.cmx") ? imported : { problem: "missing" }),
    locate: (_from, path) => `file:///workspace/${path}`,
  };
}

function agree(actual: Analysis, expected: Analysis, when: string): void {
  assert.equal(plain(actual), plain(expected), when);
}

/** The analysis as text: declarations that are referred to by their place, everything else in full. */
function plain({ findings, program, expectations, plans }: Analysis): string {
  const { declarations, lets, expects, visible, mentions, dependencies } = program;
  const reports = plans.slice(0, 1).map(({ report }) => report?.metrics);
  const all = {
    findings: findings.map(({ fixes, related, ...said }) => ({ ...said, fixes, related })),
    declarations: declarations.map(plainOf),
    lets,
    expects,
    visible,
    mentions,
    dependencies,
    expectations,
    reports,
  };
  return JSON.stringify(
    all,
    (key: string, value: unknown) => {
      if (key === "schema" || key === "property" || key === "metric") return (value as { name: string } | undefined)?.name;
      if (key === "target" || key === "base" || key === "plan" || key === "declaration") return placeOf(value);
      if (value instanceof Map) return key === "visible" ? [...value].map(([name, one]) => [name, placeOf(one)]) : [...value];
      if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
      return Object.fromEntries(Object.entries(value).sort(([left], [right]) => (left < right ? -1 : 1)));
    },
    1,
  );
}

function placeOf(thing: unknown): unknown {
  const { range, sound } = (thing ?? {}) as { readonly range?: unknown; readonly sound?: boolean };
  return range ? { range, sound } : thing;
}
