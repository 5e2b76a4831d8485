import assert from "node:assert/strict";
import { chat, look, serve } from "../analysis/support";

const plan = serve("Qwen3_8B", "DGX_H100", "colocated { batch = many }");
const told = (text: string, files: Readonly<Record<string, string>> = {}) =>
  look(text, files)
    .findings.filter(({ code }) => code > "CMX253" && code < "CMX258")
    .map(({ code, message }) => `${code} ${message}`);

describe("what a file brings in and does not use", () => {
  it("a let without a use is told, one with a use anywhere is not", () => {
    assert.deepEqual(told(`let many = 8 requests\nlet more = many\nlet most = more\n${chat}${plan}`), [
      "CMX254 most is not used in this file.",
    ]);
  });

  it("a file of parts is there for others", () => {
    assert.deepEqual(told(`let many = 8 requests\n${chat}`), []);
  });

  it("an import counts as used by what it brings from further away", () => {
    const files = { "parts.cmx": 'import "chat.cmx"\n', "chat.cmx": chat, "other.cmx": "let unasked = 2\n" };
    const text = `import "parts.cmx"\nimport "other.cmx"\nlet many = 8 requests\n${plan}`;
    assert.deepEqual(told(text, files), ["CMX255 Nothing of other.cmx is used in this file."]);
  });

  it("an import that cannot be read is not called unused as well", () => {
    assert.deepEqual(told('import "gone.cmx"\nexpect 1 > 0\n'), []);
  });
});

describe("what its author calls deprecated", () => {
  const old = "/// How long we used to talk.\n/// Deprecated: use chat.\nworkload talk : chat {\n}\n";

  it("is told at every use, with the advice and the declaration", () => {
    const { findings } = look(`${chat}${old}let many = 8 requests\n${plan.replace("workload = chat", "workload = talk")}`);
    const [found, ...rest] = findings.filter(({ code }) => code === "CMX256");
    assert.deepEqual(rest, []);
    assert.equal(found?.message, "talk is deprecated: use chat.");
    assert.equal(found?.related[0]?.message, "talk is declared here.");
  });

  it("says nothing where nobody uses it", () => {
    assert.deepEqual(told(`${chat}${old}`), []);
  });

  it("crosses files", () => {
    assert.deepEqual(told('import "old.cmx"\nexpect later > 0 s\n', { "old.cmx": "/// Deprecated:\nlet later = 2 s\n" }), [
      "CMX256 later is deprecated: its documentation says why.",
    ]);
  });
});
