/** Questions that read: hover, signatures, folding, lenses, hints. */

import { folding } from "../features/folding";
import { hints } from "../features/hints";
import { hover } from "../features/hover";
import { lenses } from "../features/lenses";
import { signature } from "../features/signature";
import { createAbout, type Surroundings } from "./about";
import { rangeOf } from "./convert";
import { isCatalog } from "./files";

export function answerReading(surroundings: Surroundings): void {
  const { settings } = surroundings;
  const about = createAbout(surroundings);

  about("textDocument/hover", null, ({ analysis, lines }, { position }) => {
    const found = hover(analysis, lines.offsetAt(position), surroundings.translation().say);
    return found ? { contents: { kind: "markdown", value: found.markdown }, range: rangeOf(lines, found.span) } : null;
  });

  about("textDocument/signatureHelp", null, ({ analysis, lines }, { position }) => {
    const found = signature(analysis, lines.offsetAt(position), surroundings.translation().say);
    if (!found) return null;
    const { label, documentation, parameters, active } = found;
    return { signatures: [{ label, documentation, parameters: [...parameters] }], activeSignature: 0, activeParameter: active };
  });

  about("textDocument/foldingRange", [], ({ analysis, lines }) =>
    folding(analysis).map(({ span, kind }) => {
      const { start, end } = rangeOf(lines, span);
      return { startLine: start.line, endLine: end.line, ...(kind === "comment" ? { kind } : {}) };
    }),
  );

  about("textDocument/codeLens", [], async ({ uri, analysis, lines }) => {
    if (!(await settings(uri)).codeLens || isCatalog(uri)) return [];
    return lenses(analysis, surroundings.translation().say).map(({ span, title, plan }) => ({
      range: rangeOf(lines, span),
      command: { title, command: "cmx.simulate", arguments: [uri, plan] },
    }));
  });

  about("textDocument/inlayHint", [], async ({ uri, analysis, lines }, { range }) => {
    if (isCatalog(uri)) return [];
    const wanted = (await settings(uri)).hints;
    const { say } = surroundings.translation();
    const [start, end] = [lines.offsetAt(range.start), lines.offsetAt(range.end)];
    const shown = hints(analysis, { start, end }, say).filter(({ kind, offset }) => wanted[kind] && start <= offset && offset <= end);
    return shown.map(({ offset, text, tooltip }) => ({
      position: lines.positionAt(offset),
      label: text,
      tooltip: say(tooltip),
      paddingLeft: true,
    }));
  });
}
