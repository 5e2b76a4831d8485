/** How the engines' overheads are fitted. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { enginesIn, withFigure } from "../../validation/fit/figures";
import { fitEngine } from "../../validation/fit/fit";
import { knobs } from "../../validation/fit/knobs";
import { descend } from "../../validation/fit/search";
import { readDeployments } from "../../validation/serving/deployments";

const catalog = readFileSync("server/src/catalog/engines.cmx", "utf8");

describe("the catalog", () => {
  const engines = enginesIn(catalog);
  const { planned } = readDeployments();
  for (const name of ["tensorrt_llm_compiled", "cann_recipes", "vllm_ascend"])
    it(`has what npm run fit finds for ${name}`, () => {
      const engine = engines.find((each) => each.name === name);
      assert.ok(engine);
      for (const { figure, knob, value } of fitEngine(engine, engines, planned))
        assert.equal(`${figure.text}${figure.unit === "%" ? "" : " "}${figure.unit}`, knob.written(value), figure.property);
    });
});

describe("the fit", () => {
  it("finds the lowest point, along a ridge too", () => {
    const bowl = ([x = 0, y = 0]: readonly number[]) => (x - 7) ** 2 + (y - 30) ** 2;
    const ridge = ([x = 0, y = 0]: readonly number[]) => 10 * Math.abs(x + y - 40) + Math.abs(x - 25);
    const ranges = [
      { start: 0, most: 50 },
      { start: 0, most: 50 },
    ];
    assert.deepEqual(descend(ranges, bowl), [7, 30]);
    assert.deepEqual(descend(ranges, ridge), [25, 15]);
  });
  it("stays in its range", () =>
    assert.deepEqual(
      descend([{ start: 2, most: 5 }], ([x = 0]) => -x),
      [5],
    ));
  it("knows each figure that the catalog says is fitted", () => {
    const fitted = enginesIn(catalog).flatMap((engine) => engine.fitted);
    assert.ok(fitted.length >= 15);
    assert.deepEqual(
      fitted.filter(({ property }) => !knobs.some((knob) => knob.property === property)),
      [],
    );
  });
  it("writes a figure in its place", () => {
    const text = "engine a {\n  launch = 5 us  // [fit]\n}\nengine b : a {\n  fixed_times = 80%  // [fit]\n  launch = 7 us\n}\n";
    const [first, second] = enginesIn(text);
    assert.deepEqual([...(second?.own ?? [])], ["fixed_times", "launch"]);
    assert.deepEqual(
      first?.fitted.map(({ text: value, unit }) => [value, unit]),
      [["5", "us"]],
    );
    const [launch] = first?.fitted ?? [];
    const [share] = second?.fitted ?? [];
    assert.ok(launch && share);
    assert.match(withFigure(text, launch, "1.5 ms"), /launch = 1.5 ms {2}\/\/ \[fit\]\n}\nengine b/);
    assert.match(withFigure(text, share, "95%"), /fixed_times = 95% {2}\/\/ \[fit\]/);
  });
});
