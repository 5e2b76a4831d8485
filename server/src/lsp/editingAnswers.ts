/** Questions whose answer changes the text: quick fixes, formatting, renaming. */

import { CodeActionKind } from "vscode-languageserver";
import { actions } from "../features/actions";
import { formatting } from "../features/formatting";
import { prepareRename, rename } from "../features/rename";
import { createAbout, locatorOf, othersOf, refused, type Surroundings } from "./about";
import { rangeOf, toCodeAction, toWorkspaceEdit } from "./convert";
import { isCatalog } from "./files";

export function answerEditing(surroundings: Surroundings): void {
  const { connection } = surroundings;
  const about = createAbout(surroundings);

  connection.onCodeAction(
    about("quick fixes", [], ({ analysis, lines }, { range, context }) => {
      if (context.only && !context.only.some((kind) => kind === "" || kind === CodeActionKind.QuickFix)) return [];
      const locate = locatorOf(surroundings);
      const selection = { start: lines.offsetAt(range.start), end: lines.offsetAt(range.end) };
      return actions(analysis, selection).flatMap((action) => toCodeAction(action, lines, locate) ?? []);
    }),
  );

  connection.onDocumentFormatting(
    about("formatting", [], ({ uri, analysis, lines }, { options }) => {
      const edit = isCatalog(uri) ? undefined : formatting(analysis.text, { tabSize: options.tabSize });
      return edit ? [{ range: rangeOf(lines, edit.span), newText: edit.text }] : [];
    }),
  );

  connection.onPrepareRename(
    about("rename", null, ({ analysis, lines }, { position }) => {
      const found = prepareRename(analysis, lines.offsetAt(position));
      return "problem" in found ? refused(found.problem) : { range: rangeOf(lines, found.span), placeholder: found.name };
    }),
  );

  connection.onRenameRequest(
    about("rename", null, (analysed, { position, newName }) => {
      const offset = analysed.lines.offsetAt(position);
      const found = rename(analysed.analysis, offset, newName, othersOf(surroundings, analysed));
      return "problem" in found ? refused(found.problem) : (toWorkspaceEdit(found.edits, locatorOf(surroundings)) ?? null);
    }),
  );
}
