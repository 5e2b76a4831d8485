// Offsets to lines and back.
import assert from "node:assert/strict";
import { lineIndex } from "../../../server/src/syntax";

const text = "ab\ncd\r\n\r😀e\n";
const index = lineIndex(text);

it("counts LF, CRLF and CR as line breaks", () => assert.equal(index.lineCount, 5));

it("finds the line of every offset, and the way back", () => {
  const positions = Array.from({ length: text.length + 1 }, (_, offset) => index.positionAt(offset));
  assert.deepEqual(
    positions.map(({ line, character }) => `${line}:${character}`),
    ["0:0", "0:1", "0:2", "1:0", "1:1", "1:2", "1:3", "2:0", "3:0", "3:1", "3:2", "3:3", "4:0"],
  );
  assert.deepEqual(
    positions.map((position) => index.offsetAt(position)),
    // Between CR and LF there is no position: it is the end of the line.
    [0, 1, 2, 3, 4, 5, 5, 7, 8, 9, 10, 11, 12],
  );
});

it("keeps positions inside the text", () => {
  assert.deepEqual(index.positionAt(-1), { line: 0, character: 0 });
  assert.deepEqual(index.positionAt(99), { line: 4, character: 0 });
  assert.equal(index.offsetAt({ line: 0, character: 99 }), 2);
  assert.equal(index.offsetAt({ line: 99, character: 0 }), text.length);
  assert.equal(index.offsetAt({ line: -1, character: 5 }), 0);
});

it("an empty text has one line", () => assert.equal(lineIndex("").lineCount, 1));
