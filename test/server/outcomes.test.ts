/** What the status bar and the Test Explorer are told. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import type { CompletionItem } from "vscode-languageserver";
import type { Report } from "../../shared/report";
import type { Outcomes } from "../../shared/outcomes";
import { planWith, workload } from "../texts";
import { type Client, startClient } from "./client";

const uri = "file:///workspace/main.cmx";
const plan = planWith("96 requests per chip");
const expecting = (lines: string) => `${workload}\n${plan.replace(/\n\}\n$/, `\n\n${lines}\n}\n`)}`;
const ask = (client: Client) => client.request<Outcomes | null>("cmx/outcomes", { uri });

describe("outcomes", () => {
  let client: Client;
  beforeEach(async () => {
    client = await startClient();
  });
  afterEach(() => client.stop());

  it("a plan that fits and holds its expectations is good; each is told with both its figures", async () => {
    client.open(uri, `${expecting("  expect tpot <= 80 ms\n  expect decode.memory <= 64 GB")}expect 2 GB > 1 GB\n`);
    const found = await ask(client);
    const [only] = found?.plans ?? [];
    assert.equal(only?.verdict, "good");
    assert.match(only?.headline ?? "", /tokens\/s per chip · TPOT/);
    assert.deepEqual(only?.expectations, { passed: 2, failed: 0 });
    assert.equal(only?.range.start.line, workload.split("\n").length);
    const told = found?.expectations.map(({ text, plan: owner, pass, expected }) => ({ text, owner, pass, expected }));
    assert.deepEqual(told, [
      { text: "tpot <= 80 ms", owner: "R1", pass: true, expected: "80 ms" },
      { text: "decode.memory <= 64 GB", owner: "R1", pass: true, expected: "64 GB per rank" },
      { text: "2 GB > 1 GB", owner: undefined, pass: true, expected: "1 GB" },
    ]);
    assert.match(found?.expectations[0]?.actual ?? "", /^[\d.]+ ms$/);
  });

  it("an expectation that fails is told with what its diagnostic says", async () => {
    client.open(uri, expecting("  expect tpot <= 1 ms"));
    const found = await ask(client);
    assert.equal(found?.plans[0]?.verdict, "failed");
    const told = (await client.diagnostics(uri)).find(({ code }) => code === "CMX602")?.message;
    assert.ok(told);
    assert.equal(found?.expectations[0]?.message, told);
  });

  it("a plan that does not fit says so, one with an error has no figures", async () => {
    client.open(uri, `${workload}\n${planWith("2000 requests per chip")}`);
    assert.equal((await ask(client))?.plans[0]?.verdict, "infeasible");
    client.change(uri, plan);
    const found = await ask(client);
    assert.deepEqual([found?.version, found?.plans[0]?.verdict, found?.plans[0]?.headline], [2, "unknown", ""]);
  });

  it("of a document that is not open are none", async () => {
    assert.equal(await ask(client), null);
  });
});

describe("the language of the client", () => {
  it("is that of findings, lenses and hints, as far as it brings the words", async () => {
    const translations = { "{name} is already declared in line {line}.": "第 {line} 行已有 {name}。", Simulate: "模拟" };
    const client = await startClient({ initializationOptions: { translations } });
    client.open(uri, `let a = 1\nlet a = 2\n${workload}\n${plan}`);
    const told = await client.diagnostics(uri);
    assert.equal(told.find(({ code }) => code === "CMX212")?.message, "第 1 行已有 a。");
    const lenses = await client.request<readonly { readonly command: { readonly title: string } }[]>("textDocument/codeLens", {
      textDocument: { uri },
    });
    assert.equal(lenses[0]?.command.title, "$(play) 模拟");
    const report = await client.request<Report>("cmx/report", { uri });
    assert.equal(report.diagnostics.find(({ code }) => code === "CMX212")?.message, "第 1 行已有 a。");
    await client.stop();
  });

  it("is that of everything else that the server says", async () => {
    const translations = JSON.parse(readFileSync("l10n/bundle.l10n.zh-cn.json", "utf8")) as object;
    const client = await startClient({ initializationOptions: { translations } });
    const text = `let a = 1\nlet a = max(2)\n${workload}\n${plan}`;
    client.open(uri, text);
    const at = (words: string) => ({ textDocument: { uri }, position: positionIn(text, words) });
    const told = (await client.diagnostics(uri)).find(({ code }) => code === "CMX212");
    assert.equal(told?.relatedInformation?.[0]?.message, "第一个 a。");
    const hover = await client.request<{ readonly contents: { readonly value: string } }>("textDocument/hover", at("model"));
    assert.match(hover.contents.value, /部署的模型。\n\n需要：model 的名称。 必填。/);
    const items = await client.request<readonly CompletionItem[]>("textDocument/completion", at("  model"));
    const property = items.find(({ label }) => label === "kv_sending");
    assert.equal(property?.detail, "默认 prompt");
    assert.match(JSON.stringify(property.documentation), /提示词的 KV 缓存何时传往解码/);
    const signature = await client.request<{ readonly signatures: readonly { readonly documentation: string }[] }>(
      "textDocument/signatureHelp",
      { textDocument: { uri }, position: { line: 1, character: 12 } },
    );
    assert.equal(signature.signatures[0]?.documentation, "各参数中最大的。");
    const range = { start: { line: 1, character: 4 }, end: { line: 1, character: 4 } };
    const actions = await client.request<readonly { readonly title: string }[]>("textDocument/codeAction", {
      textDocument: { uri },
      range,
      context: { diagnostics: [] },
    });
    assert.deepEqual(actions[0]?.title, "重命名为 a2");
    await assert.rejects(client.request("textDocument/rename", { ...at("let a"), newName: "serve" }), /这里没有可重命名的名称。/);
    await assert.rejects(client.request("cmx/report", { uri: "file:///not-open.cmx" }), /not-open\.cmx 没有打开。/);
    await client.stop();
  });
});

describe("settings of two folders", () => {
  it("each file has those of its own", async () => {
    const client = await startClient({
      folders: ["file:///workspace", "file:///other"],
      settings: (scope: string) => ({ diagnostics: { severity: scope.startsWith("file:///other") ? { CMX212: "off" } : {} } }),
    });
    const other = "file:///other/main.cmx";
    client.open(uri, "let a = 1\nlet a = 2\n");
    client.open(other, "let a = 1\nlet a = 2\n");
    assert.equal((await client.diagnostics(uri)).length, 1);
    assert.equal((await client.diagnostics(other)).length, 0);
    await client.stop();
  });
});

function positionIn(text: string, words: string): { readonly line: number; readonly character: number } {
  const before = text.slice(0, text.indexOf(words)).split("\n");
  return { line: before.length - 1, character: before.at(-1)?.length ?? 0 };
}
