/** syntaxes/snippets.json: one for each kind, and whole plans. Which members it shows stands here; their values are the schema's examples. */

import { type BlockSchema, type DeclarationKind, findBlock, findProperty, kinds, type KindSchema } from "../../server/src/language/schema";

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
  engine: ["step_overhead", "chunk", "memory"],
  serve: [
    "model",
    "on",
    "workload",
    { block: "precision", members: same("int8", "weights", "activations") },
    // Two pools that fit, meet the workload's slo and keep each other busy: a start that a newcomer can change.
    {
      block: "prefill",
      members: [{ property: "instances", value: "2" }, "chips", "ep", { property: "batch", value: "8192 tokens per chip" }],
    },
    { block: "decode", members: ["chips", "ep", { property: "batch", value: "32 requests per chip" }] },
  ],
  train: ["model", "on", "sequence", "batch", "tp", "pp"],
  sweep: ["plan"],
  search: ["plan", "maximize"],
};

/** Names by which the other snippets refer to this one's declaration. */
const names: Partial<Record<DeclarationKind, string>> = { workload: "chat", serve: "R1" };

/** `vary` lines have no schema row of their own. */
const varied: Partial<Record<DeclarationKind, string>> = {
  sweep: "vary ${path:decode.batch} = ${values:16..128 step 16}",
  search: "vary ${path:decode.batch} = ${values:[32, 64, 96]}",
};

interface Snippet {
  readonly prefix: string;
  readonly body: readonly string[];
  readonly description: string;
  /** Fills an empty file: the editor offers it under "Fill File with Snippet". */
  readonly isFileTemplate?: true;
}

export function snippets(): Readonly<Record<string, Snippet>> {
  const ofKinds = kinds.map((kind): [string, Snippet] => [
    kind.name,
    { prefix: kind.name, body: numbered(declaration(kind)), description: kind.documentation },
  ]);
  return { plan: disaggregated(), ...others(), ...Object.fromEntries(ofKinds) };
}

/** Disaggregated serving of a mixture of experts: from an empty file to something that can be simulated. */
function disaggregated(): Snippet {
  const [workload, serve] = (["workload", "serve"] as const).map((name) => kinds.find((kind) => kind.name === name));
  if (!workload || !serve) throw new Error("a plan needs a workload and a serve");
  const [end = "", ...open] = declaration(serve).toReversed();
  const lines = [...declaration(workload), "", ...open.toReversed(), "", "\texpect tpot <= ${tpot:50 ms}", end];
  // The reference carries the number of the name, so that renaming the workload renames both.
  const body = numbered(lines).map((line) => line.replace(/\$\{\d+:chat\}/, "${1:chat}"));
  return {
    prefix: "plan",
    body,
    description: "Disaggregated MoE serving, a whole plan ready to simulate: requests, a model on a machine, what is expected.",
    isFileTemplate: true,
  };
}

/** Further whole files, ready to simulate. */
const others = (): Readonly<Record<string, Snippet>> => ({
  "plan-dense": whole("plan-dense", "Dense serving, a whole plan ready to simulate: every chip prefills and decodes.", [
    "workload ${name:assistant} {",
    "\tinput = ${input:2048 tokens}",
    "\toutput = ${output:512 tokens}",
    "\tslo {",
    "\t\tttft = ${ttft:1 s}",
    "\t\ttpot = ${tpot:40 ms}",
    "\t}",
    "}",
    "",
    "serve ${name:Llama70B} {",
    "\tmodel = ${model:Llama33_70B}",
    "\ton = ${on:DGX_H100}",
    "\tworkload = assistant",
    "\tprecision {",
    "\t\tweights = ${weights:fp8}",
    "\t\tactivations = ${activations:fp8}",
    "\t}",
    "\tcolocated {",
    "\t\tchips = ${chips:8}",
    "\t\ttp = ${tp:8}",
    "\t\tbatch = ${batch:32 requests}",
    "\t}",
    "",
    "\texpect tpot <= ${limit:40 ms}",
    "}",
  ]),
  "plan-training": whole("plan-training", "Dense training, a whole plan: model, machine, batch and parallel degrees.", [
    "train ${name:Pretraining} {",
    "\tmodel = ${model:Llama31_8B}",
    "\ton = ${on:DGX_H100}",
    "\tsequence = ${sequence:4096 tokens}",
    "\tbatch = ${batch:64 sequences}",
    "\ttp = ${tp:2}",
    "\tdp = ${dp:4}",
    "}",
  ]),
});

function whole(prefix: string, description: string, lines: readonly string[]): Snippet {
  // The workload has the first number, here and where the plan names it.
  const body = numbered(lines).map((line) => line.replace("= assistant", "= ${1:assistant}"));
  return { prefix, body, description, isFileTemplate: true };
}

function declaration(kind: KindSchema): string[] {
  const lines = [...membersOf(kind, shown[kind.name], "\t"), ...(varied[kind.name] ? [`\t${varied[kind.name]}`] : [])];
  return [`${kind.name} \${name:${names[kind.name] ?? "Name"}} {`, ...lines, "}"];
}

/** The snippet without its place holders: CMX source. */
export function expand(body: readonly string[]): string {
  return body.join("\n").replace(/\$\{\d+:((?:\\.|[^}\\])*)\}/g, (_, text: string) => text.replace(/\\(.)/g, "$1"));
}

function same(value: string, ...properties: readonly string[]): readonly Shown[] {
  return properties.map((property) => ({ property, value }));
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
