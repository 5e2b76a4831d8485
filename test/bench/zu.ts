import { writeHeapSnapshot } from "node:v8";
import { resolveAfter } from "../../server/src/semantics";
import { analyse, } from "../../server/src/analysis";
import { fileOf } from "./editor";
const uri = "file:///workspace/bench.cmx";
const text = fileOf(300);
const host = { read: () => ({ problem: "missing" as const }), locate: (_: string, path: string) => path };
const g = globalThis as never as { gc: () => void; keep: unknown };
const edited = (press: number) => text.replace("41 requests per chip", `${(50 + press / 1000).toFixed(3 + (press % 2))} requests per chip`);
class Marker { constructor(readonly press: number) {} }
function run() {
  if (process.argv[2] === "resolve") {
    let program = resolveAfter(undefined, uri, text, host).program;
    for (let press = 0; press < 50; press++) { program = resolveAfter(program, uri, edited(press), host).program; (program as never as { marker: Marker }).marker = new Marker(press); if (press === 20) g.keep = program; }
  } else {
    let last = analyse(uri, text, host);
    for (let press = 0; press < 50; press++) { last = analyse(uri, edited(press), host, last); (last.program as never as { marker: Marker }).marker = new Marker(press); if (press === 20) g.keep = last; }
  }
}
run();
resolveAfter(undefined, uri, "", host);
g.gc(); g.gc();
writeHeapSnapshot("/tmp/scratch/z.heapsnapshot");
