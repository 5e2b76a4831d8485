import assert from "node:assert/strict";
import { CancellationTokenSource } from "vscode-languageserver/node";
import type { Report } from "../../shared/report";
import { type Client, startClient } from "./client";
import { flagship } from "../texts";

describe("report", () => {
  let client: Client;
  before(async () => {
    client = await startClient();
  });
  after(async () => {
    await client.stop();
  });

  const uri = "file:///workspace/plans/main.cmx";

  it("a report holds the plans of the present text and follows its edits", async () => {
    const versions: number[] = [];
    const analysed = new Promise<void>((done) =>
      client.connection.onNotification("cmx/analysed", (params: { readonly uri: string; readonly version: number }) => {
        assert.equal(params.uri, uri);
        versions.push(params.version);
        if (params.version === 2) done();
      }),
    );
    client.open(uri, flagship);
    const first = await client.request<Report>("cmx/report", { uri });
    assert.equal(first.schema, "cmx-report/1");
    assert.equal(first.file, "plans/main.cmx");
    assert.equal(first.plans[0]?.phases.find((phase) => phase.name === "decode")?.batch, 96 * 160);
    client.change(uri, flagship.replace("96 requests", "64 requests"));
    const second = await client.request<Report>("cmx/report", { uri });
    assert.equal(second.plans[0]?.phases.find((phase) => phase.name === "decode")?.batch, 64 * 160);
    await analysed;
    assert.deepEqual(versions, [...new Set(versions)]);
  });

  it("a sweep of thousands of points keeps nobody waiting", async () => {
    const swept = "file:///workspace/plans/sweep.cmx";
    client.open(swept, `${flagship}\nsweep Large {\n  plan = R1\n  vary decode.batch = 1..2000 step 1\n}\n`);
    await client.diagnostics(swept);
    const answered: string[] = [];
    const report = client.request<Report>("cmx/report", { uri: swept }).then(({ sweeps }) => {
      answered.push("report");
      return sweeps[0]?.points.length;
    });
    const symbols = client.request("textDocument/documentSymbol", { textDocument: { uri: swept } }).then(() => answered.push("outline"));
    await symbols;
    assert.equal(await report, 2000);
    assert.deepEqual(answered, ["outline", "report"]);
  });

  it("searches of 200,000 points are given up as soon as nobody wants them, long before their end", async () => {
    const [long, short] = ["file:///workspace/plans/long.cmx", "file:///workspace/plans/short.cmx"];
    const searches = (count: number, points: number): string =>
      Array.from(
        { length: count },
        (_, index) =>
          `search S${index} {\n  plan = R1\n  vary decode.batch = 1..${points} step 1\n  maximize = decode.throughput per chip\n}\n`,
      ).join("");
    client.open(long, `${flagship}\n${searches(20, 10_000)}`);
    client.open(short, `${flagship}\n${searches(1, 1000)}`);
    assert.deepEqual(
      (await client.diagnostics(long)).filter(({ severity }) => severity === 1),
      [],
    );
    const source = new CancellationTokenSource();
    const answered: string[] = [];
    const given = client.connection.sendRequest("cmx/report", { uri: long }, source.token).then(
      () => answered.push("long"),
      (error: unknown) => answered.push(String(error)),
    );
    // Answered in between: by now the searches are under way.
    await client.request("textDocument/documentSymbol", { textDocument: { uri: long } });
    const whole = client.request<Report>("cmx/report", { uri: short }).then(() => answered.push("short"));
    source.cancel();
    await Promise.all([given, whole]);
    assert.match(answered[0] ?? "", /[Cc]ancel/);
    assert.equal(answered[1], "short");
  });

  it("a file that is not open has no report, and the panel learns why", async () => {
    await assert.rejects(client.request("cmx/report", { uri: "file:///workspace/closed.cmx" }), /closed\.cmx is not open/);
  });
});
