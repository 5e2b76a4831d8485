import assert from "node:assert/strict";
import { hints } from "../../../server/src/features/hints";
import { lenses } from "../../../server/src/features/lenses";
import { flagship, planWith, workload } from "../../texts";
import { open } from "./helpers";

/** The lines on which hints stand, with the hints in « ». */
function shown(text: string): readonly string[] {
  const { analysis } = open(text);
  const sorted = hints(analysis).toSorted((left, right) => right.offset - left.offset);
  const marked = sorted.reduce((rest, { offset, text: hint }) => `${rest.slice(0, offset)} «${hint}»${rest.slice(offset)}`, text);
  return marked.split("\n").filter((line) => line.includes("«"));
}

describe("inlay hints", () => {
  it("stand behind plans and phases", () => {
    const lines = shown(flagship);
    assert.equal(lines.length, 3);
    assert.match(lines[0] ?? "", /^ {2}\} «[\d,]+ tokens\/s per chip · step [\d.]+ m?s · [\d.]+ GB of 64 GB»$/);
    assert.match(lines[2] ?? "", /^\} «[\d,]+ tokens\/s per chip · TTFT [\d.]+ m?s · TPOT [\d.]+ ms»$/);
  });
  it("tell the degrees that follow from others, and no other", () => {
    const lines = shown(flagship.replace("    dp = 320\n", ""));
    assert.ok(lines.includes("  decode { «dp 320»"), lines.join("\n"));
    assert.ok(!shown(flagship).some((line) => line.includes("{ «")));
  });
  it("tell what max comes to", () => {
    const [line] = shown(`${workload}${planWith("max")}`).filter((one) => one.includes("max"));
    assert.match(line ?? "", /batch = max «= [\d,]+ requests»$/);
  });
  it("are none where nothing is computed or nothing is closed", () => {
    assert.deepEqual(shown("serve R1 { model = Nothing }"), []);
    assert.deepEqual(shown("chip C : H100 {\n}\n"), []);
  });
});

describe("lenses of expectations", () => {
  const verdicts = (...expects: readonly string[]) => {
    const text = `${flagship.slice(0, flagship.lastIndexOf("}"))}${expects.map((one) => `  expect ${one}\n`).join("")}}\n`;
    return lenses(open(text).analysis)
      .slice(2)
      .map(({ title }) => title);
  };
  it("count what holds and what fails", () => {
    assert.deepEqual(verdicts("tpot <= 1 s"), ["$(pass) 1 expectation holds"]);
    assert.deepEqual(verdicts("tpot <= 1 s", "ttft <= 9 s"), ["$(pass) 2 expectations hold"]);
    assert.deepEqual(verdicts("tpot <= 1 s", "tpot <= 1 ms"), ["$(error) 1 of 2 expectations fails"]);
    assert.deepEqual(verdicts(), []);
  });
});
