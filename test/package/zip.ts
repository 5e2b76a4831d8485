/** The names in a zip file, from its central directory. */

import { readFileSync } from "node:fs";

const endOfDirectory = 0x06054b50;
const entry = 0x02014b50;
const entryHeader = 46;

export function namesIn(file: string): readonly string[] {
  const bytes = readFileSync(file);
  const end = bytes.lastIndexOf(Buffer.from(Uint32Array.of(endOfDirectory).buffer));
  const count = bytes.readUInt16LE(end + 10);
  let at = bytes.readUInt32LE(end + 16);
  const names: string[] = [];
  for (let index = 0; index < count && bytes.readUInt32LE(at) === entry; index++) {
    const [name, extra, comment] = [28, 30, 32].map((field) => bytes.readUInt16LE(at + field)) as [number, number, number];
    names.push(bytes.toString("utf8", at + entryHeader, at + entryHeader + name));
    at += entryHeader + name + extra + comment;
  }
  return names;
}
