/** Mends of what the scanner and the parser say. */

import { childrenOf, type Node } from "../../syntax";
import { insert, type Mends, remove, type Wound, write } from "./wound";
import { phrase } from "../../language/phrase";

export const syntaxMends: Mends = {
  "unexpected-character": (wound) => [remove(wound, phrase`Remove ${wound.text}`, wound.finding.place)],
  "unterminated-string": (wound) => {
    const end = wound.finding.place.start + wound.text.trimEnd().length;
    return [insert(wound, phrase`Close the text`, end, '"')];
  },
  "unterminated-comment": (wound) => [insert(wound, phrase`Close the comment`, wound.analysis.text.trimEnd().length, " */")],
  "invalid-escape": (wound) => [insert(wound, phrase`Write a backslash`, wound.finding.place.start, "\\")],
  "invalid-number": (wound) => {
    const digits = wound.text.replace(/_/g, "").replace(/\.$/, "");
    return Number.isFinite(Number(digits)) && digits ? [write(wound, phrase`Write ${digits}`, wound.finding.place, digits)] : [];
  },
  expected: missing,
  "unclosed-block": (wound) => {
    const block = unclosedBlock(wound);
    return block ? [insert(wound, phrase`Close the block`, endOf(wound, block), "\n}")] : [];
  },
  "unclosed-bracket": (wound) => {
    const bracket = wound.nodes.findLast(({ kind }) => kind === "parenthesized" || kind === "list" || kind === "call");
    const closing = wound.text === "[" ? "]" : ")";
    return bracket ? [insert(wound, phrase`Close the bracket`, endOf(wound, bracket), closing)] : [];
  },
  "unexpected-token": (wound) => [remove(wound, phrase`Remove ${wound.text}`, wound.finding.place)],
};

/** What is missing, where the message names a sign or the property an example. */
function missing(wound: Wound) {
  const what = /^Expected (.*), found/.exec(wound.finding.message)?.[1];
  const at = wound.finding.place.start;
  const { property } = wound.context;
  if (what === "a value" && property) return [insert(wound, phrase`Write ${property.example}`, at, ` ${property.example}`)];
  if (what?.startsWith("a comparison")) return compared(wound);
  if (what === "=") return [insert(wound, phrase`Write =`, at, " =")];
  if (what === "a comma or a new line") return [insert(wound, phrase`Write a comma`, at, ",")];
  return [];
}

/** `expect tpot = 50 ms`: a sign of equality where a bound is meant. */
function compared(wound: Wound) {
  const at = wound.finding.place.start;
  const sign = at + (/^\s*(?==)/.exec(wound.analysis.text.slice(at, at + 99))?.[0].length ?? 0);
  if (wound.analysis.text[sign] !== "=") return [];
  return ["<=", ">="].map((bound) => write(wound, phrase`Write ${bound}`, { start: sign, end: sign + 1 }, bound));
}

/** The block whose end is missing: the message stands at its opening brace. */
function unclosedBlock({ nodes, finding }: Wound): Node | undefined {
  const inside = nodes.flatMap((node) => [node, ...childrenOf(node)]);
  return inside.findLast((node) => node.kind === "block" && !node.closed && node.start <= finding.place.end);
}

/** Where the text of the node ends, blanks aside. */
function endOf({ analysis }: Wound, { start, end }: Node): number {
  return start + analysis.text.slice(start, end).trimEnd().length;
}
