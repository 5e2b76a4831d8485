import { catalogNames } from "../../server/src/semantics/catalog";
import { loadSource } from "../../server/src/semantics/load";
import { loadImports } from "../../server/src/semantics/imports";
import { newTrail } from "../../server/src/semantics/trail";
import { createCarrier } from "../../server/src/semantics/carry";
import { settle } from "../../server/src/semantics/settle";
import type { Source } from "../../server/src/semantics/draft";
import type { Resolution } from "../../server/src/semantics/reuse";
import { fileOf } from "./editor";
import { finish } from "../../server/src/semantics/finish";
const uri = "file:///workspace/bench.cmx";
const text = fileOf(3000);
const host = { read: () => ({ problem: "missing" as const }), locate: (_: string, path: string) => path };
const what = process.argv[2]!;
let last: Resolution | undefined;
const outer = catalogNames();
function step(edited: string, full: boolean) {
  const trail = newTrail();
  const dependencies = new Set<string>();
  const surroundings = { trail, outer, last: last && new Map(last.sources.map((source) => [source.uri, source])) };
  const root: Source = loadSource(uri, edited, surroundings);
  const sources = loadImports(root, host, surroundings, dependencies);
  if (!full && what === "load") { last = { sources, trail }; return; }
  if (what === "carrier" && !full) { const c = createCarrier({ sources, trail }, last!); for (const d of root.declarations) { c?.former(d); d.resolved ??= last!.sources[0]!.declarations[1]!.resolved; } last = { sources, trail }; return; }
  const carrier = last && createCarrier({ sources, trail }, last);
  settle(sources, { host, dependencies, carrier });
  carrier?.judge(); root.declarations.map(finish);
  last = { sources, trail };
}
step(text, true);
(globalThis as never as { gc: () => void }).gc();
for (let press = 0; press < 1000; press++) step(text.replace("41 requests per chip", `${(50 + press / 1000).toFixed(3 + (press % 2))} requests per chip`), false);
