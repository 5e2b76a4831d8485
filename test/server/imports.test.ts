import assert from "node:assert/strict";
import type { Diagnostic } from "vscode-languageserver/node";
import { type Client, type Folder, folder, startClient } from "./client";

const chip = "chip Mine {\n  compute { bf16 = 1 PFLOPS }\n  hbm { capacity = 80 GB, bandwidth = 3 TB/s }\n}\n";
const machine = 'import "chips.cmx"\nsupernode Box {\n  chip = Mine\n  node { chips = 8 }\n}\n';
const codes = (diagnostics: readonly Diagnostic[]) => diagnostics.map((diagnostic) => diagnostic.code);

describe("imports", () => {
  let place: Folder;
  let client: Client;
  afterEach(async () => {
    await client.stop();
    place.remove();
  });

  it("an import is read from the disk", async () => {
    place = folder({ "chips.cmx": chip });
    client = await startClient({ folders: [place.uri] });
    const uri = place.write("main.cmx", machine);
    client.open(uri, machine);
    assert.deepEqual(await client.diagnostics(uri), []);
  });

  it("imports of imports are read too, up and down the folders", async () => {
    place = folder({ "parts/chips.cmx": 'import "../more chips.cmx"\n', "more chips.cmx": chip });
    client = await startClient({ folders: [place.uri] });
    const text = machine.replace("chips.cmx", "parts/chips.cmx");
    const uri = place.write("main.cmx", text);
    client.open(uri, text);
    assert.deepEqual(await client.diagnostics(uri), []);
  });

  it("a missing import is found when it is created, and missed when it is deleted", async () => {
    place = folder();
    client = await startClient({ folders: [place.uri] });
    const uri = place.write("main.cmx", machine);
    client.open(uri, machine);
    assert.ok(codes(await client.diagnostics(uri)).includes("CMX228"));
    const found = client.next(uri);
    client.touched(place.write("chips.cmx", chip), 1);
    assert.deepEqual(await found, []);
    const missed = client.next(uri);
    client.touched(place.write("gone.cmx", ""), 1);
    place.remove();
    client.touched(`${place.uri}/chips.cmx`, 3);
    assert.ok(codes(await missed).includes("CMX228"));
    place = folder();
  });

  it("an open import wins over the disk, until it is closed", async () => {
    place = folder({ "chips.cmx": chip });
    client = await startClient({ folders: [place.uri] });
    const uri = place.write("main.cmx", machine);
    const imported = `${place.uri}/chips.cmx`;
    client.open(uri, machine);
    await client.diagnostics(uri);
    const renamed = client.next(uri);
    client.open(imported, chip.replace("Mine", "Yours"));
    assert.ok(codes(await renamed).includes("CMX204"));
    const back = client.next(uri);
    client.close(imported);
    assert.deepEqual(await back, []);
  });

  it("a file outside the workspace is refused", async () => {
    place = folder({ "outside.cmx": chip });
    client = await startClient({ folders: [`${place.uri}/inside`] });
    const text = machine.replace("chips.cmx", "../outside.cmx");
    const uri = place.write("inside/main.cmx", text);
    client.open(uri, text);
    assert.ok(codes(await client.diagnostics(uri)).includes("CMX230"));
  });

  it("a path that hides its dots is refused or missing", async () => {
    place = folder({ "outside.cmx": chip });
    client = await startClient({ folders: [`${place.uri}/inside`] });
    for (const [index, path] of [
      "x/../../outside.cmx",
      "..%2foutside.cmx",
      "%2e%2e/outside.cmx",
      "/etc/passwd",
      "file:///etc/passwd",
    ].entries()) {
      const text = machine.replace("chips.cmx", path);
      const uri = place.write(`inside/main${index}.cmx`, text);
      client.open(uri, text);
      const found = codes(await client.diagnostics(uri));
      assert.ok(
        found.some((code) => code === "CMX230" || code === "CMX228" || code === "CMX231"),
        `${path}: ${found.join(", ")}`,
      );
    }
  });

  it("without a workspace the file's own folder counts as one", async () => {
    place = folder({ "inside/chips.cmx": chip, "outside.cmx": chip });
    client = await startClient({ folders: [] });
    const uri = place.write("inside/main.cmx", machine);
    client.open(uri, machine);
    assert.deepEqual(await client.diagnostics(uri), []);
    client.change(uri, machine.replace("chips.cmx", "../outside.cmx"));
    assert.ok(codes(await client.diagnostics(uri)).includes("CMX230"));
  });

  it("a folder in place of a file is unreadable", async () => {
    place = folder({ "chips.cmx/inner.cmx": "" });
    client = await startClient({ folders: [place.uri] });
    const uri = place.write("main.cmx", machine);
    client.open(uri, machine);
    assert.ok(codes(await client.diagnostics(uri)).includes("CMX231"));
  });

  it("files that import each other are told so", async () => {
    place = folder({ "chips.cmx": `import "main.cmx"\n${chip}` });
    client = await startClient({ folders: [place.uri] });
    const uri = place.write("main.cmx", machine);
    client.open(uri, machine);
    assert.ok(codes(await client.diagnostics(uri)).includes("CMX229"));
  });

  it("an unsaved document may stand alone", async () => {
    place = folder();
    client = await startClient({ folders: [place.uri] });
    client.open("untitled:Untitled-1", chip);
    assert.deepEqual(await client.diagnostics("untitled:Untitled-1"), []);
  });
});
