/** Counts of a model that cannot hold together: each is in its range, the two of them are not of any model. */

import { finding, fix } from "../language/diagnostics";
import { isPatternLetter, patternLetters } from "../language/pattern";
import { placeOf, type Draft, type DraftBlock, type DraftProperty } from "./draft";
import { numberIn, textIn, wordIn } from "./read";
import { type Phrase, phrase, phraseOf } from "../language/phrase";

export function checkContradictions(draft: Draft): void {
  if (draft.kind !== "model") return;
  const { block } = draft;
  const moe = block.blocks.get("moe");
  const attention = block.blocks.get("attention");
  atMost(draft, { block: moe, name: "active" }, { block: moe, name: "experts" }, "experts");
  atMost(draft, { block: moe, name: "first_dense" }, { block, name: "layers" }, "layers");
  atMost(draft, { block: attention, name: "every" }, { block, name: "layers" }, "layers");
  atMost(draft, { block: attention, name: "first" }, { block, name: "layers" }, "layers");
  atMost(draft, { block: block.blocks.get("heavy"), name: "window_only" }, { block, name: "layers" }, "layers");
  checkGroups(draft, attention);
  checkLayers(draft, attention);
  checkPattern(draft);
}

/** A pattern has a letter for each layer, and the blocks that say by a rule which layers are theirs are not beside it. */
function checkPattern(draft: Draft): void {
  const { block } = draft;
  const pattern = textIn(block, "pattern");
  const own = ownProperty(draft, block.properties.get("pattern")) ?? ownProperty(draft, block.properties.get("layers"));
  if (pattern === undefined || !own) return;
  const report = (reason: Phrase) =>
    draft.source.findings.push(finding("layers-contradict", placeOf(draft.source, own.expression), { what: "pattern", reason }));
  const unknown = Array.from(pattern).find((letter) => !isPatternLetter(letter));
  const layers = numberIn(block, "layers");
  if (unknown !== undefined) report(phrase`has the letter ${unknown}: it is made of ${patternLetters.join(" ")}`);
  else if (layers !== undefined && layers !== pattern.length)
    report(phrase`has ${pattern.length} letters, one for each of ${layers} layers is wanted`);
  const ruled = [
    ...["local", "heavy"].filter((name) => block.blocks.has(name)),
    ...["attention", "moe"].filter((name) => (numberIn(block.blocks.get(name), "every") ?? 1) > 1).map((name) => phrase`every in ${name}`),
    ...((numberIn(block.blocks.get("moe"), "first_dense") ?? 0) > 0 ? ["first_dense"] : []),
  ];
  for (const rule of ruled) report(phrase`says which layers are what, and so does ${rule}`);
}

/** Whether layers of this name stand beside attention of that kind. */
export function goesWith(name: string, kind: string): boolean {
  const grouped = kind === "gqa" || kind === "mha";
  if (name === "local") return grouped;
  if (name === "heavy") return kind === "compressed";
  return name !== "indexer" || !grouped;
}

/** What stands between the layers of `attention`, and what chooses its tokens, must be of a kind that goes with it. */
function checkLayers(draft: Draft, attention: DraftBlock | undefined): void {
  const { blocks } = draft.block;
  const kind = wordIn(attention, "kind");
  if (!attention || kind === undefined) return;
  const misfit = (name: string) => blocks.has(name) && !goesWith(name, kind);
  const between = ["local", "linear", "heavy"].filter((name) => blocks.has(name));
  const report = (name: string, reason: Phrase) => {
    const place = [blocks.get(name), attention].find((block) => block?.braces)?.place;
    if (place) draft.source.findings.push(finding("layers-contradict", place, { what: name, reason }));
  };
  const [, second] = between;
  if (second !== undefined) report(second, phrase`cannot stand beside ${between[0] ?? ""}: one of them is between the layers of attention`);
  if (misfit("local")) report("local", phrase`goes with gqa and mha attention, not with ${kind}`);
  if (misfit("heavy")) report("heavy", phrase`goes with compressed attention, not with ${kind}`);
  if (misfit("indexer")) report("indexer", phrase`chooses tokens of mla or compressed attention, not of ${kind}`);
  if (blocks.has("indexer") && kind === "mla" && numberIn(attention, "q_rank") === 0) {
    report("indexer", phrase`takes its queries from the compressed ones: attention needs a q_rank`);
  }
  if (between.length === 0 && (numberIn(attention, "every") ?? 1) > 1) {
    report("every", phrase`leaves layers without attention: local, linear or heavy says what they have`);
  }
}

interface Count {
  readonly block: DraftBlock | undefined;
  readonly name: string;
}

function atMost(draft: Draft, part: Count, whole: Count, things: string): void {
  const value = numberIn(part.block, part.name);
  const limit = numberIn(whole.block, whole.name);
  if (value === undefined || limit === undefined || value <= limit) return;
  reportCount(draft, [part, whole], phrase`at most the ${limit} ${phraseOf(things)}`, value, limit);
}

/** Each key and value head serves the same number of query heads. */
function checkGroups(draft: Draft, block: DraftBlock | undefined): void {
  const heads = numberIn(block, "heads");
  const groups = numberIn(block, "kv_heads");
  if (heads === undefined || groups === undefined || groups === 0 || heads % groups === 0) return;
  let fitting = Math.min(groups, heads);
  while (heads % fitting !== 0) fitting--;
  const counts = ["kv_heads", "heads"].map((name) => ({ block, name }));
  reportCount(draft, counts, phrase`a divisor of the ${heads} heads`, groups, fitting);
}

/** Said where the declaration itself writes one of the counts; what a base has wrong is said at the base. */
function reportCount(draft: Draft, counts: readonly Count[], bounds: Phrase, value: number, fitting: number): void {
  const [first, ...others] = counts.map(({ block, name }) => ownProperty(draft, block?.properties.get(name)));
  const written = first ?? others.find((property) => property !== undefined);
  if (!written) return;
  const place = placeOf(draft.source, written.expression);
  const fixes = first && !draft.node.from ? [fix(phrase`Change to ${fitting}`, [{ place, text: String(fitting) }])] : [];
  draft.source.findings.push(finding("out-of-range", place, { property: counts[0]?.name ?? "", bounds, value: String(value) }, { fixes }));
}

function ownProperty({ source, node }: Draft, property: DraftProperty | undefined): DraftProperty | undefined {
  if (!property || property.source !== source) return undefined;
  const { start, end } = property.expression;
  return start >= node.start && end <= node.end ? property : undefined;
}
