import assert from "node:assert/strict";
import { semanticTokens } from "../../../server/src/features/tokens";
import { flagship } from "../../texts";
import { open } from "./helpers";

/** Every token as `text:type.modifier`. */
function check(text: string, expected: string) {
  it(text.replaceAll("\n", "⏎"), () => {
    const { analysis } = open(text);
    const tokens = semanticTokens(analysis, { start: 0, end: text.length });
    const shown = tokens.map(({ span, type, modifiers }) => [`${text.slice(span.start, span.end)}:${type}`, ...modifiers].join("."));
    assert.equal(shown.join(" "), expected);
  });
}

describe("semantic tokens", () => {
  check("chip A : H100 { ranks = 2 }", "A:class.declaration H100:class.defaultLibrary ranks:property");
  check(
    "let x = max(2 GB, 3 GB)\nchip B { hbm { capacity = x } }",
    "x:variable.declaration.readonly max:function.defaultLibrary GB:type GB:type B:class.declaration hbm:struct capacity:property x:variable.readonly",
  );
  check(
    "supernode S { chip = C, fabric UB { role = scale_up } }\nchip C { }",
    "S:class.declaration chip:property C:class fabric:struct UB:interface.declaration role:property scale_up:enumMember C:class.declaration",
  );
  check("expect CloudMatrix384.hbm.capacity > 1 TB", "CloudMatrix384:class.defaultLibrary hbm:property capacity:property TB:type");
  check(
    "serve R { on = CloudMatrix384, kv_transfer = RDMA }",
    "R:class.declaration on:property CloudMatrix384:class.defaultLibrary kv_transfer:property RDMA:interface",
  );
  check("chip { = ", "");

  it("of a range are those of the whole that touch it", () => {
    const { analysis, text } = open(flagship);
    const start = text.indexOf("decode");
    const all = semanticTokens(analysis, { start: 0, end: text.length });
    const part = semanticTokens(analysis, { start, end: start + 20 });
    assert.deepEqual(
      part,
      all.filter(({ span }) => span.end >= start && span.start <= start + 20),
    );
    assert.ok(part.length > 0 && part.length < all.length);
  });
});
