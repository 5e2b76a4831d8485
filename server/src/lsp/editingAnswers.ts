/** Questions whose answer changes the text: quick fixes, formatting, renaming. */

import { actions } from "../features/actions";
import { formatting } from "../features/formatting";
import { prepareRename, rename } from "../features/rename";
import { createAbout, locatorOf, othersOf, refused, type Surroundings } from "./about";
import { rangeOf, toCodeAction, toWorkspaceEdit } from "./convert";
import { isCatalog } from "./files";

export function answerEditing(surroundings: Surroundings): void {
  const about = createAbout(surroundings);

  about("textDocument/codeAction", [], ({ analysis, lines }, { range, context }) => {
    if (context.only && !context.only.some((kind) => kind === "" || kind === "quickfix")) return [];
    const locate = locatorOf(surroundings);
    const selection = { start: lines.offsetAt(range.start), end: lines.offsetAt(range.end) };
    return actions(analysis, selection).flatMap((action) => toCodeAction(action, lines, locate) ?? []);
  });

  about("textDocument/formatting", [], ({ uri, analysis, lines }, { options }) => {
    const edit = isCatalog(uri) ? undefined : formatting(analysis.text, { tabSize: options.tabSize });
    return edit ? [{ range: rangeOf(lines, edit.span), newText: edit.text }] : [];
  });

  about("textDocument/prepareRename", null, ({ analysis, lines }, { position }) => {
    const found = prepareRename(analysis, lines.offsetAt(position));
    return "problem" in found ? refused(found.problem) : { range: rangeOf(lines, found.span), placeholder: found.name };
  });

  about("textDocument/rename", null, (analysed, { position, newName }) => {
    const offset = analysed.lines.offsetAt(position);
    const found = rename(analysed.analysis, offset, newName, othersOf(surroundings, analysed));
    return "problem" in found ? refused(found.problem) : (toWorkspaceEdit(found.edits, locatorOf(surroundings)) ?? null);
  });
}
