/** `import "machines.cmx"`: which files a file reaches, and what is wrong with the way there. */

import { finding, type Finding, type Place } from "../language/diagnostics";
import { fileName } from "../language/fileName";
import type { Import } from "../syntax";
import { reasons } from "./config";
import { placeOf, type Source, DraftMention } from "./draft";
import { importsOf, loadSource, type Common } from "./load";
import type { Host } from "./program";
import { type Phrase, phrase } from "../language/phrase";

/** Files of one resolution; no project has so many, and a loop of generated ones ends here. */
const mostFiles = 1000;

/** Every file that `root` reaches, itself first; each knows what it reaches in turn. */
export function loadImports(root: Source, host: Host, common: Common, dependencies: Set<string>): Source[] {
  const sources = new Map([[root.uri, root]]);
  const links = new Map<Source, Source[]>();
  for (const source of sources.values()) {
    const targets: Source[] = [];
    for (const node of importsOf(source)) {
      const target = follow(node, source, sources, host, common, dependencies);
      if (target) targets.push(target);
    }
    links.set(source, targets);
  }
  for (const source of sources.values()) source.reach = reachOf(source, links);
  reportCircles(root, links, host);
  return [...sources.values()];
}

function follow(
  node: Import,
  source: Source,
  sources: Map<string, Source>,
  host: Host,
  common: Common,
  dependencies: Set<string>,
): Source | undefined {
  if (node.path.missing) return undefined;
  const { value: path } = node.path;
  const place = placeOf(source, node.path);
  const complain = (problem: Finding): undefined => {
    source.findings.push(problem);
  };
  const unusable = reasonAgainst(path);
  if (unusable) return complain(finding("import-invalid", place, { path: shown(path), reason: unusable }));
  const uri = host.locate(source.uri, path);
  const known = sources.get(uri);
  if (!known && sources.size >= mostFiles) {
    return complain(finding("import-invalid", place, { path, reason: phrase`CMX reads up to ${mostFiles} files at once` }));
  }
  dependencies.add(uri);
  const target = known ?? read(uri, path, place, host, common);
  if ("code" in target) return complain(target);
  sources.set(uri, target);
  source.mentions.push(new DraftMention(place, { uri, start: 0, end: 0 }, undefined));
  return target;
}

function read(uri: string, path: string, place: Place, host: Host, common: Common): Source | Finding {
  const answer = host.read(uri);
  if ("text" in answer) return loadSource(uri, answer.text, common);
  switch (answer.problem) {
    case "missing":
      return finding("import-missing", place, { path });
    case "outside":
      return finding("import-outside", place, { path });
    case "large":
    case "unreadable":
      return finding("import-invalid", place, { path, reason: reasons[answer.problem] });
  }
}

function reasonAgainst(path: string): Phrase | undefined {
  if (path.trim() === "") return phrase`the path is empty`;
  if (/^([a-z][a-z0-9+.-]*:|[\\/])/i.test(path)) return phrase`the path must be relative to this file`;
  return path.endsWith(".cmx") ? undefined : phrase`its name does not end in .cmx`;
}

function shown(path: string): string {
  return path.trim() === "" ? '""' : path;
}

/** Nearest first: the imports in their order, each followed by what it imports. */
function reachOf(source: Source, links: ReadonlyMap<Source, readonly Source[]>): Source[] {
  const seen = new Set<Source>();
  const waiting = (links.get(source) ?? []).toReversed();
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    if (next === source || seen.has(next)) continue;
    seen.add(next);
    for (const target of (links.get(next) ?? []).toReversed()) waiting.push(target);
  }
  return [...seen];
}

/** Only circles through `root` are its own business. */
function reportCircles(root: Source, links: ReadonlyMap<Source, readonly Source[]>, host: Host): void {
  for (const node of importsOf(root)) {
    if (node.path.missing || reasonAgainst(node.path.value)) continue;
    const uri = host.locate(root.uri, node.path.value);
    const first = links.get(root)?.find((target) => target.uri === uri);
    const way = first && wayTo(root, first, links);
    if (!way) continue;
    const cycle = [root, ...way].map(({ uri: each }) => fileName(each)).join(" → ");
    root.findings.push(finding("import-cycle", placeOf(root, node.path), { cycle }));
  }
}

/** The shortest way from `start` to `goal`, both included. */
function wayTo(goal: Source, start: Source, links: ReadonlyMap<Source, readonly Source[]>): Source[] | undefined {
  const before = new Map<Source, Source | undefined>([[start, undefined]]);
  for (const source of before.keys()) {
    if (source === goal) {
      const way: Source[] = [];
      for (let step: Source | undefined = source; step; step = before.get(step)) way.unshift(step);
      return way;
    }
    for (const target of links.get(source) ?? []) if (!before.has(target)) before.set(target, source);
  }
  return undefined;
}
