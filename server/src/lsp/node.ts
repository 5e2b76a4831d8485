/** The server's door in Node: a process that speaks over its parent's channel or over stdio, as its arguments say. */

import { readFile, stat } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import {
  createMessageConnection,
  IPCMessageReader,
  IPCMessageWriter,
  type MessageConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from "vscode-jsonrpc/node";
import { readThroughClient } from "./clientFiles";
import { createConnection } from "./connection";
import type { FileText } from "./runtime";
import { startServer } from "./server";

/** Larger than any file that is taken, program or trace: there is no use in reading it. */
const sizeLimit = 100e6;

const messages = openMessages();
const connection = createConnection(messages);
const throughClient = readThroughClient(connection);
startServer(connection, {
  readFile: (uri) => (uri.startsWith("file:") ? readFromDisk(uri) : throughClient(uri)),
  defer: (callback) => void setImmediate(callback),
  exit: (code) => process.exit(code),
});
// An editor that is gone, in whatever way, does not leave a server behind.
messages.onClose(() => process.exit(1));
process.on("disconnect", () => process.exit(1));

function openMessages(): MessageConnection {
  if (process.argv.includes("--node-ipc")) return createMessageConnection(new IPCMessageReader(process), new IPCMessageWriter(process));
  return createMessageConnection(new StreamMessageReader(process.stdin), new StreamMessageWriter(process.stdout));
}

async function readFromDisk(uri: string): Promise<FileText> {
  try {
    const path = fileURLToPath(uri);
    const found = await stat(path);
    // A pipe or a device would keep us waiting for ever.
    if (!found.isFile()) return { problem: "unreadable" };
    if (found.size > sizeLimit) return { problem: "large" };
    const text = await readFile(path, "utf8");
    return { text: text.replace(/^\uFEFF/, "") };
  } catch (error) {
    const missing = error instanceof Error && "code" in error && (error.code === "ENOENT" || error.code === "ENOTDIR");
    return { problem: missing ? "missing" : "unreadable" };
  }
}
