/** Questions that read: completion, hover, definition, references, outline, folding, lenses. */

import { completion } from "../features/completion";
import { definition } from "../features/definition";
import { folding } from "../features/folding";
import { hover } from "../features/hover";
import { lenses } from "../features/lenses";
import { outline } from "../features/outline";
import { references } from "../features/references";
import { createAbout, locatorOf, othersOf, type Surroundings } from "./about";
import { rangeOf, toCompletionItem, toSymbol } from "./convert";
import { isCatalog } from "./files";

export function answerReading(surroundings: Surroundings): void {
  const { settings, client } = surroundings;
  const about = createAbout(surroundings);

  about("textDocument/completion", [], ({ analysis, lines }, { position, context }) => {
    const snippets = client().textDocument?.completion?.completionItem?.snippetSupport === true;
    const options = context?.triggerCharacter === " " ? ({ trigger: "blank" } as const) : {};
    return completion(analysis, lines.offsetAt(position), options).map((item, index) => toCompletionItem(item, index, lines, { snippets }));
  });

  about("textDocument/hover", null, ({ analysis, lines }, { position }) => {
    const found = hover(analysis, lines.offsetAt(position));
    return found ? { contents: { kind: "markdown", value: found.markdown }, range: rangeOf(lines, found.span) } : null;
  });

  about("textDocument/definition", null, ({ analysis, lines }, { position }) => {
    const found = definition(analysis, lines.offsetAt(position));
    const target = found && locatorOf(surroundings)(found.to);
    if (!found || !target) return null;
    if (!client().textDocument?.definition?.linkSupport) return target;
    const { uri: targetUri, range: targetRange } = target;
    return [{ originSelectionRange: rangeOf(lines, found.from), targetUri, targetRange, targetSelectionRange: targetRange }];
  });

  about("textDocument/references", [], (analysed, { position, context }) => {
    const offset = analysed.lines.offsetAt(position);
    const places = references(analysed.analysis, offset, othersOf(surroundings, analysed));
    const locate = locatorOf(surroundings);
    return places.slice(context.includeDeclaration ? 0 : 1).flatMap((place) => locate(place) ?? []);
  });

  about("textDocument/documentSymbol", [], ({ analysis, lines }) => outline(analysis).map((symbol) => toSymbol(symbol, lines)));

  about("textDocument/foldingRange", [], ({ analysis, lines }) =>
    folding(analysis).map(({ span, kind }) => {
      const { start, end } = rangeOf(lines, span);
      return { startLine: start.line, endLine: end.line, ...(kind === "comment" ? { kind } : {}) };
    }),
  );

  about("textDocument/codeLens", [], async ({ uri, analysis, lines }) => {
    if (!(await settings()).codeLens || isCatalog(uri)) return [];
    return lenses(analysis).map(({ span, title, plan }) => ({
      range: rangeOf(lines, span),
      command: { title, command: "cmx.simulate", arguments: [uri, plan] },
    }));
  });
}
