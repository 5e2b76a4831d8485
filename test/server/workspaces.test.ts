/** Where files can live: several folders, a file system that only the editor can read, no file at all. */

import assert from "node:assert/strict";
import { planWith, workload } from "../texts";
import { type Client, folder, startClient } from "./client";

const plan = planWith("96 requests per chip");
const codes = async (client: Client, uri: string) => (await client.diagnostics(uri)).map(({ code }) => code);

describe("several folders", () => {
  it("import from each other, follow each other, and an added one is there at once", async () => {
    const parts = folder({ "chat.cmx": workload });
    const plans = folder();
    const path = `../${parts.uri.slice(parts.uri.lastIndexOf("/") + 1)}/chat.cmx`;
    const client = await startClient({ folders: [plans.uri] });
    const uri = plans.write("plan.cmx", "");
    client.open(uri, `import "${path}"\n\n${plan}`);
    assert.ok((await codes(client, uri)).includes("CMX230"), "outside of the one folder");
    const added = client.next(uri);
    await client.connection.sendNotification("workspace/didChangeWorkspaceFolders", {
      event: { added: [{ uri: parts.uri, name: "parts" }], removed: [] },
    });
    assert.deepEqual(
      (await added).filter(({ severity }) => severity === 1),
      [],
    );
    const followed = client.next(uri);
    client.touched(parts.write("chat.cmx", "workload talk : chat { }\n"), 2);
    assert.ok((await followed).some(({ code }) => code === "CMX204" || code === "CMX252"));
    await client.stop();
    parts.remove();
    plans.remove();
  });
});

describe("a virtual workspace", () => {
  it("is read through the editor", async () => {
    const client = await startClient({ folders: ["vscode-vfs://github/org/plans"] });
    const asked: string[] = [];
    client.connection.onRequest("cmx/readFile", ({ uri }: { readonly uri: string }) => {
      asked.push(uri);
      return uri.endsWith("/chat.cmx") ? workload : null;
    });
    const uri = "vscode-vfs://github/org/plans/plan.cmx";
    client.open(uri, `import "chat.cmx"\nimport "gone.cmx"\n\n${plan}`);
    const found = await codes(client, uri);
    assert.ok(found.includes("CMX228") && found.includes("CMX501"), found.join());
    assert.deepEqual(asked.toSorted(), ["vscode-vfs://github/org/plans/chat.cmx", "vscode-vfs://github/org/plans/gone.cmx"]);
    await client.stop();
  });
});

describe("a trace of recorded requests", () => {
  const trace =
    '{"timestamp": 0, "input_length": 100, "output_length": 10}\n{"timestamp": 500, "input_length": 300, "output_length": 30}\n';
  const traced = 'workload chat {\n  trace = "runs/requests.jsonl"\n}\n';

  it("is read from the disk, followed when it changes, and named where it breaks", async () => {
    const place = folder({ "runs/requests.jsonl": trace });
    const client = await startClient({ folders: [place.uri] });
    const uri = place.write("plan.cmx", traced);
    client.open(uri, traced);
    assert.deepEqual(await codes(client, uri), []);
    const links = await client.request<readonly { readonly target?: string }[]>("textDocument/documentLink", { textDocument: { uri } });
    assert.deepEqual(
      links.map(({ target }) => target),
      [`${place.uri}/runs/requests.jsonl`],
    );
    const broken = client.next(uri);
    client.touched(place.write("runs/requests.jsonl", `${trace}{}\n`), 2);
    const [found] = await broken;
    assert.equal(found?.code, "CMX260");
    assert.deepEqual(found.relatedInformation?.[0]?.location, {
      uri: `${place.uri}/runs/requests.jsonl`,
      range: { start: { line: 2, character: 0 }, end: { line: 2, character: 2 } },
    });
    await client.stop();
    place.remove();
  });

  it("is offered by its path", async () => {
    const place = folder({ "runs/requests.jsonl": trace, "azure.csv": "", "notes.txt": "" });
    const client = await startClient({ folders: [place.uri] });
    const uri = place.write("plan.cmx", 'workload chat {\n  trace = ""\n}\n');
    client.open(uri, 'workload chat {\n  trace = ""\n}\n');
    const position = { line: 1, character: 11 };
    const items = await client.request<readonly { readonly label: string }[]>("textDocument/completion", {
      textDocument: { uri },
      position,
    });
    assert.deepEqual(
      items.map(({ label }) => label),
      ["azure.csv", "runs/requests.jsonl"],
    );
    await client.stop();
    place.remove();
  });

  it("so is a configuration of a model", async () => {
    const place = folder({ "big/config.json": "{}", "package.json": "{}", "azure.csv": "" });
    const client = await startClient({ folders: [place.uri] });
    const uri = place.write("plan.cmx", "");
    client.open(uri, 'model M from "" { }\n');
    const position = { line: 0, character: 14 };
    const items = await client.request<readonly { readonly label: string }[]>("textDocument/completion", {
      textDocument: { uri },
      position,
    });
    assert.deepEqual(
      items.map(({ label }) => label),
      ["big/config.json"],
    );
    await client.stop();
    place.remove();
  });

  it("comes through the editor where only that can reach it, or is too large for that", async () => {
    const client = await startClient({ folders: ["vscode-vfs://github/org/plans"] });
    client.connection.onRequest<string | object, void>("cmx/readFile", ({ uri }: { readonly uri: string }) =>
      uri.endsWith("giant.jsonl") ? { problem: "large" } : trace,
    );
    const uri = "vscode-vfs://github/org/plans/plan.cmx";
    client.open(uri, traced);
    assert.deepEqual(await codes(client, uri), []);
    client.change(uri, traced.replace("requests", "giant"));
    const [found] = await client.diagnostics(uri);
    assert.match(JSON.stringify(found?.message), /giant\.jsonl is no trace of requests: it is too large/);
    await client.stop();
  });
});

describe("a file that has no name yet", () => {
  it("is looked at like any other, report and outcomes too", async () => {
    const client = await startClient();
    const uri = "untitled:Untitled-1";
    client.open(uri, `${workload}\n${plan}`);
    assert.ok((await codes(client, uri)).includes("CMX501"));
    const report = await client.request<{ readonly plans: readonly { readonly name: string }[] }>("cmx/report", { uri });
    assert.deepEqual(
      report.plans.map(({ name }) => name),
      ["R1"],
    );
    const outcomes = await client.request<{ readonly plans: readonly object[] }>("cmx/outcomes", { uri });
    assert.equal(outcomes.plans.length, 1);
    await client.stop();
  });

  it("has no folder to import from, and says so instead of guessing", async () => {
    const client = await startClient();
    const uri = "untitled:Untitled-1";
    client.open(uri, `import "chat.cmx"\n`);
    assert.deepEqual(await codes(client, uri), ["CMX230"]);
    await client.stop();
  });
});
