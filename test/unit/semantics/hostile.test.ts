import assert from "node:assert/strict";
import { program } from "./support";

const many = (count: number, line: (index: number) => string) => Array.from({ length: count }, (_, index) => line(index)).join("\n");
const codes = (text: string) => [...new Set(program(text).findings.map(({ code }) => code))].join(" ");

it("a hundred thousand unknown names", () => assert.equal(codes(many(100_000, (index) => `let x${index} = y${index}`)), "CMX204"));
it("a hundred thousand names, all the same", () => assert.equal(codes(many(100_000, () => "let x = 1")), "CMX212"));
it("two hundred thousand lets that use a broken one", () => {
  assert.equal(codes(`let a = nothing\n${many(200_000, (index) => `let x${index} = a`)}`), "CMX204");
});
it("a circle of ten thousand", () => assert.ok(codes(many(10_000, (index) => `let x${index} = x${(index + 1) % 10_000}`)) !== ""));
it("of too many findings the first thousand", () => assert.equal(program(many(5000, () => "let x = y")).findings.length, 1000));
it("ten thousand blocks in each other", () => assert.ok(codes(`chip A ${"{ hbm ".repeat(10_000)}`) !== ""));
it("no text at all", () => assert.equal(codes(""), ""));
it("a declaration that breaks off", () => {
  for (const text of [
    "chip",
    "chip A",
    "chip A :",
    "chip A : {",
    "model M from",
    "let",
    "let x",
    "let x =",
    "expect",
    "import",
    "sweep S { vary",
  ]) {
    assert.ok(
      program(text).findings.every(({ code }) => !code.startsWith("CMX204")),
      text,
    );
  }
});
