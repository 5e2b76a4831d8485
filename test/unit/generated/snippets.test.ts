import assert from "node:assert/strict";
import { expand, snippets } from "../../../scripts/generate/snippets";
import { kinds } from "../../../server/src/language/schema";
import { resolve } from "../../../server/src/semantics";

const alone = { read: () => ({ problem: "missing" as const }), locate: (_: string, path: string) => path };

/** What the snippets refer to by the schema's example names. */
const surroundings = [
  "workload chat {\n  input = 4096 tokens\n  output = 256 tokens\n}",
  "serve R1 {\n  model = DeepSeekR1\n  on = CloudMatrix384\n  workload = chat\n  decode {\n    dp = 320\n    batch = 96 requests per chip\n  }\n}",
].join("\n");

for (const kind of kinds) {
  it(`${kind.name} inserts source without an error`, () => {
    const snippet = snippets()[kind.name];
    assert(snippet);
    const text = `${surroundings}\n${expand(snippet.body)}\n`;
    const errors = resolve("file:///snippet.cmx", text, alone).findings.filter(({ severity }) => severity === "error");
    assert.deepEqual(
      errors.map(({ code, message }) => `${code} ${message}`),
      [],
    );
  });
}
