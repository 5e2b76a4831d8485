import assert from "node:assert/strict";
import { check, lets, machine, program } from "./support";

const come = (expression: string, value: number | undefined) =>
  it(`${expression} is ${value}`, () => assert.deepEqual(lets(`let x = ${expression}`), { x: value }));

come("1 + 2 * 3", 7);
come("(1 + 2) * 3", 9);
come("10 - 2 - 3", 5);
come("-2 * -3", 6);
come("2 GB + 500 MB", 2.5e9);
come("1 TB / 4 GB", 250);
come("1 TB / 4 s", 2.5e11);
come("3.2 TB/s * 2 s", 6.4e12);
come("min(3, 1, 2)", 1);
come("max(3 GB, 4 GB)", 4e9);
come("ceil(7 / 2)", 4);
come("floor(7 / 2)", 3);
come("round(3.4)", 3);
come("log2(1024)", 10);
come("1 kWh / 1 h", 1000);
come("50% * 8", 4);
come("128 GB per chip / 2", 6.4e10);
come("128 GB per chip / 64 GB per chip", 2);

it("a sum of different dimensions", () => check("CMX216", "let x = ⟦1 GB + 2 s⟧", "an amount of information and a time cannot be added."));
it("a sum of a figure and a plain number", () => check("CMX216", "let x = ⟦4096 tokens - 1⟧", "cannot be subtracted"));
it("a sum of different scopes", () =>
  check("CMX216", "let x = ⟦1 GB per chip + 2 GB per node⟧", "per chip and an amount of information per node"));
it("a comparison in max", () => check("CMX216", "let x = max(1 GB, ⟦2 s⟧)", "compared"));
it("division by zero is said once, at the divisor", () => check("CMX222", "let z = 0\nlet x = 1 / ⟦z⟧\nlet y = x + 1"));
it("a computed zero", () => check("CMX222", "let x = 1 / ⟦(2 - 2)⟧"));
it("a logarithm that has no value", () => check("CMX223", "let x = ⟦log2(-1)⟧"));
it("an overflow", () => check("CMX223", "let x = ⟦1e300 * 1e300⟧\nlet y = x * 2"));
it("an unknown function", () => check("CMX207", "let x = ⟦maxx⟧(1, 2)", "Did you mean max?"));
it("too many arguments", () => check("CMX239", "let x = ⟦ceil(1, 2)⟧", "ceil takes one argument; here are 2 arguments."));
it("no argument", () => check("CMX239", "let x = ⟦min()⟧", "one or more"));
it("the logarithm of a figure", () => check("CMX217", "let x = log2(⟦8 GB⟧)"));
it("currencies are not added", () => check("CMX238", "let x = 1 USD + ⟦1 EUR⟧", "This is EUR; the plan's prices are in USD"));
it("errors of both sides are said", () => check("CMX204", "let x = ⟦aaa⟧ + ⟦bbb⟧"));
it("what depends on an error is silent", () =>
  check("CMX204", `let x = ⟦nothing⟧\nlet y = x * 2 GB + 1 s\n${machine}chip D : C { power = y }`));

it("a let that needs itself", () => check("CMX227", "let ⟦x⟧ = x + 1", "x needs its own value: x → x."));
it("a circle of lets is said once", () => check("CMX227", "let z = a\nlet ⟦a⟧ = b\nlet b = a", "a → b → a"));
it("a figure that needs itself", () => {
  check("CMX227", "chip A : H100 { ⟦power⟧ = B.power }\nchip B : H100 { power = A.power }", "A.power → B.power → A.power");
});
it("figures that need each other's neighbours are no circle", () => {
  const text = "chip A : H100 { power = B.power }\nchip B : H100 { price = 1 USD/h * (A.power / 1 W), power = 5 W }";
  assert.deepEqual(program(text).findings, []);
});
it("ten thousand lets, each of which needs the next", () => {
  const chain = Array.from({ length: 10_000 }, (_, index) => `let x${index} = x${index + 1} + 1`);
  const result = program(`${chain.join("\n")}\nlet x10000 = 0`);
  assert.deepEqual(result.findings, []);
  assert.equal(result.lets[0]?.value?.value, 10_000);
});
it("a sum of many terms", () => assert.deepEqual(lets(`let x = ${Array.from({ length: 900 }, () => "1").join(" + ")}`), { x: 900 }));
it("a chain of figures that is too long", () => {
  const chain = Array.from({ length: 300 }, (_, index) => `chip C${index} : H100 { power = C${index + 1}.power }`).join("\n");
  const codes = program(`${chain}\nchip C300 : H100 { power = 1 W }`).findings.map(({ code }) => code);
  assert.deepEqual([...new Set(codes)], ["CMX251"]);
});
