import assert from "node:assert/strict";
import { expand, snippets } from "../../../scripts/generate/snippets";
import { analyse } from "../../../server/src/analysis";
import { kinds } from "../../../server/src/language/schema";
import { resolve } from "../../../server/src/semantics";

const alone = { read: () => ({ problem: "missing" as const }), locate: (_: string, path: string) => path };

/** What the snippets refer to by the schema's example names. */
const surroundings = {
  workload: "workload chat {\n  input = 4096 tokens\n  output = 256 tokens\n}\n",
  serve:
    "serve R1 {\n  model = DeepSeekR1\n  on = CloudMatrix384\n  workload = chat\n  decode {\n    dp = 320\n    batch = 96 requests per chip\n  }\n}\n",
};

for (const kind of kinds) {
  it(`${kind.name} inserts source without an error`, () => {
    const snippet = snippets()[kind.name];
    assert(snippet);
    const others = Object.entries(surroundings).filter(([name]) => name !== kind.name);
    const text = `${others.map(([, other]) => other).join("")}${expand(snippet.body)}\n`;
    const errors = resolve("file:///snippet.cmx", text, alone).findings.filter(({ severity }) => severity === "error");
    assert.deepEqual(
      errors.map(({ code, message }) => `${code} ${message}`),
      [],
    );
  });
}

/** The headline of the only plan in a file that holds these snippets as they are. */
function simulated(...names: readonly string[]) {
  const text = names.map((name) => expand(snippets()[name]?.body ?? [])).join("\n\n");
  const { findings, plans } = analyse("file:///empty.cmx", text, alone);
  const wrong = findings.filter(({ severity }) => severity !== "information").map(({ code, message }) => `${code} ${message}`);
  return { wrong, feasible: plans.map(({ report }) => report?.feasible) };
}

it("an empty file, the snippet plan, and there is a plan that fits and meets its slo", () => {
  assert.deepEqual(simulated("plan"), { wrong: [], feasible: [true] });
});

it("so do the plans of dense models", () => {
  assert.deepEqual(simulated("plan-dense"), { wrong: [], feasible: [true] });
  assert.deepEqual(simulated("plan-training").wrong, []);
});

it("renaming the workload of the plan renames its mention", () => {
  const lines = snippets()["plan"]?.body ?? [];
  assert.equal(lines.filter((line) => line.includes("${1:chat}")).length, 2);
});

it("the snippets workload and serve belong together", () => {
  assert.deepEqual(simulated("workload", "serve"), { wrong: [], feasible: [true] });
});

it("a sweep belongs to the plan's snippet", () => {
  assert.deepEqual(simulated("plan", "sweep").wrong, []);
});
