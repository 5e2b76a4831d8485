import assert from "node:assert/strict";
import { type CodeAction, type Diagnostic, DiagnosticSeverity } from "vscode-languageserver/node";
import { applyEdits, type Client, startClient } from "./client";
import { flagship, planWith, workload } from "../texts";

const uri = "file:///workspace/main.cmx";
const codes = (diagnostics: readonly Diagnostic[]) => diagnostics.map((diagnostic) => diagnostic.code);
const errors = (diagnostics: readonly Diagnostic[]) => diagnostics.filter(({ severity }) => severity === DiagnosticSeverity.Error);

describe("published diagnostics", () => {
  let client: Client;
  beforeEach(async () => {
    client = await startClient();
  });
  afterEach(async () => {
    assert.equal(await client.stop(), 0);
  });

  it("a finding has its code, its place and a link to its section", async () => {
    client.open(uri, "workload w {\n  input = 3 GB\n  output = 1 tokens\n}\n");
    const [found, ...rest] = await client.diagnostics(uri);
    assert.deepEqual(rest, []);
    assert.equal(found?.code, "CMX217");
    assert.equal(found?.source, "cmx");
    assert.equal(found?.severity, DiagnosticSeverity.Error);
    assert.deepEqual(found?.range, { start: { line: 1, character: 12 }, end: { line: 1, character: 14 } });
    assert.match(found?.codeDescription?.href ?? "", /^https:\/\/.*docs\/diagnostics\.md#cmx217$/);
  });

  it("a plan that fits is free of errors, and names its bottleneck", async () => {
    client.open(uri, flagship);
    const found = await client.diagnostics(uri);
    assert.deepEqual(errors(found), []);
    assert.ok(codes(found).includes("CMX501"));
  });

  it("an edit brings new findings, of the new version only", async () => {
    const text = "workload w {\n  input = 3 tokens\n  output = 1 tokens\n}\n";
    client.open(uri, text);
    assert.deepEqual(await client.diagnostics(uri), []);
    const unit = { start: { line: 1, character: 12 }, end: { line: 1, character: 18 } };
    const version = client.change(uri, "GB", unit);
    assert.deepEqual(codes(await client.diagnostics(uri)), ["CMX217"]);
    client.change(uri, "tokens", { ...unit, end: { line: 1, character: 14 } });
    assert.deepEqual(await client.diagnostics(uri), []);
    assert.deepEqual(
      client.published(uri).map((one) => one.version),
      [1, version, version + 1],
    );
  });

  it("changes in quick succession end with the findings of the last, and never go back", async () => {
    client.open(uri, workload);
    const end = { line: 1000, character: 0 };
    for (const character of "let x = 3 GB\nlet y = x * 2") client.change(uri, character, { start: end, end });
    assert.deepEqual(await client.diagnostics(uri), []);
    const seen = client.published(uri).map((one) => one.version ?? 0);
    assert.deepEqual(
      seen,
      [...new Set(seen)].toSorted((left, right) => left - right),
    );
  });

  it("closing clears", async () => {
    client.open(uri, "workload w {");
    assert.notDeepEqual(await client.diagnostics(uri), []);
    const cleared = client.next(uri);
    client.close(uri);
    assert.deepEqual(await cleared, []);
  });

  it("deleting clears", async () => {
    client.open(uri, "workload w {");
    assert.notDeepEqual(await client.diagnostics(uri), []);
    const cleared = client.next(uri);
    client.touched(uri, 3);
    assert.deepEqual(await cleared, []);
  });

  it("closing before the first look publishes nothing but the clearing", async () => {
    client.open(uri, "workload w {");
    client.close(uri);
    assert.deepEqual(await client.next(uri), []);
  });

  it("a quick fix applied as its edit makes the finding go", async () => {
    const text = `${workload}\n${planWith("2000 requests per chip")}`;
    client.open(uri, text);
    const overflow = (await client.diagnostics(uri)).find((one) => one.code === "CMX401");
    assert.ok(overflow, "no memory overflow");
    const params = { textDocument: { uri }, range: overflow.range, context: { diagnostics: [overflow] } };
    const fixes = await client.request<readonly CodeAction[]>("textDocument/codeAction", params);
    const fix = fixes.find((one) => one.isPreferred && one.diagnostics?.[0]?.code === "CMX401");
    assert.ok(fix, "no fix for the overflow");
    client.change(uri, applyEdits(text, fix.edit?.changes?.[uri] ?? []));
    const after = await client.diagnostics(uri);
    assert.ok(!codes(after).includes("CMX401"));
  });

  it("quick fixes are not given to who asks for something else", async () => {
    client.open(uri, "workload w {\n  inpt = 3 tokens\n}\n");
    const [found] = await client.diagnostics(uri);
    const params = { textDocument: { uri }, range: found?.range, context: { diagnostics: [], only: ["refactor"] } };
    assert.deepEqual(await client.request("textDocument/codeAction", params), []);
  });

  describe("settings", () => {
    it("switch bottlenecks and advice off", async () => {
      const quiet = await startClient({ settings: { diagnostics: { bottleneck: false, advice: false } } });
      quiet.open(uri, flagship);
      const found = codes(await quiet.diagnostics(uri));
      assert.deepEqual(
        found.filter((code) => code === "CMX501" || String(code).startsWith("CMX7")),
        [],
      );
      await quiet.stop();
    });

    it("take effect when they change", async () => {
      const settings = { diagnostics: { bottleneck: true } };
      const live = await startClient({ settings });
      live.open(uri, flagship);
      assert.ok(codes(await live.diagnostics(uri)).includes("CMX501"));
      settings.diagnostics.bottleneck = false;
      const after = live.next(uri);
      void live.connection.sendNotification("workspace/didChangeConfiguration", { settings: null });
      assert.ok(!codes(await after).includes("CMX501"));
      await live.stop();
    });

    it("are not needed: a client without them gets everything", async () => {
      const simple = await startClient({ capabilities: {} });
      simple.open(uri, flagship);
      assert.ok(codes(await simple.diagnostics(uri)).includes("CMX501"));
      await simple.stop();
    });
  });
});
