/** Questions whose answer changes the text: quick fixes, formatting, renaming of names and of files. */

import type { TextEdit } from "vscode-languageserver";
import { analyse } from "../analysis";
import { actions } from "../features/actions";
import { formatting, rangeFormatting, type Replacement, typedFormatting } from "../features/formatting";
import { movedPaths } from "../features/moves";
import { useAt } from "../features/names";
import { refactorings, refactorKinds } from "../features/refactorings";
import { prepareRename, rename } from "../features/rename";
import { slice } from "../features/spans";
import type { Program } from "../semantics/program";
import { createAbout, locatorOf, refused, type Surroundings } from "./about";
import type { Analysed } from "./analyses";
import { rangeOf, toCodeAction, toWorkspaceEdit } from "./convert";
import { isCatalog } from "./files";
import { neighbours, programsAround } from "./neighbours";
import { createSafely } from "./safely";
import { isInside, keyOf, locate, relativePath } from "./uris";

export function answerEditing(surroundings: Surroundings): void {
  const { connection, runtime, files } = surroundings;
  const about = createAbout(surroundings);

  about("textDocument/codeAction", [], ({ uri, analysis, lines }, { range, context }) => {
    if (isCatalog(uri)) return [];
    const wanted = (kind: string) => !context.only || context.only.some((one) => one === "" || kind === one || kind.startsWith(`${one}.`));
    const locatePlace = locatorOf(surroundings);
    const trial = (text: string) => analyse(uri, text, files.hostFor(uri).host, analysis).findings;
    const selection = { start: lines.offsetAt(range.start), end: lines.offsetAt(range.end) };
    const fixes = wanted("quickfix") ? actions(analysis, selection, trial) : [];
    const refactors = refactorKinds.some(wanted) ? refactorings({ analysis, selection }, trial) : [];
    return [
      ...fixes.flatMap((action) => toCodeAction(action, { lines, locate: locatePlace, translation: surroundings.translation() }) ?? []),
      ...refactors.flatMap(({ words, kind, edits }) => {
        const edit = wanted(kind) ? toWorkspaceEdit(edits, locatePlace) : undefined;
        return edit ? [{ title: surroundings.translation().say(words), kind, edit }] : [];
      }),
    ];
  });

  /** The catalog is read-only and stays as it is. */
  const format = ({ uri, analysis, lines }: Analysed, edits: (text: string) => readonly Replacement[]): TextEdit[] =>
    isCatalog(uri) ? [] : edits(analysis.text).map(({ span, text }) => ({ range: rangeOf(lines, span), newText: text }));

  about("textDocument/formatting", [], (analysed, { options }) => format(analysed, (text) => formatting(text, options)));

  about("textDocument/rangeFormatting", [], (analysed, { range, options }) => {
    const span = { start: analysed.lines.offsetAt(range.start), end: analysed.lines.offsetAt(range.end) };
    return format(analysed, (text) => rangeFormatting(text, span, options));
  });

  about("textDocument/onTypeFormatting", [], (analysed, { position, ch, options }) =>
    format(analysed, (text) => typedFormatting(text, analysed.lines.offsetAt(position), ch, options)),
  );

  /** The name at the position, and the other files that may mean it. */
  const around = async ({ uri, analysis }: Analysed, offset: number): Promise<readonly Program[]> => {
    const use = useAt(analysis, offset);
    return use ? programsAround(surroundings, uri, slice(analysis.text, use.place)) : [];
  };

  about("textDocument/prepareRename", null, async (analysed, { position }) => {
    const { analysis, lines } = analysed;
    const offset = lines.offsetAt(position);
    const found = prepareRename(analysis, offset, await around(analysed, offset));
    return "problem" in found
      ? refused(surroundings.translation().say(found.problem))
      : { range: rangeOf(lines, found.span), placeholder: found.name };
  });

  about("textDocument/rename", null, async (analysed, { position, newName }) => {
    const offset = analysed.lines.offsetAt(position);
    const found = rename(analysed.analysis, offset, newName, await around(analysed, offset));
    return "problem" in found
      ? refused(surroundings.translation().say(found.problem))
      : (toWorkspaceEdit(found.edits, locatorOf(surroundings)) ?? null);
  });

  createSafely(connection, runtime)(
    "workspace/willRenameFiles",
    () => null,
    async ({ files: moves }) => {
      const moved = (uri: string) => {
        const move = moves.find(({ oldUri }) => keyOf(oldUri) === keyOf(uri) || isInside(oldUri, uri));
        return move ? move.newUri + keyOf(uri).slice(keyOf(move.oldUri).length) : uri;
      };
      const texts = await neighbours(surroundings);
      const edits = texts.flatMap(({ uri, text }) => movedPaths(uri, text, { locate, relative: relativePath, moved }));
      return toWorkspaceEdit(edits, locatorOf(surroundings)) ?? null;
    },
  );
}
