/** Hover on the words `expect`, `let`, `vary` and `import`: what they are for; of an expectation, what became of it. */

import { figureOf } from "../../analysis/expectations";
import type { Analysis } from "../../analysis/types";
import { keywords } from "../../language/words";
import type { Expect, Node, Span } from "../../syntax";
import { touches } from "../spans";
import { paragraphs, plain, source } from "./markdown";
import type { Say } from "../../language/translation";
import { phrase, phraseOf } from "../../language/phrase";

export interface KeywordHover {
  readonly span: Span;
  readonly markdown: string;
}

export function keywordHover(analysis: Analysis, node: Node, offset: number, say: Say): KeywordHover | undefined {
  const keyword = keywords.find(({ name }) => name === node.kind);
  if (!keyword) return undefined;
  const span = { start: node.start, end: node.start + keyword.name.length };
  if (node.kind === "expect" && (touches(span, offset) || touches(node.comparisonSpan, offset))) {
    const place = touches(span, offset) ? span : node.comparisonSpan;
    return { span: { start: place.start, end: place.end }, markdown: outcome(analysis, node, say) ?? say(phraseOf(keyword.documentation)) };
  }
  return touches(span, offset) ? { span, markdown: paragraphs([`**${keyword.name}**`, say(phraseOf(keyword.documentation))]) } : undefined;
}

/** The figure that the engine gives, and whether it is the expected one. */
function outcome({ expectations, uri }: Analysis, node: Expect, say: Say): string | undefined {
  const found = expectations.find(({ expect }) => expect.place.uri === uri && touches(expect.place, node.comparisonSpan.start));
  if (!found) return undefined;
  const { expect, actual, pass } = found;
  const figure = actual === undefined ? "" : plain(figureOf(expect, actual));
  const became =
    actual === undefined
      ? phrase`There is no figure for it yet.`
      : pass
        ? phrase`Holds. It is **${figure}**.`
        : phrase`Fails. It is **${figure}**.`;
  return paragraphs([source(expect.text), say(became), expect.documentation]);
}
