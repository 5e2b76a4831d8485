/**
 * Semantic tokens: the words whose colour needs their meaning. Keywords, numbers, strings and comments are left to the grammar,
 * which knows them without asking.
 */

import type { Analysis } from "../analysis/types";
import { choicesOf } from "./describe";
import { schemaOf } from "./hover/context";
import { childrenOf, type Item, type Name, type Node, originOf, type Path, type Span } from "../syntax";
import { functions } from "../language/words";
import type { Mention } from "../semantics/program";
import { overlaps, spanOf } from "./spans";

/** The legend: names of the editor's own, so that every theme has a colour for them. Answers refer to them by their index. */
export const tokenTypes = ["class", "struct", "property", "variable", "function", "enumMember", "interface", "type"] as const;
export const tokenModifiers = ["declaration", "readonly", "defaultLibrary"] as const;

export type TokenType = (typeof tokenTypes)[number];
export type TokenModifier = (typeof tokenModifiers)[number];

export interface SemanticToken {
  readonly span: Span;
  readonly type: TokenType;
  readonly modifiers: readonly TokenModifier[];
}

/** The tokens of an item. */
export interface ItemTokens {
  /** Where the item begins. */
  readonly start: number;
  /** Places count from there. The same list for as long as neither the item's text nor the meaning of its names has changed. */
  readonly tokens: readonly SemanticToken[];
}

/** The tokens that share a place with `within`, in the order of the text. None of them holds a line break. */
export function semanticTokens(analysis: Analysis, within: Span): readonly SemanticToken[] {
  return tokensByItem(analysis).flatMap(({ start, tokens }) =>
    tokens
      .map((each) => ({ ...each, span: { start: each.span.start + start, end: each.span.end + start } }))
      .filter(({ span }) => overlaps(span, within)),
  );
}

/** The tokens of the whole text: what an edit has left as it was is not looked at again. */
export function tokensByItem({ program, uri }: Analysis): readonly ItemTokens[] {
  const { mentions } = program;
  const lets = new Set(program.lets.map(({ place }) => place.start));
  let next = 0;
  return program.document.items.map((item) => {
    const meanings = new Map<number, Meaning>();
    for (let mention = mentions[next]; mention && mention.place.start < item.end; mention = mentions[++next])
      meanings.set(mention.place.start - item.start, meaningOf(mention, uri, lets));
    return { start: item.start, tokens: tokensIn(item, meanings) };
  });
}

type Meaning = Omit<SemanticToken, "span">;
/** By the place in the item where a name begins. */
type Meanings = ReadonlyMap<number, Meaning>;
type MeaningAt = (offset: number) => Meaning | undefined;

interface Known {
  readonly meanings: Meanings;
  readonly tokens: readonly SemanticToken[];
}

const known = new WeakMap<Item, Known>();

function tokensIn(moved: Item, meanings: Meanings): readonly SemanticToken[] {
  const item = originOf(moved);
  const then = known.get(item);
  if (then && same(then.meanings, meanings)) return then.tokens;
  const found: SemanticToken[] = [];
  const meaningAt = (offset: number) => meanings.get(offset - item.start);
  const visit = (node: Node, around: readonly Node[]) => {
    const nodes = [...around, node];
    found.push(...tokensOf(node, nodes, meaningAt));
    for (const child of childrenOf(node)) visit(child, nodes);
  };
  visit(item, []);
  const tokens = found
    .filter(({ span }) => span.end > span.start)
    .map((each) => ({ ...each, span: { start: each.span.start - item.start, end: each.span.end - item.start } }));
  known.set(item, { meanings, tokens });
  return tokens;
}

function same(left: Meanings, right: Meanings): boolean {
  return left.size === right.size && [...left].every(([offset, meaning]) => right.get(offset) === meaning);
}

const variable: Meaning = { type: "variable", modifiers: ["readonly"] };
const part: Meaning = { type: "property", modifiers: [] };
const ownName: Meaning = { type: "class", modifiers: [] };
const catalogName: Meaning = { type: "class", modifiers: ["defaultLibrary"] };

function meaningOf({ target, declaration }: Mention, uri: string, lets: ReadonlySet<number>): Meaning {
  if (declaration) return declaration.uri.startsWith("cmx-catalog:") ? catalogName : ownName;
  return target.uri === uri && lets.has(target.start) ? variable : part;
}

function tokensOf(node: Node, nodes: readonly Node[], meaningAt: MeaningAt): readonly SemanticToken[] {
  switch (node.kind) {
    case "declaration": {
      const base = node.base && meaningAt(node.base.start);
      return [token(node.name, "class", ["declaration"]), ...(node.base ? [token(node.base, "class", base ? base.modifiers : [])] : [])];
    }
    case "let":
      return [token(node.name, "variable", ["declaration", "readonly"])];
    case "property":
      return [token(node.key, "property")];
    case "subblock":
      return [token(node.key, "struct"), ...(node.name ? [token(node.name, "interface", ["declaration"])] : [])];
    case "call":
      return functions.some(({ name }) => name === node.callee.text) ? [token(node.callee, "function", ["defaultLibrary"])] : [];
    case "unit":
      return [token(node, "type")];
    case "path":
      return pathTokens(node, nodes, meaningAt);
    default:
      return [];
  }
}

/** `CloudMatrix384.hbm.capacity`, `RDMA`, `mla`, `decode.throughput`: the first name decides what the others are parts of. */
function pathTokens(path: Path, nodes: readonly Node[], meaningAt: MeaningAt): readonly SemanticToken[] {
  const [first, ...rest] = path.names;
  if (!first) return [];
  const { property } = schemaOf(nodes);
  if (property?.value.type === "fabric") return [token(first, "interface")];
  const meaning = meaningAt(first.start);
  if (meaning) return [{ span: spanOf(first), ...meaning }, ...rest.map((name) => token(name, "property"))];
  const choice = property && choicesOf(property.value).some(({ name }) => name === first.text);
  if (choice) return [token(first, "enumMember")];
  return path.names.map((name) => token(name, "property"));
}

function token(span: Name | Span, type: TokenType, modifiers: readonly TokenModifier[] = []): SemanticToken {
  return { span: spanOf(span), type, modifiers };
}
