/** Going through a tree. */

import type { Document, Node } from "./tree";

/** The nodes right below, in the order of the text. */
export function childrenOf(node: Node): readonly Node[] {
  switch (node.kind) {
    case "document":
      return node.items;
    case "import":
      return [node.path];
    case "let":
      return [node.name, node.value];
    case "declaration":
      return present([node.keyword, node.name, node.base, node.from, node.block]);
    case "block":
      return node.members;
    case "property":
      return [node.key, node.value];
    case "subblock":
      return present([node.key, node.name, node.block]);
    case "expect":
      return present([node.left, node.right, node.within]);
    case "vary":
      return [node.path, node.values];
    case "range":
      return present([node.from, node.to, node.step]);
    case "quantity":
      return present([node.unit, node.scope]);
    case "path":
      return present([...node.names, node.scope]);
    case "call":
      return [node.callee, ...node.arguments];
    case "list":
      return node.elements;
    case "parenthesized":
      return [node.expression];
    case "negation":
      return [node.operand];
    case "binary":
      return [node.left, node.right];
    case "scope":
      return [node.name];
    case "name":
    case "unit":
    case "string":
    case "missing":
      return [];
  }
}

/** Calls `visit` for the node and all below it, parents first. Where `visit` returns false, it goes no deeper. */
export function walk(node: Node, visit: (node: Node) => unknown): void {
  if (visit(node) === false) return;
  for (const child of childrenOf(node)) walk(child, visit);
}

/**
 * The nodes around `offset`, from the document to the innermost. A cursor right behind a node is still in it, unless another
 * one begins there.
 */
export function nodeAt(document: Document, offset: number): readonly Node[] {
  const nodes: Node[] = [document];
  for (let inner = childAt(document, offset); inner; inner = childAt(inner, offset)) nodes.push(inner);
  return nodes;
}

function childAt(node: Node, offset: number): Node | undefined {
  const touching = childrenOf(node).filter((child) => child.start <= offset && offset <= child.end);
  return touching.findLast((child) => offset < child.end) ?? touching.at(-1);
}

function present(nodes: readonly (Node | undefined)[]): readonly Node[] {
  return nodes.filter((node) => node !== undefined);
}
