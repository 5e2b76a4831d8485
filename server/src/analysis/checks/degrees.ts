/** CMX3xx: parallel degrees that do not divide the heads, layers or experts of the model, of serving and training plans alike. */

import { expertLayout, type Layout, layerSorts, type MixtureOfExperts, type Model, type ServePlan } from "../../engine";
import { type Finding, finding, type Place } from "../../language/diagnostics";
import { formatCount } from "../../language/figures";
import type { ResolvedBlock, ResolvedDeclaration } from "../../semantics/program";
import { numberOf, placeOf } from "../lower/read";
import { placeIn, replaceFix } from "./context";
import { phrase } from "../../language/phrase";

/** Findings about the degrees written in `block` of the plan `owner`. */
export function checkDegrees(
  owner: ResolvedDeclaration,
  block: ResolvedBlock,
  layout: Layout,
  { model, machine }: Pick<ServePlan, "model" | "machine">,
): Finding[] {
  const experts = model.moe ? expertDegrees(owner, block, layout, model.moe) : denseModel(owner, block, layout, model.name);
  return [...headsAndLayers(owner, block, layout, model, machine.chip.ranks), ...experts];
}

function headsAndLayers(owner: ResolvedDeclaration, block: ResolvedBlock, layout: Layout, model: Model, ranksOfChip: number): Finding[] {
  const findings: Finding[] = [];
  const at = (key: string): Place => placeIn(owner, placeOf(block, key), block.place);
  const heads = splitHeads(model).find((count) => count % layout.tp !== 0);
  if (heads !== undefined) {
    const { near, fixes } = nearestDegree(owner, block, layout, "tp", heads, ranksOfChip);
    findings.push(
      finding("heads-not-divisible", at("tp"), { heads, tp: layout.tp, suggestion: phrase` tp = ${near} divides them.` }, { fixes }),
    );
  } else if (model.attention.kind === "gqa" && layout.tp > model.attention.kvHeads) {
    const { kvHeads } = model.attention;
    findings.push(finding("kv-heads-replicated", at("tp"), { tp: layout.tp, heads: kvHeads, copies: formatCount(layout.tp / kvHeads) }));
  }
  if (model.layers % layout.pp !== 0) {
    const { near, fixes } = nearestDegree(owner, block, layout, "pp", model.layers, ranksOfChip);
    findings.push(
      finding(
        "layers-uneven",
        at("pp"),
        {
          layers: model.layers,
          pp: layout.pp,
          most: Math.ceil(model.layers / layout.pp),
          suggestion: near > 1 ? phrase` pp = ${near} divides them.` : "",
        },
        { fixes: near > 1 ? fixes : [] },
      ),
    );
  }
  return findings;
}

/** What tensor parallel ranks share out: the heads of each sort of attention, and groups of them where the output has some. */
function splitHeads(model: Model): readonly number[] {
  const heads = layerSorts(model).flatMap(({ sort: { attention } }) => {
    if (!attention) return [];
    return attention.kind === "compressed" ? [attention.heads, attention.outputGroups] : [attention.heads];
  });
  return [...new Set([model.attention.heads, ...heads])];
}

/** The degree nearest to the written one that divides `whole` and leaves the ranks of the chips as they are: dp takes up the difference. Where no chips are written, one that takes no more of them. */
function nearestDegree(
  owner: ResolvedDeclaration,
  block: ResolvedBlock,
  layout: Layout,
  key: "tp" | "pp",
  whole: number,
  ranksOfChip: number,
) {
  // Without a dp of its own the plan takes what is left of the chips.
  const chips = numberOf(block, "chips")?.value;
  const free =
    chips === undefined || block.values.has("dp") ? 0 : (chips * ranksOfChip) / (layout.cp * (key === "tp" ? layout.pp : layout.tp));
  const ranks = Number.isInteger(free) && free > 0 ? free : layout[key] * layout.dp;
  const near = nearestDivisor(whole, layout[key], (degree) => (block.values.has("chips") ? ranks % degree === 0 : degree <= layout[key]));
  const fixes = replaceFix(owner, placeOf(block, key), String(near), phrase`Set ${key} to ${near}`);
  const dp = block.values.has("chips") ? replaceFix(owner, block.values.get("dp")?.place, String(ranks / near), phrase``) : [];
  return { near, fixes: fixes.map((fix) => ({ ...fix, edits: [fix, ...dp].flatMap(({ edits }) => edits) })) };
}

