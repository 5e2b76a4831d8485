import assert from "node:assert/strict";
import type {
  CodeAction,
  CodeLens,
  CompletionItem,
  DocumentSymbol,
  FoldingRange,
  Hover,
  InlayHint,
  Location,
  LocationLink,
  MarkupContent,
  TextEdit,
  WorkspaceEdit,
} from "vscode-languageserver/node";
import { applyEdits, type Client, startClient } from "./client";
import { flagship, workload } from "../texts";

describe("answers over the wire", () => {
  let client: Client;
  before(async () => {
    client = await startClient();
  });
  after(async () => {
    await client.stop();
  });

  const uri = "file:///workspace/at.cmx";
  const mark = (text: string, marked: string) => text.replace(marked.replace("|", ""), marked);

  it("completion offers what is valid, as edits", async () => {
    const items = await client.at<readonly CompletionItem[]>("textDocument/completion", "serve R1 {\n  model = Deep|\n}");
    const item = items.find((one) => one.label === "DeepSeekR1");
    assert.ok(item?.textEdit && "range" in item.textEdit);
    assert.equal(applyEdits("serve R1 {\n  model = Deep\n}", [item.textEdit]), "serve R1 {\n  model = DeepSeekR1\n}");
    assert.ok(!items.some((one) => one.label === "H100"));
  });

  it("completion writes along with a name what it needs elsewhere", async () => {
    const items = await client.at<readonly CompletionItem[]>("textDocument/completion", "\nserve R1 {\n  workload = |\n}");
    const item = items.find((one) => one.label === "chat");
    assert.ok(item?.textEdit && "range" in item.textEdit);
    const text = applyEdits("\nserve R1 {\n  workload = \n}", [item.textEdit, ...(item.additionalTextEdits ?? [])]);
    assert.equal(text, "\nworkload chat {\n  input = 4096 tokens\n  output = 256 tokens\n}\n\nserve R1 {\n  workload = chat\n}");
  });

  it("documentation comes with the item that is shown, for clients that ask for it then", async () => {
    const properties = ["documentation"];
    const lazy = await startClient({
      capabilities: { textDocument: { completion: { completionItem: { resolveSupport: { properties } } } } },
    });
    const items = await lazy.at<readonly CompletionItem[]>("textDocument/completion", "workload w {\n  in|\n}");
    const item = items.find(({ label }) => label === "input");
    assert.ok(item && !item.documentation);
    const resolved = await lazy.request<CompletionItem>("completionItem/resolve", item);
    assert.match((resolved.documentation as MarkupContent).value, /Tokens of a prompt/);
    await lazy.at("textDocument/completion", "workload w {\n  out|\n}");
    assert.deepEqual(await lazy.request("completionItem/resolve", item), item, "of an older list there is nothing to tell any more");
    await lazy.stop();
  });

  it("completion does not pop up at the blanks that begin a line", async () => {
    const context = { triggerKind: 2, triggerCharacter: " " };
    assert.deepEqual(await client.at("textDocument/completion", "serve R1 {\n  |\n}", { context }), []);
  });

  it("hover speaks markdown", async () => {
    const hover = await client.at<Hover>("textDocument/hover", mark(flagship, "Cloud|Matrix384"));
    const { kind, value } = hover.contents as MarkupContent;
    assert.equal(kind, "markdown");
    assert.match(value, /48 nodes × 8 Ascend910C/);
  });

  it("definition leads into the catalog, whose source can be asked for", async () => {
    const links = await client.at<readonly LocationLink[]>("textDocument/definition", mark(flagship, "Deep|SeekR1"));
    const [link] = links;
    assert.match(link?.targetUri ?? "", /^cmx-catalog:\/.*\.cmx$/);
    const source = await client.request<string>("cmx/catalog", { uri: link?.targetUri });
    assert.match(source.split("\n")[link?.targetRange.start.line ?? 0] ?? "", /^model DeepSeekR1/);
  });

  it("definition is a plain location for a client that knows no links", async () => {
    const simple = await startClient({ capabilities: {} });
    const location = await simple.at<Location>("textDocument/definition", mark(flagship, "= cha|t"));
    assert.equal(location.uri, uri);
    assert.equal(location.range.start.line, 0);
    await simple.stop();
  });

  it("a file that the catalog lacks is said to be missing", async () => {
    await assert.rejects(client.request("cmx/catalog", { uri: "cmx-catalog:/nothing.cmx" }), /catalog has no/);
  });

  it("a document of the catalog is read, not judged", async () => {
    const catalog = "cmx-catalog:/huawei-supernodes.cmx";
    const source = await client.request<string>("cmx/catalog", { uri: catalog });
    client.open(catalog, source);
    assert.deepEqual(await client.diagnostics(catalog), []);
    const textDocument = { uri: catalog };
    const lines = source.split("\n");
    const line = lines.findIndex((one) => /^ *chip *= Ascend910C\b/.test(one));
    const position = { line, character: (lines[line]?.indexOf("Ascend") ?? 0) + 2 };
    const [link] = await client.request<readonly LocationLink[]>("textDocument/definition", { textDocument, position });
    assert.equal(link?.targetUri, "cmx-catalog:/ascend-910c.cmx");
    assert.deepEqual(await client.request("textDocument/formatting", { textDocument, options: { tabSize: 8, insertSpaces: true } }), []);
    assert.deepEqual(await client.request("textDocument/codeLens", { textDocument }), []);
  });

  it("symbols nest", async () => {
    const symbols = await client.at<readonly DocumentSymbol[]>("textDocument/documentSymbol", `${flagship}|`);
    assert.deepEqual(
      symbols.map((symbol) => symbol.name),
      ["chat", "R1"],
    );
    assert.ok(symbols[1]?.children?.some((child) => child.name === "decode"));
  });

  it("folding, references, rename", async () => {
    const folds = await client.at<readonly FoldingRange[]>("textDocument/foldingRange", `${workload}|`);
    assert.deepEqual(folds, [{ startLine: 0, endLine: 3 }]);
    const places = await client.at<readonly Location[]>("textDocument/references", mark(flagship, "= cha|t"), {
      context: { includeDeclaration: true },
    });
    assert.equal(places.length, 2);
    const edit = await client.at<WorkspaceEdit>("textDocument/rename", mark(flagship, "= cha|t"), { newName: "talk" });
    assert.equal(applyEdits(flagship, edit.changes?.[uri] ?? []), flagship.replaceAll("chat", "talk"));
  });

  it("a name of the catalog is not renamed, and the user learns why", async () => {
    await assert.rejects(client.at("textDocument/prepareRename", mark(flagship, "Deep|SeekR1")), /catalog/);
  });

  it("code actions: fixes with their findings, refactorings by kind", async () => {
    const text = "workload w { input = 2 ktokens, output = 1 tokens }";
    const range = { start: { line: 0, character: 24 }, end: { line: 0, character: 24 } };
    const ask = (only?: readonly string[]) =>
      client.at<readonly CodeAction[]>("textDocument/codeAction", `${text}|`, { range, context: { diagnostics: [], only } });
    const all = await ask();
    const [fix] = all;
    assert.equal(fix?.kind, "quickfix");
    assert.equal(fix.diagnostics?.[0]?.code, "CMX205");
    const after = applyEdits(text, fix.edit?.changes?.[uri] ?? []);
    assert.equal(after, text.replace("ktokens", "tokens"));
    const kinds = (await ask(["refactor.extract"])).map(({ kind }) => kind);
    assert.ok(all.length > kinds.length && kinds.every((kind) => kind === "refactor.extract"));
  });

  it("formatting is an edit", async () => {
    const text = "workload  w{\ninput=3 tokens\n\n\n\noutput  = 1 tokens }\n";
    const edits = await client.at<readonly TextEdit[]>("textDocument/formatting", `${text}|`, {
      options: { tabSize: 2, insertSpaces: true },
    });
    const formatted = applyEdits(text, edits);
    assert.match(formatted, /^workload w \{\n {2}input {1,}= 3 tokens\n/);
    const again = await client.at("textDocument/formatting", `${formatted}|`, { options: { tabSize: 2, insertSpaces: true } });
    assert.deepEqual(again, []);
  });

  it("lenses simulate the plan under them", async () => {
    const lenses = await client.at<readonly CodeLens[]>("textDocument/codeLens", `${flagship}|`);
    assert.deepEqual(
      lenses.map(({ command }) => [command?.command, command?.arguments]),
      [
        ["cmx.simulate", [uri, "R1"]],
        ["cmx.simulate", [uri, "R1"]],
      ],
    );
    assert.match(lenses[1]?.command?.title ?? "", /tokens\/s per chip · TPOT/);
  });

  const range = { start: { line: 0, character: 0 }, end: { line: 999, character: 0 } };

  it("hints stand behind plans and phases, each kind with its switch", async () => {
    const all = await client.at<readonly InlayHint[]>("textDocument/inlayHint", `${flagship}|`, { range });
    assert.equal(all.length, 3);
    const none = { start: range.start, end: range.start };
    assert.deepEqual(await client.at("textDocument/inlayHint", `${flagship}|`, { range: none }), []);
    const quiet = await startClient({ settings: { inlayHints: { figures: false } } });
    assert.deepEqual(await quiet.at("textDocument/inlayHint", `${flagship}|`, { range }), []);
    await quiet.stop();
  });

  it("one setting switches the lenses off", async () => {
    const quiet = await startClient({ settings: { codeLens: { enabled: false } } });
    assert.deepEqual(await quiet.at("textDocument/codeLens", `${flagship}|`), []);
    await quiet.stop();
  });

  it("a file that is not open has no answers, and no failures", async () => {
    const textDocument = { uri: "file:///workspace/closed.cmx" };
    assert.deepEqual(await client.request("textDocument/completion", { textDocument, position: { line: 3, character: 3 } }), []);
    assert.equal(await client.request("textDocument/hover", { textDocument, position: { line: 3, character: 3 } }), null);
  });
});
