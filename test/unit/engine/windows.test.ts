import assert from "node:assert/strict";
import type { Attention, Model, WindowUse } from "../../../server/src/engine";
import { kvBytesOfSequence, layerSorts, withoutWindows } from "../../../server/src/engine";
import { bf16, close, decode, dense, latent } from "./toys";

const narrow: Attention = { ...dense.attention, kind: "gqa", heads: 4, kvHeads: 2, headDim: 16, window: 128 };
/** Two layers, the first over the window alone. */
const alternating: Model = { ...dense, interleaving: { other: narrow, first: 2, every: 2, last: false, windowed: 0 } };
const cache = (windows: WindowUse, model = alternating) =>
  kvBytesOfSequence(model, { ...decode, runtime: { ...decode.runtime, windows } }, bf16, 1000);
/** Keys and values of a token in a layer: two heads of 16, in 16 bits. */
const token = 2 * 2 * 16 * 2;

describe("layers with a window of 128 tokens", () => {
  it("keep the window alone", () => close(cache("kept"), (1000 + 128) * token));
  it("keep every token where the software reads a window of it", () => close(cache("read"), 2 * 1000 * token));
  it("are layers like all others where it knows of no windows", () => {
    const whole = withoutWindows(alternating);
    close(cache("kept", whole), 2 * 1000 * token);
    assert.ok(layerSorts(whole).every(({ sort }) => sort.attention?.kind === "gqa" && sort.attention.window === undefined));
  });
});

it("a model without windows is left as it is", () => {
  for (const model of [dense, { ...dense, attention: latent }, { ...dense, order: [{ attention: latent, network: "dense" as const }] }])
    assert.equal(withoutWindows(model), model);
});

it("layers that were alike stay so", () => {
  const sort = { attention: narrow, network: "dense" as const };
  const { order } = withoutWindows({ ...dense, order: [sort, sort] });
  assert.equal(order?.[0], order?.[1]);
  assert.notEqual(order?.[0], sort);
});
