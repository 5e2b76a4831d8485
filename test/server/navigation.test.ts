import assert from "node:assert/strict";
import type {
  CompletionItem,
  DocumentHighlight,
  DocumentLink,
  Location,
  SelectionRange,
  SemanticTokens,
  SemanticTokensDelta,
  SignatureHelp,
  SymbolInformation,
  TextEdit,
  WorkspaceEdit,
} from "vscode-languageserver/node";
import { flagship } from "../texts";
import { applyEdits, type Client, type Folder, folder, positionOf, startClient } from "./client";

describe("finding one's way, over the wire", () => {
  let client: Client;
  before(async () => {
    client = await startClient();
  });
  after(async () => {
    await client.stop();
  });

  const textDocument = { uri: "file:///workspace/at.cmx" };

  it("signature help says which argument it is", async () => {
    const help = await client.at<SignatureHelp>("textDocument/signatureHelp", "let x = min(3, |");
    assert.equal(help.signatures[0]?.label, "min(value, …)");
    assert.equal(help.activeParameter, 1);
  });

  it("highlights, selection ranges and links", async () => {
    const marks = await client.at<readonly DocumentHighlight[]>("textDocument/documentHighlight", flagship.replace("= chat", "= cha|t"));
    assert.deepEqual(
      marks.map(({ kind }) => kind),
      [3, 2],
    );
    const positions = [positionOf(flagship, flagship.indexOf("chat"))];
    const [selection] = await client.at<readonly SelectionRange[]>("textDocument/selectionRange", `${flagship}|`, { positions });
    assert.ok(selection?.parent?.parent);
    const links = await client.at<readonly DocumentLink[]>("textDocument/documentLink", 'import "parts/my chips.cmx"|');
    assert.equal(links[0]?.target, "file:///workspace/parts/my%20chips.cmx");
  });

  it("semantic tokens: the whole, a range, and what an edit changes", async () => {
    const full = await client.at<SemanticTokens>("textDocument/semanticTokens/full", `${flagship}|`);
    assert.equal(full.data.length % 5, 0);
    const range = { start: { line: 0, character: 0 }, end: { line: 1, character: 0 } };
    const part = await client.at<SemanticTokens>("textDocument/semanticTokens/range", `${flagship}|`, { range });
    assert.deepEqual(part.data, full.data.slice(0, part.data.length));

    const edited = flagship.replace("chat", "talk_to_me");
    const asked = { previousResultId: full.resultId };
    const delta = await client.at<SemanticTokensDelta>("textDocument/semanticTokens/full/delta", `${edited}|`, asked);
    const patched = delta.edits.reduce(
      (data, edit) => [...data.slice(0, edit.start), ...(edit.data ?? []), ...data.slice(edit.start + edit.deleteCount)],
      [...full.data],
    );
    const afresh = await client.at<SemanticTokens>("textDocument/semanticTokens/full", `${edited}|`);
    assert.deepEqual(patched, afresh.data);
    const stale = await client.request<SemanticTokens>("textDocument/semanticTokens/full/delta", { textDocument, previousResultId: "0" });
    assert.deepEqual(stale.data, afresh.data);
  });

  it("formatting of a range and on type", async () => {
    const text = "workload  w {\ninput=3 tokens\n}\n";
    const options = { tabSize: 2, insertSpaces: true };
    const range = { start: { line: 1, character: 0 }, end: { line: 1, character: 3 } };
    const edits = await client.at<readonly TextEdit[]>("textDocument/rangeFormatting", `${text}|`, { range, options });
    assert.equal(applyEdits(text, edits), "workload  w {\n  input = 3 tokens\n}\n");
    const typed = await client.at<readonly TextEdit[]>("textDocument/onTypeFormatting", text.replace("}", "}|"), { ch: "}", options });
    assert.equal(applyEdits(text, typed), "workload w {\n  input = 3 tokens\n}\n");
  });

  it("symbols of the workspace", async () => {
    await client.at("textDocument/hover", `|${flagship}`);
    const own = await client.request<readonly SymbolInformation[]>("workspace/symbol", { query: "" });
    assert.deepEqual(
      own.map(({ name }) => name),
      ["chat", "R1"],
    );
    const [chip] = await client.request<readonly SymbolInformation[]>("workspace/symbol", { query: "Ascend910C" });
    assert.match(chip?.location.uri ?? "", /^cmx-catalog:/);
  });
});

