import assert from "node:assert/strict";
import { plan, program } from "./support";

/** Names of the declarations that can be computed. */
function sound(text: string): string {
  return program(text)
    .declarations.filter((each) => each.sound)
    .map(({ name }) => name)
    .join(" ");
}

it("a file without errors", () => assert.equal(sound(plan), "C S L M W P"));
it("an error in a plan", () => assert.equal(sound(`${plan}serve Q : P { decode { tp = 0 } }`), "C S L M W P"));
it("an error in the chip reaches machine and plan", () => assert.equal(sound(plan.replace("500 W", "500")), "M W"));
it("an error in a base", () =>
  assert.equal(sound(`${plan.replace("tokens, slo", "tokens, cached = 3, slo")}workload V : W { cached = 0% }`), "C S L M"));
it("an error in a let that is used", () => assert.equal(sound(`let a = b\nlet b = nothing\n${plan.replace("500 W", "a")}`), "M W"));
it("an error in a let that nobody uses", () => assert.equal(sound(`let a = nothing\n${plan}`), "C S L M W P"));
it("a warning is no error", () => assert.equal(sound(plan.replaceAll(/\bC\b/g, "H100")), "H100 S L M W P"));
it("an error in an expectation leaves the plan alone", () => {
  assert.equal(sound(plan.replace(/}\n$/, "  expect tpto < 1 s\n  expect tpot == 1 s\n}\n")), "C S L M W P");
});
it("a syntax error", () => assert.equal(sound(plan.replace("power = 500 W", "power = ")), "M W"));
it("other plans of the file still work", () => {
  assert.equal(sound(`${plan}serve Q : P { model = Nothing }\nserve R : P { decode { tp = 2 } }`), "C S L M W P R");
});
