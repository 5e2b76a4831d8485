import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { compileFunction } from "node:vm";
import { MessageChannel } from "node:worker_threads";
import { createProtocolConnection, PortMessageReader, PortMessageWriter } from "vscode-languageserver/node";
import { type Client, startClient } from "./client";

/** The worker's script, run at one end of a channel, with a client at the other. */
describe("the door for browsers", () => {
  const files: Record<string, string> = {
    "vscode-vfs://host/folder/chips.cmx": "chip Mine {\n  compute { bf16 = 1 PFLOPS }\n  hbm { capacity = 80 GB, bandwidth = 3 TB/s }\n}\n",
  };
  const asked: string[] = [];
  let client: Client;
  let closed: Promise<unknown>;

  before(async () => {
    const { port1, port2 } = new MessageChannel();
    const script = readFileSync("dist/server.web.js", "utf8");
    // A port has what a worker's global has: postMessage, onmessage, close.
    compileFunction(script, ["self"])(port1);
    closed = new Promise((done) => port2.once("close", done));
    const connection = createProtocolConnection(new PortMessageReader(port2), new PortMessageWriter(port2));
    connection.onRequest("cmx/readFile", ({ uri }: { readonly uri: string }) => {
      asked.push(uri);
      return files[uri] ?? null;
    });
    client = await startClient({ connection, folders: ["vscode-vfs://host/folder"] });
  });

  it("reads imports through the client, each once", async () => {
    const uri = "vscode-vfs://host/folder/main.cmx";
    const text = 'import "chips.cmx"\nsupernode Box {\n  chip = Mine\n  node { chips = 8 }\n}\n';
    client.open(uri, text);
    assert.deepEqual(await client.diagnostics(uri), []);
    client.change(uri, `${text}\n`);
    assert.deepEqual(await client.diagnostics(uri), []);
    assert.deepEqual(asked, ["vscode-vfs://host/folder/chips.cmx"]);
  });

  it("says what the client cannot find", async () => {
    const uri = "vscode-vfs://host/folder/other.cmx";
    client.open(uri, 'import "nowhere.cmx"\n');
    assert.deepEqual(
      (await client.diagnostics(uri)).map((one) => one.code),
      ["CMX228"],
    );
  });

  it("closes its worker when the client is done", async () => {
    await client.connection.sendRequest("shutdown");
    await client.connection.sendNotification("exit");
    await closed;
  });
});
