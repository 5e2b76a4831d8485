/**
 * Random edits of every example through the real server. CMX_FUZZ_STEPS says how many of each: 120 when nobody says, 100,000 with `npm run fuzz`.
 * Nothing may throw, no version may be wrong or stale, and what a server says after all of it is what a fresh one says at once.
 */

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { CancellationTokenSource, type SemanticTokens, type SemanticTokensDelta } from "vscode-languageserver/node";
import { type Client, positionOf, startClient } from "./client";
import { randomEdit, randomFrom } from "./edits";

const steps = Number(process.env["CMX_FUZZ_STEPS"] ?? 120);
/** Steps from one comparison with a fresh server to the next. */
const stretch = Math.max(60, Math.min(1000, steps / 2));
const uri = "file:///workspace/fuzz.cmx";

describe("random edits", () => {
  for (const [index, file] of readdirSync("examples")
    .filter((name) => name.endsWith(".cmx"))
    .entries()) {
    it(`${file}: ${steps} of them leave a server as good as new`, async function () {
      this.timeout(60_000 + steps * 400);
      await fuzz(readFileSync(`examples/${file}`, "utf8"), randomFrom(index + 1), file);
    });
  }
});

async function fuzz(original: string, random: () => number, file: string): Promise<void> {
  const client = await startClient();
  let text = original;
  let version = 1;
  client.open(uri, text);
  let memory = 0;
  let tokens = await client.request<SemanticTokens>("textDocument/semanticTokens/full", { textDocument: { uri } });
  for (let step = 1; step <= steps; step++) {
    const edit = randomEdit(text, original, random);
    text = edit.after;
    version = client.change(uri, edit.text, edit.range);
    if (random() < 0.3) await ask(client, text, random);
    if (random() < 0.1) tokens = await followTokens(client, tokens);
    if (step % stretch === 0) {
      await compareWithFresh(client, text, `${file}, step ${step}:\n${text}`);
      if (memory === 0) memory = residentMemory(client);
    }
  }
  await client.diagnostics(uri);
  const versions = client.published(uri).map((one) => one.version ?? 0);
  assert.equal(versions.at(-1), version, "the last findings are those of the last text");
  assert.deepEqual(
    versions,
    [...new Set(versions)].toSorted((left, right) => left - right),
    "no version is told twice or late",
  );
  assert.deepEqual(client.logged, [], "nothing was thrown");
  // Twice what it held early on would be a leak that shows; less may be the collector's mood.
  assert.ok(residentMemory(client) < 2 * memory + 50e6, `${memory} bytes grew to ${residentMemory(client)}`);
  assert.equal(await client.stop(), 0);
}

const questions = ["completion", "hover", "definition", "signatureHelp", "documentHighlight", "references", "prepareRename"] as const;

/** A question about any place, sometimes taken back at once: then it is answered as cancelled or not at all late. */
async function ask(client: Client, text: string, random: () => number): Promise<void> {
  const method = questions[Math.floor(random() * questions.length)] ?? "hover";
  const position = positionOf(text, Math.floor(random() * (text.length + 1)));
  const params = { textDocument: { uri }, position, context: { includeDeclaration: true } };
  const source = new CancellationTokenSource();
  const answer = client.connection.sendRequest(`textDocument/${method}`, params, source.token).catch((error: unknown) => error);
  const cancelled = random() < 0.4;
  if (cancelled) source.cancel();
  const given = await answer;
  if (!(given instanceof Error)) return;
  const { code } = given as Error & { readonly code?: number };
  // -32800: taken back; -32803: refused with a reason, as a rename where there is no name.
  assert.ok(code === -32803 || (cancelled && code === -32800), `${method}: ${code} ${given.message}`);
}

/** The tokens by way of what differs from the last ones; they are those that the whole file has. */
async function followTokens(client: Client, before: SemanticTokens): Promise<SemanticTokens> {
  const textDocument = { uri };
  const params = { textDocument, previousResultId: before.resultId };
  const answer = await client.request<SemanticTokens | SemanticTokensDelta>("textDocument/semanticTokens/full/delta", params);
  const data = "edits" in answer ? before.data.slice() : answer.data;
  if ("edits" in answer) {
    for (const { start, deleteCount, data: more = [] } of answer.edits) data.splice(start, deleteCount, ...more);
  }
  const whole = await client.request<SemanticTokens>("textDocument/semanticTokens/full", { textDocument });
  assert.deepEqual(data, whole.data);
  return whole;
}

/** What an editor shows of a file. */
async function shown(client: Client): Promise<unknown> {
  const textDocument = { uri };
  const whole = { start: { line: 0, character: 0 }, end: { line: 100_000, character: 0 } };
  const diagnostics = await client.diagnostics(uri);
  const { data } = await client.request<SemanticTokens>("textDocument/semanticTokens/full", { textDocument });
  const outline = await client.request("textDocument/documentSymbol", { textDocument });
  const lenses = await client.request("textDocument/codeLens", { textDocument });
  const hints = await client.request("textDocument/inlayHint", { textDocument, range: whole });
  const outcomes = await client.request<object>("cmx/outcomes", { uri });
  const report = await client.request<object>("cmx/report", { uri });
  return { diagnostics, data, outline, lenses, hints, outcomes: { ...outcomes, version: 0 }, report };
}

async function compareWithFresh(client: Client, text: string, when: string): Promise<void> {
  const fresh = await startClient();
  fresh.open(uri, text);
  assert.deepEqual(await shown(client), await shown(fresh), when);
  await fresh.stop();
}

/** Bytes of the server's process; 0 where the system does not say. */
function residentMemory({ pid }: Client): number {
  try {
    const [, kilobytes = "0"] = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8")) ?? [];
    return Number(kilobytes) * 1000;
  } catch {
    return 0;
  }
}
