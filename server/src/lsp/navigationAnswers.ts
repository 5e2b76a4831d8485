/** Questions that lead somewhere: definition, references, highlights, symbols, links, selections. */

import { definition } from "../features/definition";
import { highlights } from "../features/highlights";
import { links } from "../features/links";
import { useAt } from "../features/names";
import { outline } from "../features/outline";
import { references } from "../features/references";
import { selections } from "../features/selection";
import { workspaceSymbols } from "../features/symbols";
import { slice } from "../features/spans";
import { createAbout, locatorOf, type Surroundings } from "./about";
import { rangeOf, toSelection, toSymbol, toWorkspaceSymbol } from "./convert";
import { programsAround } from "./neighbours";
import { highlightRead, highlightWrite } from "./protocol";
import { createSafely } from "./safely";
import { locate } from "./uris";

export function answerNavigation(surroundings: Surroundings): void {
  const { connection, runtime, client } = surroundings;
  const about = createAbout(surroundings);

  about("textDocument/definition", null, ({ analysis, lines }, { position }) => {
    const found = definition(analysis, lines.offsetAt(position));
    const target = found && locatorOf(surroundings)(found.to);
    if (!found || !target) return null;
    if (!client().textDocument?.definition?.linkSupport) return target;
    const { uri: targetUri, range: targetRange } = target;
    return [{ originSelectionRange: rangeOf(lines, found.from), targetUri, targetRange, targetSelectionRange: targetRange }];
  });

  about("textDocument/references", [], async ({ uri, analysis, lines }, { position, context }) => {
    const offset = lines.offsetAt(position);
    const use = useAt(analysis, offset);
    if (!use) return [];
    const others = await programsAround(surroundings, uri, slice(analysis.text, use.place));
    const locatePlace = locatorOf(surroundings);
    return references(analysis, offset, others)
      .slice(context.includeDeclaration ? 0 : 1)
      .flatMap((place) => locatePlace(place) ?? []);
  });

  about("textDocument/documentHighlight", [], ({ analysis, lines }, { position }) =>
    highlights(analysis, lines.offsetAt(position)).map(({ span, declares }) => ({
      range: rangeOf(lines, span),
      kind: declares ? highlightWrite : highlightRead,
    })),
  );

  about("textDocument/documentLink", [], ({ uri, analysis, lines }) =>
    links(analysis.program.document).map(({ span, path }) => ({ range: rangeOf(lines, span), target: locate(uri, path) })),
  );

  about("textDocument/selectionRange", [], ({ analysis, lines }, { positions }) =>
    positions.map((position) => toSelection(selections(analysis, lines.offsetAt(position)), lines)),
  );

  about("textDocument/documentSymbol", [], ({ analysis, lines }) => outline(analysis).map((symbol) => toSymbol(symbol, lines)));

  createSafely(connection, runtime)(
    "workspace/symbol",
    () => [],
    async ({ query }) => {
      const programs = await programsAround(surroundings, "", "");
      const locatePlace = locatorOf(surroundings);
      return workspaceSymbols(programs, query).flatMap((symbol) => toWorkspaceSymbol(symbol, locatePlace) ?? []);
    },
  );
}