describe("across files", () => {
  const chip = "chip Mine {\n  compute { bf16 = 1 PFLOPS }\n  hbm { capacity = 80 GB, bandwidth = 3 TB/s }\n}\n";
  const machine = 'import "chips.cmx"\nsupernode Box {\n  chip = Mine\n  node { chips = 8 }\n}\n';
  const other = 'import "../chips.cmx"\nchip Better : Mine { }\n';
  let place: Folder;
  let client: Client;
  let uri: string;
  beforeEach(async () => {
    place = folder({ "chips.cmx": chip, "plans/other.cmx": other });
    uri = place.write("main.cmx", machine);
    client = await startClient({ folders: [place.uri] });
    client.open(uri, machine);
  });
  afterEach(async () => {
    await client.stop();
    place.remove();
  });

  const atName = () => ({ textDocument: { uri }, position: positionOf(machine, machine.indexOf("Mine") + 1) });

  it("references are found in files that nobody has opened", async () => {
    const places = await client.request<readonly Location[]>("textDocument/references", {
      ...atName(),
      context: { includeDeclaration: true },
    });
    assert.deepEqual(places.map((one) => one.uri.slice(place.uri.length)).toSorted(), ["/chips.cmx", "/main.cmx", "/plans/other.cmx"]);
  });

  it("a rename reaches them, from a use as well", async () => {
    const edit = await client.request<WorkspaceEdit>("textDocument/rename", { ...atName(), newName: "Yours" });
    const after = (name: string, text: string) => applyEdits(text, edit.changes?.[`${place.uri}/${name}`] ?? []);
    assert.equal(after("chips.cmx", chip), chip.replace("Mine", "Yours"));
    assert.equal(after("main.cmx", machine), machine.replace("Mine", "Yours"));
    assert.equal(after("plans/other.cmx", other), other.replace("Mine", "Yours"));
  });

  it("a name that is taken in one of them is refused", async () => {
    await assert.rejects(client.request("textDocument/rename", { ...atName(), newName: "Better" }), /already declared in other\.cmx/);
    await assert.rejects(client.request("textDocument/rename", { ...atName(), newName: "Box" }), /already declared in this file/);
  });

  it("imports are completed to files that do not lead back here", async () => {
    const text = 'import "|"\nimport "plans/other.cmx"\n';
    place.write("more.cmx", "");
    place.write("plans/back.cmx", 'import "../at.cmx"\n');
    const here = place.write("at.cmx", "");
    client.open(here, text.replace("|", ""));
    const position = positionOf(text, text.indexOf("|"));
    const items = await client.request<readonly CompletionItem[]>("textDocument/completion", { textDocument: { uri: here }, position });
    assert.deepEqual(
      items.map(({ label }) => label),
      ["chips.cmx", "main.cmx", "more.cmx"],
    );
    const [first] = items;
    assert.ok(first?.textEdit && "range" in first.textEdit);
    assert.match(applyEdits(text.replace("|", ""), [first.textEdit]), /^import "chips.cmx"\n/);
  });

  it("imports follow a file that is renamed, and a folder that is moved", async () => {
    const rename = async (from: string, to: string) => {
      const files = [{ oldUri: `${place.uri}/${from}`, newUri: `${place.uri}/${to}` }];
      const { changes = {} } = await client.request<WorkspaceEdit>("workspace/willRenameFiles", { files });
      return (name: string, text: string) => applyEdits(text, changes[`${place.uri}/${name}`] ?? []);
    };
    const renamed = await rename("chips.cmx", "parts/chips.cmx");
    assert.equal(renamed("main.cmx", machine), machine.replace("chips.cmx", "parts/chips.cmx"));
    assert.equal(renamed("plans/other.cmx", other), other.replace("../chips.cmx", "../parts/chips.cmx"));
    const moved = await rename("plans", "plans/deeper");
    assert.equal(moved("plans/other.cmx", other), other.replace("../chips.cmx", "../../chips.cmx"));
    assert.equal(moved("main.cmx", machine), machine);
  });
});
