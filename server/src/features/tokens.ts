/**
 * Semantic tokens: the words whose colour needs their meaning. Keywords, numbers, strings and comments are left to the grammar,
 * which knows them without asking.
 */

import type { Analysis } from "../analysis/types";
import { choicesOf } from "./describe";
import { schemaOf } from "./hover/context";
import { childrenOf, type Name, type Node, type Path, type Span } from "../syntax";
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

/** The tokens that share a place with `within`, in the order of the text. None of them holds a line break. */
export function semanticTokens(analysis: Analysis, within: Span): readonly SemanticToken[] {
  const found: SemanticToken[] = [];
  const meanings = meaningsOf(analysis);
  const visit = (node: Node, around: readonly Node[]) => {
    if (node.end < within.start || within.end < node.start) return;
    const nodes = [...around, node];
    found.push(...tokensOf(node, nodes, meanings));
    for (const child of childrenOf(node)) visit(child, nodes);
  };
  visit(analysis.program.document, []);
  return found.filter(({ span }) => span.end > span.start && overlaps(span, within));
}

type Meaning = Omit<SemanticToken, "span">;
type Meanings = ReadonlyMap<number, Meaning>;

/** What the mentions of the file mean, by the place where they begin. */
function meaningsOf({ program, uri }: Analysis): Meanings {
  const lets = new Set(program.lets.map(({ place }) => place.start));
  const meaningOf = ({ target, declaration }: Mention): Meaning => {
    if (declaration) return { type: "class", modifiers: originOf(declaration.uri) };
    const isLet = target.uri === uri && lets.has(target.start);
    return isLet ? { type: "variable", modifiers: ["readonly"] } : { type: "property", modifiers: [] };
  };
  return new Map(program.mentions.map((mention) => [mention.place.start, meaningOf(mention)]));
}

function originOf(uri: string): readonly TokenModifier[] {
  return uri.startsWith("cmx-catalog:") ? ["defaultLibrary"] : [];
}

function tokensOf(node: Node, nodes: readonly Node[], meanings: Meanings): readonly SemanticToken[] {
  switch (node.kind) {
    case "declaration": {
      const base = node.base && meanings.get(node.base.start);
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
      return pathTokens(node, nodes, meanings);
    default:
      return [];
  }
}

/** `CloudMatrix384.hbm.capacity`, `RDMA`, `mla`, `decode.throughput`: the first name decides what the others are parts of. */
function pathTokens(path: Path, nodes: readonly Node[], meanings: Meanings): readonly SemanticToken[] {
  const [first, ...rest] = path.names;
  if (!first) return [];
  const { property } = schemaOf(nodes);
  if (property?.value.type === "fabric") return [token(first, "interface")];
  const meaning = meanings.get(first.start);
  if (meaning) return [{ span: spanOf(first), ...meaning }, ...rest.map((name) => token(name, "property"))];
  const choice = property && choicesOf(property.value).some(({ name }) => name === first.text);
  if (choice) return [token(first, "enumMember")];
  return path.names.map((name) => token(name, "property"));
}

function token(span: Name | Span, type: TokenType, modifiers: readonly TokenModifier[] = []): SemanticToken {
  return { span: spanOf(span), type, modifiers };
}
