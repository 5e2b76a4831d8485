/** Extract an expression to a let, and put a let's value back in place of its name. */

import { fix } from "../../language/diagnostics";
import { type Expression, type Node, nodeAt, type Span } from "../../syntax";
import { useAt, usesOf } from "../names";
import { slice } from "../spans";
import { freeName, type Place, type Refactoring } from "./types";
import { phrase } from "../../language/phrase";

const figures: ReadonlySet<Node["kind"]> = new Set(["quantity", "binary", "call", "parenthesized", "negation"]);

/** The selected expression, or the figure under the cursor, gets a name in front of its declaration. */
export function extractLet({ analysis, selection }: Place): readonly Refactoring[] {
  const { text, uri, program } = analysis;
  const nodes = nodeAt(program.document, selection.start);
  const whole = nodes.find((node) => figures.has(node.kind) && node.start <= selection.start && selection.end <= node.end);
  const chosen = selection.start === selection.end ? nodes.findLast((node) => node.kind === "quantity") : exactly(nodes, selection, text);
  const item = nodes[1];
  if (!whole || !chosen || !item || item.kind !== "declaration") return [];
  const property = nodes.findLast((node) => node.kind === "property");
  const name = freeName(analysis, property?.key.text ?? "value");
  const value = slice(text, chosen);
  const lineStart = text.lastIndexOf("\n", item.start - 1) + 1;
  return [
    {
      ...fix(phrase`Extract to let ${name}`, [
        { place: { uri, start: lineStart, end: lineStart }, text: `let ${name} = ${value}\n\n` },
        { place: { uri, start: chosen.start, end: chosen.end }, text: name },
      ]),
      kind: "refactor.extract",
    },
  ];
}

/** The expression that is selected, blanks around it aside. */
function exactly(nodes: readonly Node[], { start, end }: Span, text: string): Node | undefined {
  const selected = slice(text, { start, end });
  const [from, to] = [start + selected.length - selected.trimStart().length, end - (selected.length - selected.trimEnd().length)];
  return nodes.find((node) => figures.has(node.kind) && node.start === from && node.end === to);
}

export function inlineLet({ analysis, selection }: Place): readonly Refactoring[] {
  const { text, uri, program } = analysis;
  const use = useAt(analysis, selection.start);
  const item = program.document.items.find((one) => one.kind === "let" && use?.target.uri === uri && one.name.start === use.target.start);
  if (item?.kind !== "let" || !use) return [];
  const [, ...uses] = usesOf(use.target, [program]);
  if (uses.length === 0) return [];
  const next = text.indexOf("\n", item.end);
  const whole = { uri, start: item.start, end: next < 0 ? text.length : next + 1 };
  const value = slice(text, item.value);
  const places = uses.filter((place) => place.uri === uri);
  return [
    {
      ...fix(phrase`Inline ${item.name.text}`, [
        { place: whole, text: "" },
        ...places.map((place) => ({ place, text: standsAlone(item.value) ? value : `(${value})` })),
      ]),
      kind: "refactor.inline",
    },
  ];
}

/** Whether nothing around the value can take a part of it. */
function standsAlone({ kind }: Expression): boolean {
  return kind !== "binary" && kind !== "negation";
}
