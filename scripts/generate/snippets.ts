/** syntaxes/snippets.json: one for each kind. Which members it shows stands here; their values are the schema's examples. */

import { type BlockSchema, type DeclarationKind, findBlock, findProperty, kinds } from "../../server/src/language/schema";

/** Members of a block: a property by its name, one that wants another value than the schema's example, a block with its members. */
type Shown =
  | string
  | { readonly property: string; readonly value: string }
  | { readonly block: string; readonly name?: string; readonly members: readonly Shown[] };

const shown: Readonly<Record<DeclarationKind, readonly Shown[]>> = {
  chip: ["vendor", { block: "compute", members: ["bf16"] }, { block: "hbm", members: ["capacity", "bandwidth"] }],
  supernode: [
    "chip",
    "nodes",
    { block: "node", members: ["chips"] },
    { block: "fabric", name: "UB", members: ["role", "bandwidth", "latency"] },
  ],
  cluster: [
    "supernode",
    "count",
    {
      block: "fabric",
      name: "RoCE",
      members: [
        { property: "role", value: "scale_out" },
        { property: "bandwidth", value: "400 Gbps per chip" },
        { property: "latency", value: "5 us" },
      ],
    },
  ],
  model: [
    "layers",
    "hidden",
    "vocabulary",
    { block: "attention", members: ["kind", "heads", "kv_heads"] },
    { block: "ffn", members: ["intermediate"] },
  ],
  workload: ["input", "output", { block: "slo", members: ["ttft", "tpot"] }],
  serve: [
    "model",
    "on",
    "workload",
    { block: "prefill", members: ["instances", "chips", "ep", "batch"] },
    { block: "decode", members: ["chips", "ep", "batch"] },
  ],
  train: ["model", "on", "sequence", "batch", "tp", "pp"],
  sweep: ["plan"],
  search: ["plan", "maximize"],
};

/** `vary` lines have no schema row of their own. */
const varied: Partial<Record<DeclarationKind, string>> = {
  sweep: "vary ${path:decode.batch} = ${values:16..128 step 16}",
  search: "vary ${path:decode.batch} = ${values:[32, 64, 96]}",
};

export function snippets(): Readonly<Record<string, { prefix: string; body: readonly string[]; description: string }>> {
  return Object.fromEntries(
    kinds.map((kind) => {
      const lines = [...membersOf(kind, shown[kind.name], "\t"), ...(varied[kind.name] ? [`\t${varied[kind.name]}`] : [])];
      return [
        kind.name,
        { prefix: kind.name, body: numbered([`${kind.name} \${name:Name} {`, ...lines, "}"]), description: kind.documentation },
      ];
    }),
  );
}

/** The snippet without its place holders: CMX source. */
export function expand(body: readonly string[]): string {
  return body.join("\n").replace(/\$\{\d+:((?:\\.|[^}\\])*)\}/g, (_, text: string) => text.replace(/\\(.)/g, "$1"));
}

function membersOf(schema: BlockSchema, members: readonly Shown[], indent: string): string[] {
  return members.flatMap((member) => {
    if (typeof member === "string") return [propertyLine(schema, member, undefined, indent)];
    if ("property" in member) return [propertyLine(schema, member.property, member.value, indent)];
    const inner = findBlock(schema, member.block);
    if (!inner) throw new Error(`${schema.name} has no block ${member.block}`);
    const key = member.name ? `${member.block} \${name:${member.name}}` : member.block;
    return [`${indent}${key} {`, ...membersOf(inner, member.members, `${indent}\t`), `${indent}}`];
  });
}

function propertyLine(schema: BlockSchema, name: string, value: string | undefined, indent: string): string {
  const property = findProperty(schema, name);
  if (!property) throw new Error(`${schema.name} has no property ${name}`);
  return `${indent}${name} = \${${name}:${escaped(value ?? property.example)}}`;
}

/** Every place holder gets a stop of its own, in the order of the text. */
function numbered(lines: readonly string[]): string[] {
  let stop = 0;
  return lines.map((line) => line.replace(/\$\{\w+:/g, () => `\${${++stop}:`));
}

function escaped(text: string): string {
  return text.replace(/[\\$}]/g, "\\$&");
}
