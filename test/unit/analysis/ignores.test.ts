import assert from "node:assert/strict";
import { actions } from "../../../server/src/features/actions";
import { edited } from "../../../server/src/features/mends";
import { chat, look, mends, reportOf, serve } from "./support";

/** Where the name is the finding's. */
const heavy = (above: string) =>
  `${chat}${serve("DeepSeekR1", "CloudMatrix384", `decode {\n    chips = 160\n    ep = 320\n    redundant_experts = 64\n    ${above}batch = 2000 requests per chip\n  }`)}`;
const codes = (text: string) => look(text).findings.map(({ code }) => code);

describe("// cmx-ignore", () => {
  it("takes the findings with its code off the next line", () => {
    assert.ok(codes(heavy("")).includes("CMX401"));
    const ignored = codes(heavy("// cmx-ignore CMX401 we wait for the chip with more memory\n    "));
    assert.ok(!ignored.includes("CMX401"), ignored.join());
    assert.ok(!ignored.includes("CMX257"), ignored.join());
  });

  it("leaves the plan as it is: what does not fit does not fit", () => {
    const [plan] = reportOf(heavy("// cmx-ignore CMX401\n    ")).plans;
    assert.equal(plan?.feasible, false);
  });

  it("takes several codes, and several comments stand above one line", () => {
    const text = "let a = 1 GB\n// cmx-ignore CMX254, CMX240 kept for later\nlet b = 2\nexpect a > 0 GB\n";
    assert.deepEqual(
      look(text).findings.map(({ message }) => message),
      ["This comment ignores nothing: line 3 has no CMX240."],
    );
    assert.deepEqual(codes("// cmx-ignore CMX212\n// cmx-ignore CMX254\nlet b = 2\nexpect 1 > 0\n"), ["CMX257"]);
  });

  it("says what is wrong with a comment that ignores nothing, and mends it", () => {
    const saying = (comment: string) => look(`${comment}\n${chat}`).findings.map(({ message }) => message);
    assert.deepEqual(saying("// cmx-ignore CMX999"), ["This comment ignores nothing: there is no CMX999."]);
    assert.deepEqual(saying("// cmx-ignore it is fine"), [
      "This comment ignores nothing: it names no code, as in // cmx-ignore CMX702 reason.",
    ]);
    assert.equal(mends(`// cmx-ignore CMX401\n${chat}`, "CMX257"), chat);
    assert.equal(
      mends("// cmx-ignore CMX401, CMX254 kept\nlet b = 2\nexpect 1 > 0\n", "CMX257"),
      "// cmx-ignore CMX254 kept\nlet b = 2\nexpect 1 > 0\n",
    );
  });

  it("is only a comment: the words in a string or in documentation are words", () => {
    assert.deepEqual(codes(`/// cmx-ignore CMX401\n${chat}`), []);
  });

  it("is offered for what is no error, and does what it says", () => {
    const text = "expect 1 > 0\n  let unused = 2\n";
    const [finding] = look(text).findings;
    assert.ok(finding);
    const offered = actions(look(text), finding.place, () => []).find(({ title }) => title === "Ignore CMX254 in this line");
    assert.ok(offered && !offered.preferred);
    const after = edited(text, offered.edits);
    assert.equal(after, "expect 1 > 0\n  // cmx-ignore CMX254\n  let unused = 2\n");
    assert.deepEqual(codes(after), []);
  });
});
