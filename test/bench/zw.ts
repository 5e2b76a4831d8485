import { Session } from "node:inspector";
import { writeFileSync } from "node:fs";
import { analyse } from "../../server/src/analysis";
import { resolveAfter } from "../../server/src/semantics";
import { parseAfter } from "../../server/src/syntax";
import { fileOf } from "./editor";
const uri = "file:///workspace/bench.cmx";
const text = fileOf(3000);
const host = { read: () => ({ problem: "missing" as const }), locate: (_: string, path: string) => path };
const what = process.argv[2];
let parsed = parseAfter(undefined, text);
let last = analyse(uri, text, host);
let program = last.program;
(globalThis as never as { gc: () => void }).gc();
const session = new Session();
function mark(press: number) {
  const edited = text.replace("41 requests per chip", `${(50 + press / 1000).toFixed(3 + (press % 2))} requests per chip`);
  if (what === "parse") parsed = parseAfter(parsed, edited);
  if (what === "resolve") program = resolveAfter(program, uri, edited, host).program;
  if (what === "analyse") last = analyse(uri, edited, host, last);
}
for (let press = 0; press < 1000; press++) {
  if (press === 60 && process.argv[3]) { session.connect(); session.post("HeapProfiler.enable"); session.post("HeapProfiler.startSampling", { samplingInterval: 2048, includeObjectsCollectedByMinorGC: false, includeObjectsCollectedByMajorGC: true } as never); }
  mark(press);
}
if (process.argv[3]) session.post("HeapProfiler.stopSampling", (_, { profile }) => writeFileSync(process.argv[3]!, JSON.stringify(profile)));
console.log(parsed.text.length, program.uri, last.uri);