function denseModel(owner: ResolvedDeclaration, block: ResolvedBlock, layout: Layout, model: string): Finding[] {
  const used = [
    ["ep", layout.ep > 1],
    ["redundant_experts", layout.redundantExperts > 0],
    ["shared_expert_ranks", layout.sharedExpertRanks > 0],
  ] as const;
  return used.flatMap(([property, wrong]) => {
    if (!wrong) return [];
    const place = placeOf(block, property);
    const neutral = property === "ep" ? "1" : "0";
    return [
      finding(
        "no-experts",
        placeIn(owner, place, block.place),
        { property, model },
        { fixes: replaceFix(owner, place, neutral, phrase`Set ${property} to ${neutral}`) },
      ),
    ];
  });
}

function expertDegrees(owner: ResolvedDeclaration, block: ResolvedBlock, layout: Layout, moe: MixtureOfExperts): Finding[] {
  const at = (key: string): Place => placeIn(owner, placeOf(block, key), block.place);
  const stage = layout.expertRanks || layout.tp * layout.cp * layout.dp;
  const experts = moe.experts + layout.redundantExperts;
  // The nearest degree that gives each rank of routed experts the same number of them.
  const even = () =>
    nearestDivisor(stage, layout.ep, (degree) => degree > layout.sharedExpertRanks && experts % (degree - layout.sharedExpertRanks) === 0);
  if (stage % layout.ep !== 0) {
    const near = even();
    const fixes = replaceFix(owner, placeOf(block, "ep"), String(near), phrase`Set ep to ${near}`);
    return [
      finding("expert-degree-not-divisible", at("ep"), { ep: layout.ep, ranks: stage, suggestion: phrase` ep = ${near} does.` }, { fixes }),
    ];
  }
  if (layout.sharedExpertRanks > 0 && (moe.shared === 0 || layout.sharedExpertRanks >= layout.ep)) {
    const reason =
      moe.shared === 0
        ? phrase`The model has no shared expert.`
        : phrase`All ${layout.ep} expert parallel ranks would hold the shared expert, and none a routed one.`;
    return [
      finding(
        "shared-expert-ranks",
        at("shared_expert_ranks"),
        { reason },
        { fixes: replaceFix(owner, placeOf(block, "shared_expert_ranks"), "0", phrase`Set shared_expert_ranks to 0`) },
      ),
    ];
  }
  const { holders } = expertLayout(moe, layout);
  if (holders > experts) {
    const missing = holders - experts;
    const redundant = layout.redundantExperts + missing;
    const fix = block.values.has("redundant_experts")
      ? replaceFix(owner, placeOf(block, "redundant_experts"), String(redundant), phrase`Set redundant_experts to ${redundant}`)
      : replaceFix(owner, placeOf(block, "ep"), String(even()), phrase`Set ep to ${even()}`);
    const suggestion = phrase` redundant_experts = ${redundant} gives each one.`;
    return [finding("more-ranks-than-experts", at("ep"), { ranks: holders, experts, idle: missing, suggestion }, { fixes: fix })];
  }
  if (experts % holders !== 0) {
    const redundant = Math.ceil(moe.experts / holders) * holders - moe.experts;
    const key = block.values.has("redundant_experts") ? "redundant_experts" : "ep";
    const fixes =
      key === "redundant_experts"
        ? replaceFix(owner, placeOf(block, key), String(redundant), phrase`Set redundant_experts to ${redundant}`)
        : replaceFix(owner, placeOf(block, key), String(even()), phrase`Set ep to ${even()}`);
    return [
      finding(
        "experts-not-divisible",
        at(key),
        {
          experts,
          redundant: layout.redundantExperts,
          ranks: holders,
          suggestion: phrase` redundant_experts = ${redundant} makes it even.`,
        },
        { fixes },
      ),
    ];
  }
  return [];
}

/** The divisor of `whole` nearest to `wanted` (the smaller of two) that also `holds`; 1 always divides. */
export function nearestDivisor(whole: number, wanted: number, holds: (divisor: number) => boolean = () => true): number {
  let best = 1;
  for (let divisor = 1; divisor <= Math.min(whole, 1e6); divisor++) {
    if (whole % divisor === 0 && holds(divisor) && Math.abs(divisor - wanted) < Math.abs(best - wanted)) best = divisor;
  }
  return best;
}
