import { check, machine, plan, values } from "./support";

const chip = (hbm: string) => `chip D { ranks = 2, compute { bf16 = 1 PFLOPS }, hbm { capacity = ${hbm}, bandwidth = 1 TB/s } }`;

it("a figure without a scope has the schema's", () => values(chip("128 GB"), { "D.hbm.capacity": "128000000000 per chip" }));
it("per rank becomes per chip", () => values(chip("64 GB per rank"), { "D.hbm.capacity": "128000000000 per chip" }));
it("per node becomes per chip", () => values(machine, { "S.NET.bandwidth": "100000000000 per chip" }));
it("per supernode becomes per chip", () => {
  values(`${machine}supernode T : S { fabric UB { bandwidth = 3200 GB/s per supernode } }`, { "T.UB.bandwidth": "100000000000 per chip" });
});
it("per supernode of a cluster", () => {
  values(`${machine}cluster K : L { fabric WAN { bandwidth = 3200 GB/s per supernode } }`, { "K.WAN.bandwidth": "100000000000 per chip" });
});
it("a chip has one link into each plane", () => {
  values(`${machine}supernode T : S { fabric UB { bandwidth = 50 GB/s per link } }`, { "T.UB.bandwidth": "200000000000 per chip" });
});
it("the power of a machine", () => {
  values(`${machine}supernode T : S { power = 1 kW per chip }\nsupernode U : S { power = 8 kW per node }`, {
    "T.power": "32000 per supernode",
    "U.power": "32000 per supernode",
  });
});
it("a batch keeps the scope that it is written in", () => {
  values(`${plan}serve Q : P { decode { batch = 96 requests } }\nserve R : P { decode { batch = 4 requests per rank } }`, {
    "P.decode.batch": "96 per chip",
    "Q.decode.batch": "96 per instance",
    "R.decode.batch": "4 per rank",
  });
});

it("an unknown scope", () => check("CMX206", chip("64 GB per ⟦chp⟧"), "per chp. Did you mean chip?"));
it("a scope that does not fit", () =>
  check("CMX219", chip("64 GB ⟦per node⟧"), "capacity cannot be given per node, only per chip or per rank."));
it("a scope where none belongs", () => check("CMX219", "chip D : H100 { ranks = 2 ⟦per chip⟧ }", "ranks cannot be given per chip."));
