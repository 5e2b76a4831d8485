/** The server's door in a web worker. It sees no files of its own; the client reads them. */

import { BrowserMessageReader, BrowserMessageWriter, createMessageConnection } from "vscode-jsonrpc/browser";
import { readThroughClient } from "./clientFiles";
import { createConnection } from "./connection";
import { startServer } from "./server";

/** The worker's own global, which the type checker does not know here: the rest of the server must run without a DOM. */
declare const self: { postMessage(message: unknown): void; close(): void };

const connection = createConnection(createMessageConnection(new BrowserMessageReader(self), new BrowserMessageWriter(self)));

startServer(connection, {
  readFile: readThroughClient(connection),
  defer: (callback) => void setTimeout(callback, 0),
  exit: () => self.close(),
});
