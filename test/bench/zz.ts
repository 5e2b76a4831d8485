import { analyse } from "../../server/src/analysis";
import { resolveAfter } from "../../server/src/semantics";
import { parseAfter, lineIndex } from "../../server/src/syntax";
import { tokensByItem } from "../../server/src/features/tokens";
import { formatting } from "../../server/src/features/formatting";
import { toDiagnostic, createLocator } from "../../server/src/lsp/convert";
import { english } from "../../server/src/language/translation";
import { fileOf } from "./editor";
import { Session } from "node:inspector";
import { writeFileSync } from "node:fs";

const uri = "file:///workspace/bench.cmx";
const text = fileOf(Number(process.argv[2] ?? 3000));
const host = { read: () => ({ problem: "missing" as const }), locate: (_: string, path: string) => path };
const target = "41 requests per chip";
const session = new Session();
const parsed = parseAfter(undefined, text);
let last = analyse(uri, text, host);
const times: Record<string, number[]> = {};
const mark = <T>(what: string, f: () => T): T => { const s = performance.now(); const r = f(); (times[what] ??= []).push(performance.now() - s); return r; };
for (let press = 0; press < 200; press++) {
  const edited = text.replace(target, `${(50 + press / 1000).toFixed(3 + (press % 2))} requests per chip`);
  if (press === 60 && process.argv[4]) { session.connect(); session.post("HeapProfiler.enable"); if (process.argv[5]) session.post("HeapProfiler.startSampling", { samplingInterval: 4096, includeObjectsCollectedByMinorGC: process.argv[6] !== "old", includeObjectsCollectedByMajorGC: true } as never); session.post("Profiler.enable"); session.post("Profiler.setSamplingInterval", { interval: 100 }); session.post("Profiler.start"); }
  mark("parse", () => parseAfter(parsed, edited));
  mark("lineIndex", () => lineIndex(edited));
  if (process.argv[3] === "resolve") mark("resolve", () => resolveAfter(last.program, uri, edited, host));
  last = mark("analyse", () => analyse(uri, edited, host, last));
  const lines = lineIndex(edited);
  const showing = { lines, locate: createLocator(() => undefined), translation: english };
  const ds = mark("convert", () => last.findings.map((f) => toDiagnostic(f, showing, "warning")));
  mark("json", () => JSON.stringify(ds));
  mark("tokens", () => tokensByItem(last));
  mark("format", () => formatting(edited, { tabSize: 2, insertSpaces: true } as never));
}
if (process.argv[5]) session.post("HeapProfiler.stopSampling", (_, { profile }) => writeFileSync(process.argv[5]!, JSON.stringify(profile)));
if (process.argv[4]) session.post("Profiler.stop", (_, { profile }) => writeFileSync(process.argv[4]!, JSON.stringify(profile)));
for (const [what, list] of Object.entries(times)) {
  const s = list.slice(50).sort((a, b) => a - b);
  console.log(what.padEnd(12), (s[s.length >> 1]!).toFixed(2), (s[Math.floor(s.length * 0.99)]!).toFixed(2));
}
