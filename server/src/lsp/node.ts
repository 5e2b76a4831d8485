/** The server's door in Node: a process that speaks over stdio, a socket or the parent's channel, as its arguments say. */

import { readFile, stat } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { createConnection, ProposedFeatures } from "vscode-languageserver/node";
import { readThroughClient } from "./clientFiles";
import type { FileText } from "./runtime";
import { startServer } from "./server";

const connection = createConnection(ProposedFeatures.all);
const throughClient = readThroughClient(connection);

startServer(connection, {
  readFile: (uri) => (uri.startsWith("file:") ? readFromDisk(uri) : throughClient(uri)),
  defer: (callback) => void setImmediate(callback),
});

/** Larger than any file that the parser takes: there is no use in reading it. */
const sizeLimit = 100e6;

async function readFromDisk(uri: string): Promise<FileText> {
  try {
    const path = fileURLToPath(uri);
    const { size, isFile } = await stat(path).then((found) => ({ size: found.size, isFile: found.isFile() }));
    // A pipe or a device would keep us waiting for ever.
    if (!isFile || size > sizeLimit) return { problem: "unreadable" };
    const text = await readFile(path, "utf8");
    return { text: text.replace(/^\uFEFF/, "") };
  } catch (error) {
    const missing = error instanceof Error && "code" in error && (error.code === "ENOENT" || error.code === "ENOTDIR");
    return { problem: missing ? "missing" : "unreadable" };
  }
}
