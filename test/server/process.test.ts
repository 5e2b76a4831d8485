import assert from "node:assert/strict";
import { type ChildProcess, fork, spawn } from "node:child_process";
import { resolve } from "node:path";
import { createProtocolConnection, IPCMessageReader, IPCMessageWriter, type InitializeResult } from "vscode-languageserver/node";
import { startClient } from "./client";

const server = resolve("dist/server.js");
const exitOf = (child: ChildProcess) => new Promise<number | null>((done) => child.on("exit", done));

describe("the server's process", () => {
  it("speaks over its parent's channel, as VS Code starts it", async () => {
    const child = fork(server, ["--node-ipc"]);
    const exit = exitOf(child);
    const client = await startClient({ connection: createProtocolConnection(new IPCMessageReader(child), new IPCMessageWriter(child)) });
    client.open("file:///workspace/a.cmx", "chip {");
    assert.notDeepEqual(await client.diagnostics("file:///workspace/a.cmx"), []);
    await client.stop();
    assert.equal(await exit, 0);
  });

  it("ends when its parent's channel breaks", async () => {
    const child = fork(server, ["--node-ipc"]);
    const exit = exitOf(child);
    await startClient({ connection: createProtocolConnection(new IPCMessageReader(child), new IPCMessageWriter(child)) });
    child.disconnect();
    assert.equal(await exit, 1);
  });

  it("ends when its input ends", async () => {
    const child = spawn(process.execPath, [server, "--stdio"], { stdio: ["pipe", "ignore", "inherit"] });
    const exit = exitOf(child);
    child.stdin?.end();
    assert.equal(await exit, 1);
  });

  it("exits with 1 when nobody asked it to shut down", async () => {
    const child = fork(server, ["--node-ipc"]);
    const exit = exitOf(child);
    const client = await startClient({ connection: createProtocolConnection(new IPCMessageReader(child), new IPCMessageWriter(child)) });
    await client.connection.sendNotification("exit");
    assert.equal(await exit, 1);
  });

  it("says what it can do", async () => {
    const child = fork(server, ["--node-ipc"]);
    const connection = createProtocolConnection(new IPCMessageReader(child), new IPCMessageWriter(child));
    connection.listen();
    const result = await connection.sendRequest<InitializeResult>("initialize", { processId: null, rootUri: null, capabilities: {} });
    assert.equal(result.capabilities.textDocumentSync && typeof result.capabilities.textDocumentSync, "object");
    assert.equal(result.capabilities.hoverProvider, true);
    child.kill();
  });
});
