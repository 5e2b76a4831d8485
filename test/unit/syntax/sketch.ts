/** A tree as one line of text, for tables of tests: `(property batch (96 requests per chip))`. */

import type { Node } from "../../../server/src/syntax";

export function sketch(node: Node): string {
  switch (node.kind) {
    case "name":
      return node.missing ? "?" : node.text;
    case "unit":
      return node.text;
    case "string":
      return node.missing ? "?" : JSON.stringify(node.value);
    case "missing":
      return "?";
    case "scope":
      return `per ${sketch(node.name)}`;
    case "quantity":
      return words([String(node.value), node.unit, node.scope]);
    case "path":
      return words([node.names.map(sketch).join("."), node.scope]);
    case "call":
      return group([node.callee, ...node.arguments], "call");
    case "list":
      return `[${node.elements.map(sketch).join(" ")}]`;
    case "parenthesized":
      return group([node.expression], "()");
    case "negation":
      return group([node.operand], "-");
    case "binary":
      return group([node.left, node.right], node.operator);
    case "range":
      return group([node.from, node.to, node.doubling ? "doubling" : node.step], "..");
    case "expect":
      return group([node.left, node.right, node.within && `within ${sketch(node.within)}`, documented(node)], `expect ${node.comparison}`);
    case "vary":
      return group([node.path, node.values, documented(node)], "vary");
    case "property":
      return group([node.key, node.value, documented(node)], "=");
    case "subblock":
      return group([node.key, node.name, node.block, documented(node)], "sub");
    case "block":
      return `{${node.members.map(sketch).join(" ")}${node.closed ? "}" : ""}`;
    case "import":
      return group([node.path], "import");
    case "let":
      return group([node.name, node.value, documented(node)], "let");
    case "declaration":
      return group(
        [
          node.keyword,
          node.name,
          node.base && `: ${sketch(node.base)}`,
          node.from && `from ${sketch(node.from)}`,
          node.block,
          documented(node),
        ],
        "declare",
      );
    case "document":
      return node.items.map(sketch).join(" ");
  }
}

function group(parts: readonly (Node | string | undefined)[], head: string): string {
  return `(${words([head, ...parts])})`;
}

function words(parts: readonly (Node | string | undefined)[]): string {
  return parts
    .filter((part) => part !== undefined)
    .map((part) => (typeof part === "string" ? part : sketch(part)))
    .join(" ");
}

function documented(node: { readonly documentation: string | undefined }): string | undefined {
  return node.documentation === undefined ? undefined : `/// ${JSON.stringify(node.documentation)}`;
}
