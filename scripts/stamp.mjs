// Work that is done once for each content of its inputs.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/**
 * Does `work` unless it has been done for the same content of `inputs` (files and folders) and its `outputs` still exist.
 * Resolves to whether there was anything to do. The stamp is a file that remembers the content.
 */
export async function whenChanged({ stamp, inputs, outputs }, work) {
  const content = contentOf(inputs);
  const known = existsSync(stamp) && readFileSync(stamp, "utf8") === content;
  if (known && outputs.every((output) => existsSync(output))) return false;
  rmSync(stamp, { force: true });
  await work();
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, content);
  return true;
}

function contentOf(inputs) {
  const hash = createHash("sha256");
  for (const file of inputs.flatMap(filesOf).sort()) hash.update(`${file}\0`).update(readFileSync(file)).update("\0");
  return hash.digest("hex");
}

function filesOf(path) {
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}
