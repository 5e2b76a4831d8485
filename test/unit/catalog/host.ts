/** A host over a folder of the checkout, as if it were the workspace. */

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Host } from "../../../server/src/semantics/program";

const root = "file:///workspace/";

export const uriOf = (name: string) => root + name;

export function folderHost(folder: string): Host {
  return {
    read(uri) {
      if (!uri.startsWith(root)) return { problem: "outside" };
      const path = join(folder, decodeURIComponent(uri.slice(root.length)));
      return existsSync(path) ? { text: readFileSync(path, "utf8") } : { problem: "missing" };
    },
    // Not `new URL`: it keeps ".." from leaving the root.
    locate(from, path) {
      const parts = from.split("/").slice(0, -1);
      for (const part of path.split("/")) {
        if (part === "..") parts.pop();
        else if (part !== ".") parts.push(part);
      }
      return parts.join("/");
    },
  };
}
