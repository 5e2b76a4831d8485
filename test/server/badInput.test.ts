import assert from "node:assert/strict";
import { type Client, startClient } from "./client";
import { flagship } from "../texts";

describe("bad input", () => {
  let client: Client;
  before(async () => {
    client = await startClient();
  });
  after(async () => {
    assert.equal(await client.stop(), 0);
  });

  /** Bytes that look random and are the same on every run. */
  function noise(length: number): string {
    let state = 1;
    const bytes = Uint8Array.from({ length }, () => {
      state = (state * 48271) % 2147483647;
      return state & 0xff;
    });
    return Buffer.from(bytes).toString("latin1");
  }

  let files = 0;

  /** The server looks at the text, says something, and still answers afterwards. */
  async function survives(text: string): Promise<void> {
    const uri = `file:///workspace/bad${files++}.cmx`;
    client.open(uri, text);
    await client.diagnostics(uri);
    const position = { line: Math.floor(text.split("\n").length / 2), character: 3 };
    for (const method of ["completion", "hover", "definition", "documentSymbol", "foldingRange", "codeLens"]) {
      await client.request(`textDocument/${method}`, { textDocument: { uri }, position });
    }
    await client.request("textDocument/formatting", { textDocument: { uri }, options: { tabSize: 2, insertSpaces: true } });
    await client.request("cmx/report", { uri });
    const cleared = client.next(uri);
    client.close(uri);
    await cleared;
  }

  const inputs: readonly (readonly [string, string])[] = [
    ["nothing", ""],
    ["random bytes", noise(50_000)],
    ["null characters and lone surrogates", "\0\uD800serve \uDC00{\u2028\uFEFF"],
    ["10,000 nested blocks", "serve R { decode {".repeat(5_000)],
    ["10,000 brackets", `let x = ${"(".repeat(10_000)}`],
    ["a plan cut in the middle", flagship.slice(0, 420)],
    ["a plan without its newlines", flagship.replaceAll("\n", " ")],
    ["a base that is its own base", "chip A : A { }\nchip B : C { }\nchip C : B { }"],
    ["division by zero", "let x = 1 / 0\nworkload w { input = x * 1 tokens, output = 0/0 }"],
    ["a million points", "sweep s { vary decode.batch = 1..1000000 }"],
  ];
  for (const [name, text] of inputs) {
    it(name, () => survives(text));
  }

  it("10 MB", async () => {
    await survives(flagship.repeat(Math.ceil(10e6 / flagship.length)).slice(0, 10e6));
  }).timeout(120_000);

  it("positions beyond the text", async () => {
    const uri = "file:///workspace/short.cmx";
    client.open(uri, "chip A { }");
    const position = { line: 400, character: 4_000_000 };
    assert.equal(await client.request("textDocument/hover", { textDocument: { uri }, position }), null);
    client.change(uri, "\nchip B { }", { start: position, end: position });
    await client.diagnostics(uri);
    const symbols = await client.request<readonly object[]>("textDocument/documentSymbol", { textDocument: { uri } });
    assert.equal(symbols.length, 2);
  });

  it("a cancelled question is not answered", async () => {
    const uri = "file:///workspace/cancelled.cmx";
    // Long work, so that the cancellation is there before the answer.
    client.open(uri, `${flagship}\nsweep Large {\n  plan = R1\n  vary decode.batch = 1..9000 step 1\n}\n`);
    const { CancellationTokenSource } = await import("vscode-languageserver/node");
    const source = new CancellationTokenSource();
    const answer = client.connection.sendRequest("cmx/report", { uri }, source.token);
    source.cancel();
    await assert.rejects(answer, /[Cc]ancel/);
  });
});
