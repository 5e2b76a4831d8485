/**
 * `npm run bench -- --editor`: what a user waits for at the real server, by the length of the file, and what a key press computes.
 * Every key press writes a number that was never there before into one plan, so that nothing is answered from memory. The questions are
 * those of an editor: the semantic tokens that differ from the last ones, the edits that format a file of which all but one plan are.
 */

import { readFileSync } from "node:fs";
import { evaluationsSoFar } from "../../server/src/analysis/memo";
import { analyse } from "../../server/src/analysis";
import { resolveAfter } from "../../server/src/semantics";
import type { SemanticTokens } from "vscode-languageserver/node";
import { format } from "../../server/src/syntax";
import { type Client, startClient } from "../server/client";
import { planWith, workload } from "../texts";

const uri = "file:///workspace/bench.cmx";
/** Lines, key presses measured, and the aim for 99 in 100 of them, in milliseconds. */
const sizes = [
  { lines: 300, presses: 300, aim: 16 },
  { lines: 3_000, presses: 200, aim: 16 },
  { lines: 30_000, presses: 30, aim: Number.NaN },
] as const;
/** Key presses before those that are measured: a minute of typing, after which the code that runs is the code that stays. */
const warmUp = 200;
/** The batch that every key press changes. */
const target = "41 requests per chip";

interface Waits {
  readonly what: string;
  readonly times: readonly number[];
  readonly aim: number;
}

export async function editorBench(): Promise<void> {
  for (const size of sizes) await benchSize(size);
  console.log("");
  const { declarations, resolved, evaluated } = workPerKeyPress();
  console.log(`of ${declarations} declarations a key press resolves ${resolved} and evaluates ${evaluated}, at most`);
  const starts = await coldStarts();
  console.log(`cold start to the first diagnostics of 300 lines: ${figures(starts)}`);
}

async function benchSize({ lines, presses, aim }: (typeof sizes)[number]): Promise<void> {
  const text = fileOf(lines);
  const bench = await openFile(text);
  const before = processorTime(bench.client);
  const waits: Record<string, number[]> = { diagnostics: [], completion: [], hover: [], "semantic tokens": [], format: [] };
  for (let press = 0; press < Math.min(warmUp, presses) + presses; press++) {
    const start = performance.now();
    bench.press(press);
    const diagnostics = bench.client.diagnostics(uri).then(() => performance.now() - start);
    const measured = { diagnostics: await diagnostics, ...(await bench.ask()) };
    if (press >= Math.min(warmUp, presses)) for (const [what, time] of Object.entries(measured)) waits[what]?.push(time);
  }
  const memory = residentMemory(bench.client);
  const rounds = Math.min(warmUp, presses) + presses;
  const processor = (processorTime(bench.client) - before) / rounds;
  await bench.client.stop();
  console.log(`\n${lines.toLocaleString("en")} lines, ${presses} key presses: median, 99th percentile (server ${memory})`);
  console.log(`  all five together  ${processor.toFixed(1).padStart(8)} ms of processor time, on average`);
  for (const [what, times] of Object.entries(waits)) print({ what, times, aim });
}

/** A file of about so many lines: plans that are computed, each with a batch of its own, and what is expected of them. */
export function fileOf(lines: number): string {
  const plan = (index: number) =>
    planWith(`${40 + index / 10} requests per chip`, `Plan${index}`).replace(
      /\n\}\n$/,
      "\n\n  // What users were promised.\n  expect tpot <= 80 ms\n}\n",
    );
  const length = plan(0).split("\n").length;
  const plans = Array.from({ length: Math.max(1, Math.round(lines / length)) }, (_, index) => plan(index));
  return format([workload, ...plans].join("\n"), { tabSize: 2 });
}

interface OpenFile {
  readonly client: Client;
  /** Writes a new number into the second plan. */
  readonly press: (press: number) => void;
  /** Milliseconds of each question, asked one after the other. */
  readonly ask: () => Promise<Readonly<Record<string, number>>>;
}

