// What holds for every text.
import assert from "node:assert/strict";
import * as fc from "fast-check";
import { type Document, format, isComment, kindOf, lineIndex, nodeAt, type Parsed, parse, walk } from "../../../server/src/syntax";
import { sketch } from "../syntax/sketch";
import { realTexts, soundTexts, wildTexts } from "./syntax-texts";

const options = { tabSize: 2 };

function check(texts: fc.Arbitrary<string>, property: (text: string) => void, numRuns = 1000): void {
  fc.assert(fc.property(texts, property), { numRuns });
}

const anyTexts = fc.oneof(wildTexts, soundTexts, fc.constantFrom(...realTexts));

function tokenTexts({ text, tokens }: Parsed): readonly string[] {
  return Array.from({ length: tokens.count }, (_, index) => text.slice(tokens.starts[index], tokens.starts[index + 1]));
}

/** The comments in order; blanks at the ends of lines aside. */
function comments(parsed: Parsed): readonly string[] {
  return tokenTexts(parsed)
    .filter((_, index) => isComment(kindOf(parsed.tokens, index)))
    .map((comment) => comment.trimEnd());
}

function assertSpansNest(document: Document): void {
  const inside = (start: number, end: number) => (node: { readonly start: number; readonly end: number; readonly kind: string }) =>
    assert.ok(start <= node.start && node.start <= node.end && node.end <= end, `${node.kind} leaves its parent`);
  walk(document, (node) => {
    const contained = inside(node.start, node.end);
    walk(node, (child) => {
      contained(child);
      return child === node;
    });
  });
}

it("every text parses, its tokens are the text, and its problems are in order and inside", () => {
  check(anyTexts, (text) => {
    const parsed = parse(text);
    const { problems, tokens } = parsed;
    assert.equal(tokenTexts(parsed).join(""), text);
    assert.ok(tokenTexts(parsed).every((token) => token.length > 0));
    assert.equal(tokens.kinds.length, tokens.count + 1);
    assert.ok(problems.every(({ span }) => span.start <= span.end && span.end <= text.length));
    assert.deepEqual(
      problems.map(({ span }) => span.start),
      problems.map(({ span }) => span.start).sort((a, b) => a - b),
    );
  });
});

it("in every tree the spans of nodes lie inside those of their parents", () => {
  check(anyTexts, (text) => assertSpansNest(parse(text).document));
});

it("a tree with a missing piece comes with a problem", () => {
  check(anyTexts, (text) => {
    const { document, problems } = parse(text);
    if (sketch(document).includes("?")) assert.ok(problems.length > 0 || text.includes("?"));
  });
});

it("every offset has nodes, and its position leads back to it", () => {
  check(
    fc.tuple(anyTexts, fc.nat()).map(([text, at]) => `${text}\0${at}`),
    (joined) => {
      const cut = joined.lastIndexOf("\0");
      const text = joined.slice(0, cut);
      const offset = Number(joined.slice(cut + 1)) % (text.length + 1);
      assert.equal(nodeAt(parse(text).document, offset)[0]?.kind, "document");
      const index = lineIndex(text);
      const insideLineBreak = text[offset - 1] === "\r" && text[offset] === "\n";
      assert.equal(index.offsetAt(index.positionAt(offset)), insideLineBreak ? offset - 1 : offset);
    },
  );
});

it("texts that are meant to be sound are", () => {
  check(soundTexts, (text) => assert.deepEqual(parse(text).problems, []));
});

it("where nothing is indented, one open block is one problem", () => {
  check(soundTexts, (text) => {
    const parsed = parse(text);
    // Of a comment of several lines the end may stand before a token.
    if (comments(parsed).some((comment) => comment.includes("\n"))) return;
    const bare = parse(`${text.replace(/^[ \t]+/gm, "")}\nserve A {`);
    assert.equal(bare.problems.length, 1);
  });
});

it("formatting twice changes nothing", () => {
  check(anyTexts, (text) => {
    const once = format(text, options);
    assert.equal(format(once, options), once);
  });
});

it("formatting keeps the tree, documentation included", () => {
  check(anyTexts, (text) => {
    assert.equal(sketch(parse(format(text, options)).document), sketch(parse(text).document));
  });
});

it("formatting keeps the comments", () => {
  check(anyTexts, (text) => {
    assert.deepEqual(comments(parse(format(text, options))), comments(parse(text)));
  });
});

it("a text with problems is not touched", () => {
  check(wildTexts, (text) => {
    if (parse(text).problems.length > 0) assert.equal(format(text, options), text);
  });
});

it("formatted lines end without blanks", () => {
  check(soundTexts, (text) => {
    const parsed = parse(text);
    // Inside a comment of several lines blanks are the user's own.
    if (parsed.problems.length > 0 || comments(parsed).some((comment) => comment.includes("\n"))) return;
    assert.doesNotMatch(format(text, options), /[ \t]$/m);
  });
});

it("the catalog and the examples are sound", () => {
  for (const text of realTexts) assert.deepEqual(parse(text).problems, []);
});
