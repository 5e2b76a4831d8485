/** What of a time axis is seen. */

import assert from "node:assert/strict";
import { moved, timeAxis, wholeSpan, withinWhole, zoomed } from "../../../media/src/pictures/span";

describe("a span of a time axis", () => {
  it("comes nearer around the place that is pointed at", () => {
    assert.deepEqual(zoomed(wholeSpan, 2, 0.25), { from: 0.125, to: 0.625 });
    const back = zoomed(zoomed(wholeSpan, 4, 0.3), 1 / 4, 0.3);
    assert.ok(Math.abs(back.from) < 1e-12 && Math.abs(back.to - 1) < 1e-12);
  });

  it("stays within the whole, however far one goes", () => {
    assert.deepEqual(moved({ from: 0.5, to: 0.75 }, 40), { from: 0.75, to: 1 });
    assert.deepEqual(moved({ from: 0.5, to: 0.75 }, -40), { from: 0, to: 0.25 });
    assert.deepEqual(zoomed({ from: 0.5, to: 0.75 }, 1e-9), wholeSpan);
    const nearest = zoomed(wholeSpan, 1e9);
    assert.ok(nearest.to - nearest.from > 0);
    assert.deepEqual(withinWhole({ from: 7, to: 3 }), { from: 0.998, to: 1 });
  });

  it("shows what is seen of a piece of time, and nothing of what is not", () => {
    const axis = timeAxis(10, { left: 100, right: 300 }, { from: 0.5, to: 1 });
    assert.equal(axis.at(7.5), 200);
    assert.deepEqual(axis.seen(4, 6), { x: 100, width: 40 });
    assert.equal(axis.seen(0, 5), undefined);
  });

  it("has a few round ticks, all of them seen", () => {
    for (const span of [wholeSpan, { from: 0.31, to: 0.34 }, { from: 0.9, to: 0.902 }]) {
      const { ticks, at } = timeAxis(0.0837, { left: 0, right: 600 }, span);
      assert.ok(ticks.length >= 2 && ticks.length <= 10, String(ticks));
      for (const tick of ticks) assert.ok(at(tick) >= -1e-6 && at(tick) <= 600 + 1e-6);
    }
  });
});