async function openFile(text: string): Promise<OpenFile> {
  const client = await startClient();
  client.open(uri, text);
  await client.diagnostics(uri);
  const { resultId } = await client.request<SemanticTokens>("textDocument/semanticTokens/full", { textDocument: { uri } });
  let previousResultId = resultId;
  const rows = text.split("\n");
  const line = rows.findIndex((row) => row.includes(target));
  const character = rows[line]?.indexOf(target) ?? 0;
  let present = 2;
  const timed = async (method: string, more: object): Promise<number> => {
    const start = performance.now();
    const answer = await client.request<{ readonly resultId?: string } | null>(method, { textDocument: { uri }, ...more });
    previousResultId = answer?.resultId ?? previousResultId;
    return performance.now() - start;
  };
  return {
    client,
    press(press) {
      client.forget(uri);
      // Now shorter, now longer: what stands behind it moves.
      const written = (50 + press / 1000).toFixed(3 + (press % 2));
      client.change(uri, written, { start: { line, character }, end: { line, character: character + present } });
      present = written.length;
    },
    ask: async () => ({
      completion: await timed("textDocument/completion", { position: { line, character: character - 1 } }),
      hover: await timed("textDocument/hover", { position: { line, character: 6 } }),
      "semantic tokens": await timed("textDocument/semanticTokens/full/delta", { previousResultId }),
      format: await timed("textDocument/formatting", { options: { tabSize: 2, insertSpaces: true } }),
    }),
  };
}

/** In this process, where what is resolved and evaluated can be counted. */
function workPerKeyPress(): { readonly declarations: number; readonly resolved: number; readonly evaluated: number } {
  const text = fileOf(3_000);
  const host = { read: () => ({ problem: "missing" as const }), locate: (_: string, path: string) => path };
  let last = analyse(uri, text, host);
  const counts = Array.from({ length: 30 }, (_, press) => {
    const before = evaluationsSoFar();
    const edited = text.replace(target, `${50 + press / 1000} requests per chip`);
    const { program, carried } = resolveAfter(last.program, uri, edited, host);
    last = analyse(uri, edited, host, last);
    return {
      resolved: program.declarations.filter((declaration) => !carried.former(declaration)).length,
      evaluated: evaluationsSoFar() - before,
    };
  });
  return {
    declarations: last.program.declarations.length,
    resolved: Math.max(...counts.map(({ resolved }) => resolved)),
    evaluated: Math.max(...counts.map(({ evaluated }) => evaluated)),
  };
}

async function coldStarts(): Promise<readonly number[]> {
  const times: number[] = [];
  for (let run = 0; run < 11; run++) {
    const start = performance.now();
    const client = await startClient();
    client.open(uri, fileOf(300));
    await client.diagnostics(uri);
    times.push(performance.now() - start);
    await client.stop();
  }
  return times;
}

/** What the server's process holds; nothing where the system does not say. */
export function residentMemory({ pid }: Client): string {
  try {
    const [, kilobytes] = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8")) ?? [];
    return `holds ${(Number(kilobytes) / 1000).toFixed(0)} MB`;
  } catch {
    return "memory is not known here";
  }
}

/** Milliseconds of processor time that the server's process has had; unlike waits they do not grow when others use the machine. */
function processorTime({ pid }: Client): number {
  try {
    // The command in parentheses may hold blanks; user and system time stand eleven fields behind it, in hundredths of a second.
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8")
      .replace(/^.*\) /s, "")
      .split(" ");
    return 10 * (Number(fields[11]) + Number(fields[12]));
  } catch {
    return Number.NaN;
  }
}

function print({ what, times, aim }: Waits): void {
  const late = percentile(times, 0.99);
  const verdict = Number.isNaN(aim) ? "" : `aim ${aim} ms: ${late <= aim ? "reached" : `missed, ${(late / aim).toFixed(1)}×`}`;
  console.log(`  ${what.padEnd(18)}${figures(times)}   ${verdict}`.trimEnd());
}

function figures(times: readonly number[]): string {
  return `${percentile(times, 0.5).toFixed(1).padStart(8)} ms ${percentile(times, 0.99).toFixed(1).padStart(8)} ms`;
}

function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((left, right) => left - right);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}
