/** How long a user waits for the real server: from a key press to its diagnostics, and from the start to the first ones. */

import { type Client, startClient } from "../server/client";
import { planWith, workload } from "../texts";

export interface ServerBench {
  readonly lines: number;
  readonly runs: number;
  /** Milliseconds. */
  readonly median: number;
}

const uri = "file:///workspace/bench.cmx";

/** A file of 300 lines with five plans, as its users write and comment them. */
export function benchFile(): string {
  const plans = [64, 72, 80, 88, 96].map((batch, index) => {
    const remark = Array.from(
      { length: 30 },
      (_, line) => `// Remark ${line + 1} on plan ${index + 1}: what was tried before, and why it was dropped.`,
    );
    return `${remark.join("\n")}\n${planWith(`${batch} requests per chip`, `Plan${index + 1}`)}`;
  });
  const text = [workload, ...plans].join("\n");
  const missing = 300 - text.split("\n").length + 1;
  return text + "// The end.\n".repeat(Math.max(0, missing));
}

/** Edits the batch of a plan again and again; each edit is measured to the diagnostics of its version. */
export async function keyPressBench(runs = 101): Promise<ServerBench> {
  const text = benchFile();
  const client = await startClient();
  client.open(uri, text);
  await client.diagnostics(uri);
  const warmUp = 30;
  const times: number[] = [];
  for (let run = 0; run < warmUp + runs; run++) times.push(await edit(client, text, run));
  await client.stop();
  return { lines: text.split("\n").length - 1, runs, median: median(times.slice(warmUp)) };
}

/** From the start of the process to the first diagnostics of a file that is opened at once. */
export async function serverStartBench(runs = 11): Promise<ServerBench> {
  const text = benchFile();
  const times: number[] = [];
  for (let run = 0; run < runs; run++) {
    const start = performance.now();
    const client = await startClient();
    client.open(uri, text);
    await client.diagnostics(uri);
    times.push(performance.now() - start);
    await client.stop();
  }
  return { lines: text.split("\n").length - 1, runs, median: median(times) };
}

/** Puts a number that was never there before into the third plan's batch, so that this plan has to be computed anew. */
async function edit(client: Client, text: string, run: number): Promise<number> {
  const lines = text.split("\n");
  const line = lines.findIndex((one) => one.includes("80 requests"));
  const character = lines[line]?.indexOf("80") ?? 0;
  const present = run === 0 ? 2 : 3;
  const start = performance.now();
  client.change(uri, String(100 + run), { start: { line, character }, end: { line, character: character + present } });
  await client.diagnostics(uri);
  return performance.now() - start;
}

function median(times: readonly number[]): number {
  return times.toSorted((left, right) => left - right)[Math.floor(times.length / 2)] ?? 0;
}
