import { check, clean, fixes, machine, model, plan, values } from "./support";

it("quantities become SI", () => {
  values(`${machine}chip D : C { power = 0.5 kW, die_link = 8 Gbps, price = 3.6 USD/h, hbm { capacity = 1 GiB } }`, {
    "D.power": "500 per chip",
    "D.die_link": "1000000000 per chip",
    "D.price": "0.001 per chip",
    "D.hbm.capacity": "1073741824 per chip",
  });
});
it("fractions are exact", () => {
  values(`${plan}workload V : W { cached = 70%, slo { tpot = 49 ms, ttft = 300 us } }`, {
    "V.cached": "0.7",
    "V.slo.tpot": "0.049",
    "V.slo.ttft": "0.0003",
  });
});
it("count suffixes hold where a count is wanted", () => {
  values(`${model}model N : M { parameters = 671 B, vocabulary = 128 K }`, { "N.parameters": "671000000000", "N.vocabulary": "128000" });
});
it("a byte is a byte elsewhere", () => values(`${machine}chip D : C { hbm { capacity = 64 B } }`, { "D.hbm.capacity": "64 per chip" }));
it("a list gives a number for each tier", () => values(machine, { "S.UB.latency": "0.000001, 0.000002" }));
it("words stand instead of numbers", () => {
  values(`${machine}${model}serve P { model = M, on = S, workload = W, colocated { batch = max } }`, { "P.colocated.batch": "max" });
});
it("a batch of training is sequences or tokens", () => {
  const text = `${machine}${model}train T { model = M, on = S, sequence = 8 tokens, batch = 4 M tokens }`;
  values(text.replace("4 M", "4e6"), { "T.batch": "4000000" });
});
it("texts and choices", () =>
  values('chip D : H100 { vendor = "a\\"b", calibration { basis = measured } }', { "D.vendor": 'a"b', "D.calibration.basis": "measured" }));
it("what is computed may be inexact by a rounding error", () => values(`${model}model N : M { layers = 0.1 * 30 }`, { "N.layers": "3" }));

it("a unit of another dimension, under the unit", () => {
  check(
    "CMX217",
    `${machine}chip D : C { hbm { capacity = 3.2 ⟦TB/s⟧ } }`,
    "capacity wants an amount of information; this is a bandwidth.",
  );
});
it("an expression of another dimension, under all of it", () => {
  check("CMX217", `${machine}chip D : C { hbm { capacity = ⟦3.2 TB/s * 2⟧ } }`, "this is a bandwidth");
});
it("a count with a unit", () =>
  check("CMX217", `${model}model N : M { layers = 5 ⟦tokens⟧ }`, "layers wants a plain number; this is tokens."));
it("a number without its unit", () =>
  check("CMX218", `${model}workload V : W { input = ⟦4096⟧ }`, "input wants tokens; write 4096 tokens."));
it("zero needs a unit too", () => check("CMX218", `${plan}serve Q : P { decode { reserve = ⟦0⟧ } }`));
it("a missing unit has a fix", () => {
  fixes(`${model}workload V : W { input = 4096 }`, `${model}workload V : W { input = 4096 tokens }`);
  fixes(`${machine}chip D : C { power = 700 per chip }`, `${machine}chip D : C { power = 700 W per chip }`);
});
it("an unknown unit", () =>
  check("CMX205", `${machine}chip D : C { hbm { capacity = 64 ⟦Gb⟧ } }`, "Gb is not a unit. Did you mean GB or Gbit?"));
it("a unit of another tool", () => {
  check("CMX205", `${machine}chip D : C { hbm { bandwidth = 64 ⟦GBps⟧ } }`, "Did you mean GB/s?");
  check("CMX205", `${machine}chip D : C { hbm { bandwidth = 64 ⟦Gb/s⟧ } }`, "Did you mean Gbps or GB/s?");
  check("CMX205", "let a = 3 ⟦seconds⟧", "Did you mean s?");
  check("CMX205", "let a = ⟦32k tokens⟧", "k tokens is not a unit. Did you mean 32000 tokens or 32768 tokens?");
  check("CMX205", "let a = ⟦1.5 M requests/s⟧", "Did you mean 1500000 requests/s?");
});
it("an unknown unit has a fix", () => {
  fixes(`${machine}chip D : C { hbm { bandwidth = 3 Tb/s } }`, `${machine}chip D : C { hbm { bandwidth = 3 TB/s } }`);
  fixes(`${model}workload V : W { input = 32k tokens }`, `${model}workload V : W { input = 32000 tokens }`);
});
it("too small", () => check("CMX220", `${model}model N : M { layers = ⟦0⟧ }`, "layers must be between 1 and 10,000; this is 0."));
it("too large", () => check("CMX220", `${model}workload V : W { cached = ⟦120%⟧ }`, "must be between 0 and 1; this is 1.20"));
it("negative", () => check("CMX220", `${machine}chip D : C { power = ⟦-5 W⟧ }`, "power must be above 0; this is -5 W."));
it("zero where a positive figure belongs", () => check("CMX220", `${machine}chip D : C { power = ⟦0 W⟧ }`));
it("a fraction of a thing", () => check("CMX221", `${model}model N : M { layers = ⟦4.5⟧ }`, "this is 4.5"));
it("a text where a number belongs", () =>
  check("CMX232", `${model}model N : M { layers = ⟦"four"⟧ }`, "layers wants a number; this is a text."));
it("a list where one number belongs", () => check("CMX232", `${model}model N : M { layers = ⟦[1, 2]⟧ }`, "one number"));
it("an empty list", () => check("CMX232", `${machine}supernode T : S { fabric UB { latency = ⟦[]⟧ } }`, "an empty list"));
it("a number where a text belongs", () =>
  check("CMX232", `${machine}chip D : C { vendor = ⟦5⟧ }`, "vendor wants a text in quotes; this is a number."));
it("a declaration where a number belongs", () =>
  check("CMX232", `${model}${machine}model N : M { layers = ⟦C⟧ }`, "layers wants a number; this is a chip."));

it("two currencies", () => {
  check(
    "CMX238",
    `${machine}chip D : C { price = 2 USD/h }\nchip E : C { price = 2 ⟦CNY/h⟧ }`,
    "This is CNY; the plan's prices are in USD",
  );
});
it("one currency", () => void clean(`${machine}chip D : C { price = 2 CNY/h }\nchip E : C { price = 3 CNY/h }`));
