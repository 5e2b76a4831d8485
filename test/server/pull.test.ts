import assert from "node:assert/strict";
import { type ClientCapabilities, type DocumentDiagnosticReport, DiagnosticSeverity, DiagnosticTag } from "vscode-languageserver/node";
import { type Client, startClient } from "./client";
import { planWith, workload } from "../texts";

const uri = "file:///workspace/main.cmx";
const able: ClientCapabilities = {
  textDocument: { diagnostic: {} },
  workspace: { configuration: true, diagnostics: { refreshSupport: true } },
};
const ask = (client: Client, more: object = {}) =>
  client.request<DocumentDiagnosticReport>("textDocument/diagnostic", { textDocument: { uri }, ...more });
const codes = (report: DocumentDiagnosticReport) => (report.kind === "full" ? report.items.map(({ code }) => code) : report.kind);

describe("pulled diagnostics", () => {
  it("are for clients that can, who are then not told as well", async () => {
    const client = await startClient({ capabilities: able });
    client.open(uri, "workload w {\n  inpt = 3 tokens\n}\n");
    const report = await ask(client);
    assert.ok(codes(report).includes("CMX202"), JSON.stringify(report));
    assert.deepEqual(client.published(uri), []);
    await client.stop();
  });

  it("are told to a client that can pull and would rather not", async () => {
    const client = await startClient({ capabilities: able, initializationOptions: { diagnostics: "push" } });
    client.open(uri, "workload w {");
    assert.notDeepEqual(await client.diagnostics(uri), []);
    await client.stop();
  });

  it("are not sent twice when they have not changed", async () => {
    const client = await startClient({ capabilities: able });
    client.open(uri, "let a = 1 GB + 1 s\n");
    const first = await ask(client);
    assert.equal(first.kind, "full");
    client.change(uri, "let a = 1 GB + 1 s\n// The end.\n");
    const again = await ask(client, { previousResultId: first.resultId });
    assert.deepEqual(again, { kind: "unchanged", resultId: first.resultId });
    client.change(uri, "let a = 1 GB\n");
    assert.deepEqual(codes(await ask(client, { previousResultId: first.resultId })), []);
    await client.stop();
  });

  it("are asked for again when an imported file changes", async () => {
    const client = await startClient({ capabilities: able });
    const refreshed = new Promise<void>((done) => client.connection.onRequest("workspace/diagnostic/refresh", () => (done(), null)));
    const other = "file:///workspace/parts.cmx";
    client.open(other, workload);
    client.open(uri, `import "parts.cmx"\n${planWith("96 requests per chip")}`);
    assert.ok(!codes(await ask(client)).includes("CMX204"));
    client.change(other, "");
    await refreshed;
    assert.ok(codes(await ask(client)).includes("CMX204"));
    await client.stop();
  });

  it("of a document that is not open are none", async () => {
    const client = await startClient({ capabilities: able });
    assert.deepEqual(await ask(client), { kind: "full", items: [] });
    await client.stop();
  });
});

describe("how findings are shown", () => {
  it("what is left over is faded, what is deprecated struck through", async () => {
    const client = await startClient();
    client.open(uri, "/// Deprecated: use b.\nlet a = 1\nlet b = a\nexpect 1 > 0\n");
    const found = await client.diagnostics(uri);
    assert.deepEqual(
      found.map(({ code, tags }) => [code, tags]),
      [
        ["CMX254", [DiagnosticTag.Unnecessary]],
        ["CMX256", [DiagnosticTag.Deprecated]],
      ],
    );
    await client.stop();
  });

  it("each code as severe as the settings say, or not at all; what they say of its kind yields", async () => {
    const severity = { CMX254: "error", CMX501: "hint", CMX401: "off", CMX702: "nonsense" };
    const client = await startClient({ settings: { diagnostics: { severity, bottleneck: false } } });
    client.open(uri, `let spare = 1\n${workload}\n${planWith("2000 requests per chip")}`);
    const found = await client.diagnostics(uri);
    const severityOf = (code: string) => found.find((one) => one.code === code)?.severity;
    assert.equal(severityOf("CMX254"), DiagnosticSeverity.Error);
    assert.equal(severityOf("CMX501"), DiagnosticSeverity.Hint);
    assert.equal(severityOf("CMX401"), undefined);
    await client.stop();
  });

  it("a finding points to its other half, in the catalog too", async () => {
    const client = await startClient();
    client.open(uri, `${workload}\n${planWith("2000 requests per chip")}`);
    const overflow = (await client.diagnostics(uri)).find(({ code }) => code === "CMX401");
    assert.match(overflow?.relatedInformation?.[0]?.location.uri ?? "", /^cmx-catalog:/);
    await client.stop();
  });
});
