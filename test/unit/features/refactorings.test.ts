import assert from "node:assert/strict";
import { edited } from "../../../server/src/features/mends";
import { refactorings } from "../../../server/src/features/refactorings";
import { open, trial } from "./helpers";

/** What is offered at the mark; two marks are the ends of a selection. */
function offered(marked: string) {
  const start = marked.indexOf("|");
  const text = marked.replaceAll("|", "");
  const end = marked.lastIndexOf("|") - (marked.lastIndexOf("|") > start ? 1 : 0);
  return { text, list: refactorings({ analysis: open(text).analysis, selection: { start, end } }, trial) };
}

/** The text after the refactoring whose title begins so. */
function check(title: string, marked: string, expected: string) {
  it(`${title}: ${marked.replaceAll("\n", "⏎")}`, () => {
    const { text, list } = offered(marked);
    const found = list.find((one) => one.title.startsWith(title));
    assert.ok(found, `there is ${list.map((one) => one.title).join(", ") || "nothing"}`);
    assert.equal(edited(text, found.edits), expected);
  });
}

function lacks(title: string, marked: string) {
  it(`no ${title}: ${marked.replaceAll("\n", "⏎")}`, () => {
    assert.deepEqual(
      offered(marked).list.filter((one) => one.title.startsWith(title)),
      [],
    );
  });
}

describe("extract to a let", () => {
  check(
    "Extract",
    "workload w { input = 3| tokens, output = 4 tokens }",
    "let input = 3 tokens\n\nworkload w { input = input, output = 4 tokens }",
  );
  check(
    "Extract",
    "workload w { input = |2 * 3 tokens|, output = 4 tokens }",
    "let input = 2 * 3 tokens\n\nworkload w { input = input, output = 4 tokens }",
  );
  check(
    "Extract",
    "let input = 1\nworkload w { input = 3| tokens, output = 4 tokens }",
    "let input = 1\nlet input2 = 3 tokens\n\nworkload w { input = input2, output = 4 tokens }",
  );
  lacks("Extract", "workload w| { input = 3 tokens, output = 4 tokens }");
  // 8 B without a property around it would be eight bytes.
  lacks("Extract", "model M : Qwen3_8B { parameters = 8.19| B }");
});

describe("inline a let", () => {
  check("Inline", "let n| = 3 tokens\nworkload w { input = n, output = 2 * n }", "workload w { input = 3 tokens, output = 2 * 3 tokens }");
  check("Inline", "let n = 1 + 2\nlet m = 2 * n|\n", "let m = 2 * (1 + 2)\n");
  lacks("Inline", "let n| = 3 tokens\n");
});

describe("derive from what is under the cursor", () => {
  check(
    "Derive a chip",
    "supernode S : DGX_H100 { chip = H10|0 }",
    "supernode S : DGX_H100 { chip = MyH100 }\n\n/// H100, with changes.\nchip MyH100 : H100 {\n}\n",
  );
  check("Derive a chip", "chip C| : H100 {\n}\n", "chip C : H100 {\n}\n\n/// C, with changes.\nchip MyC : C {\n}\n");
  lacks("Derive", "workload w| { input = 1 tokens, output = 1 tokens }");
});

describe("convert to another unit", () => {
  check("Convert to 0.125 TB", "let x = 125| GB", "let x = 0.125 TB");
  check("Convert to 50 GB/s", "let x = 400 Gb|ps per chip", "let x = 50 GB/s per chip");
  lacks("Convert", "let x = 3|");
});

describe("from colocated to disaggregated", () => {
  const plan = (phases: string) =>
    `workload chat { input = 1024 tokens, output = 256 tokens }\nserve P {\n  model = Qwen3_8B\n  on = DGX_H100\n  workload = chat\n  ${phases}\n}\n`;
  check(
    "Disaggregate",
    plan("colo|cated {\n    instances = 8\n    batch = 32 requests\n  }"),
    plan("prefill {\n    instances = 2\n    batch = 8192 tokens\n  }\n\n  decode {\n    instances = 6\n    batch = 32 requests\n  }"),
  );
  check(
    "Disaggregate",
    plan("colocated {\n    chips = 8, tp = |8\n    batch = 32 requests\n  }"),
    plan(
      "prefill {\n    chips = 4\n    tp = 4\n    batch = 8192 tokens\n  }\n\n  decode {\n    chips = 4\n    tp = 4\n    batch = 32 requests\n  }",
    ),
  );
  it("what is expected and varied of the pool follows", () => {
    const text = plan("colo|cated {\n    batch = 32 requests\n  }\n  expect colocated.memory <= 80 GB");
    const more = "expect P.colocated.step <= 1 s\nsweep s {\n  plan = P\n  vary colocated.batch = [8, 16]\n}\n";
    const { text: before, list } = offered(text + more);
    const after = edited(before, list.find((one) => one.title.startsWith("Disaggregate"))?.edits ?? []);
    assert.match(after, /expect decode\.memory <= 80 GB[^]*expect P\.decode\.step[^]*vary decode\.batch/);
  });
  lacks("Disaggregate", plan("dec|ode { batch = 8 requests }"));
});
