/** A colocated plan becomes one with a pool for prefill and one for decode. */

import { fix } from "../../language/diagnostics";
import { type BlockSchema, findBlock, findKind, findProperty } from "../../language/schema";
import {
  childrenOf,
  type Declaration,
  type Document,
  type Node,
  nodeAt,
  type Path,
  type Property,
  type Span,
  type Subblock,
} from "../../syntax";
import { slice } from "../spans";
import type { Place, Refactoring } from "./types";
import { phrase } from "../../language/phrase";

/** Prompts a prefill instance reads at a time, where the plan says nothing of it. */
const promptBatch = "8192 tokens";

/** What may come of it, the likeliest first: the instances are shared out, or each half gets as much as the whole had, or half of it. */
export function disaggregate({ analysis, selection }: Place): readonly Refactoring[] {
  const nodes = nodeAt(analysis.program.document, selection.start);
  const plan = nodes.find((node) => node.kind === "declaration");
  const pool = plan?.block.members.find((member) => member.kind === "subblock" && member.key.text === "colocated");
  const schema = findKind(plan?.keyword.text ?? "");
  if (pool?.kind !== "subblock" || !schema || plan?.keyword.text !== "serve") return [];
  const instances = numberOf(pool, "instances") ?? 1;
  const readers = Math.max(1, Math.floor(instances / 3));
  const shares =
    instances > 1
      ? [{ readers, writers: instances - readers, divisor: 1 }]
      : [1, 2].map((divisor) => ({ readers: 1, writers: 1, divisor }));
  return shares.map(({ readers: first, writers, divisor }) => {
    const block = (name: string, count: number, batch: string | undefined) =>
      blockText(name, findBlock(schema, name), pool, analysis.text, { instances: count, divisor, batch });
    const text = `${block("prefill", first, promptBatch)}\n\n  ${block("decode", writers, undefined)}`;
    return {
      ...fix(phrase`Disaggregate: a pool for prefill, one for decode`, [
        { place: { uri: analysis.uri, start: pool.start, end: pool.end }, text },
        ...mentionsOf(analysis.program.document, plan).map(({ start, end }) => ({
          place: { uri: analysis.uri, start, end },
          text: "decode",
        })),
      ]),
      kind: "refactor.rewrite",
    };
  });
}

/** The words "colocated" that mean the pool: in the plan's own expectations, in what varies the plan, behind its name. */
function mentionsOf(document: Document, plan: Declaration): readonly Span[] {
  const named = (path: Path) => (path.names[0]?.text === plan.name.text ? path.names[1] : undefined);
  const pathsIn = (node: Node): readonly Path[] => (node.kind === "path" ? [node] : childrenOf(node).flatMap(pathsIn));
  const names = document.items.flatMap((item) => {
    const through = pathsIn(item).map(named);
    if (item.kind !== "declaration") return through;
    const own = item === plan ? item.block.members.filter(({ kind }) => kind === "expect") : [];
    const varied = item.block.members.some(
      (member) =>
        member.kind === "property" &&
        member.key.text === "plan" &&
        pathsIn(member).some(({ names: [name] }) => name?.text === plan.name.text),
    )
      ? item.block.members.filter(({ kind }) => kind === "vary")
      : [];
    return [...through, ...[...own, ...varied].flatMap(pathsIn).map(({ names: [first] }) => first)];
  });
  return names.filter((name) => name !== undefined).filter(({ text }) => text === "colocated");
}

interface Share {
  readonly instances: number;
  /** By how much the chips of an instance shrink, and the degree that takes most of them. */
  readonly divisor: number;
  readonly batch: string | undefined;
}

function blockText(name: string, schema: BlockSchema | undefined, pool: Subblock, text: string, share: Share): string {
  const degrees = ["dp", "tp"].filter((key) => (numberOf(pool, key) ?? 1) % share.divisor === 0 && (numberOf(pool, key) ?? 1) > 1);
  const shrinking = share.divisor > 1 ? new Set(["chips", "ep", degrees[0]]) : new Set();
  const kept = pool.block.members.flatMap((member) => {
    if (member.kind !== "property" || !schema || !findProperty(schema, member.key.text)) return [];
    if (member.key.text === "instances" || (member.key.text === "batch" && share.batch)) return [];
    const value = numberOf(pool, member.key.text);
    const shrunk = shrinking.has(member.key.text) && value !== undefined ? String(Math.max(1, value / share.divisor)) : undefined;
    return [`${member.key.text} = ${shrunk ?? slice(text, member.value)}`];
  });
  const instances = share.instances > 1 ? [`instances = ${share.instances}`] : [];
  const members = [...instances, ...kept, ...(share.batch ? [`batch = ${share.batch}`] : [])];
  return `${name} {\n${members.map((member) => `    ${member}\n`).join("")}  }`;
}

function numberOf({ block }: Subblock, key: string): number | undefined {
  const found = block.members.find((member): member is Property => member.kind === "property" && member.key.text === key);
  return found?.value.kind === "quantity" && !found.value.unit ? found.value.value : undefined;
}
