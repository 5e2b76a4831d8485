/** Every question that a client asks, and the feature that answers it. */

import {
  type ClientCapabilities,
  CodeActionKind,
  type Connection,
  FoldingRangeKind,
  LSPErrorCodes,
  type Position,
  ResponseError,
} from "vscode-languageserver";
import type { TextDocument } from "vscode-languageserver-textdocument";
import { actions } from "../features/actions";
import { completion } from "../features/completion";
import { definition } from "../features/definition";
import { folding } from "../features/folding";
import { formatting } from "../features/formatting";
import { hover } from "../features/hover";
import { lenses } from "../features/lenses";
import { outline } from "../features/outline";
import { references } from "../features/references";
import { prepareRename, type Refusal, rename } from "../features/rename";
import type { Analyses, Analysed } from "./analyses";
import { createLocator, rangeOf, toCodeAction, toCompletionItem, toSymbol, toWorkspaceEdit } from "./convert";
import { catalogText, type Files, isCatalog } from "./files";
import { catalogRequest, reportRequest } from "./protocol";
import type { Runtime } from "./runtime";
import { createSafely } from "./safely";
import type { Settings } from "./settings";
import { displayName } from "./uris";

interface Surroundings {
  readonly connection: Connection;
  readonly runtime: Runtime;
  readonly analyses: Analyses;
  readonly files: Files;
  readonly folders: () => readonly string[];
  readonly settings: () => Promise<Settings>;
  readonly client: () => ClientCapabilities;
}

interface About {
  readonly textDocument: { readonly uri: string };
}

export function answerQuestions(surroundings: Surroundings): void {
  const { connection, runtime, analyses, files, folders, settings, client } = surroundings;
  const safely = createSafely(connection, runtime);
  const locator = () => createLocator((uri) => files.textOf(uri));
  const others = (analysed: Analysed) => analyses.all().flatMap((one) => (one === analysed ? [] : [one.analysis]));

  /** A question about one document: `nothing` where that is not open. */
  const about = <Params extends About, Answer>(
    name: string,
    nothing: Answer,
    answer: (analysed: Analysed, params: Params) => Answer | Promise<Answer>,
  ) =>
    safely<Params, Answer>({
      name,
      nothing,
      answer: async (params) => {
        const analysed = await analyses.of(params.textDocument.uri);
        return analysed ? answer(analysed, params) : nothing;
      },
    });

  connection.onCompletion(
    about("completion", [], ({ analysis, document }, { position, context }) => {
      const offset = document.offsetAt(position);
      // A blank asks for a value, not for everything that may begin a line.
      if (context?.triggerCharacter === " " && !lineBefore(document, position).trim()) return [];
      const snippets = client().textDocument?.completion?.completionItem?.snippetSupport === true;
      return completion(analysis, offset).map((item, index) => toCompletionItem(item, index, document, { snippets }));
    }),
  );

  connection.onHover(
    about("hover", null, ({ analysis, document }, { position }) => {
      const found = hover(analysis, document.offsetAt(position));
      return found ? { contents: { kind: "markdown", value: found.markdown }, range: rangeOf(document, found.span) } : null;
    }),
  );

  connection.onDefinition(
    about("definition", null, ({ analysis, document }, { position }) => {
      const found = definition(analysis, document.offsetAt(position));
      const target = found && locator()(found.to);
      if (!found || !target) return null;
      if (!client().textDocument?.definition?.linkSupport) return target;
      const { uri: targetUri, range: targetRange } = target;
      return [{ originSelectionRange: rangeOf(document, found.from), targetUri, targetRange, targetSelectionRange: targetRange }];
    }),
  );

  connection.onReferences(
    about("references", [], (analysed, { position, context }) => {
      const places = references(analysed.analysis, analysed.document.offsetAt(position), others(analysed));
      const locate = locator();
      return places.slice(context.includeDeclaration ? 0 : 1).flatMap((place) => locate(place) ?? []);
    }),
  );

  connection.onPrepareRename(
    about("rename", null, ({ analysis, document }, { position }) => {
      const found = prepareRename(analysis, document.offsetAt(position));
      return "problem" in found ? refused(found) : { range: rangeOf(document, found.span), placeholder: found.name };
    }),
  );

  connection.onRenameRequest(
    about("rename", null, (analysed, { position, newName }) => {
      const found = rename(analysed.analysis, analysed.document.offsetAt(position), newName, others(analysed));
      return "problem" in found ? refused(found) : (toWorkspaceEdit(found.edits, locator()) ?? null);
    }),
  );

  connection.onDocumentSymbol(
    about("outline", [], ({ analysis, document }) => outline(analysis).map((symbol) => toSymbol(symbol, document))),
  );

  connection.onFoldingRanges(
    about("folding", [], ({ analysis, document }) =>
      folding(analysis).map(({ span, kind }) => {
        const { start, end } = rangeOf(document, span);
        return { startLine: start.line, endLine: end.line, ...(kind === "comment" ? { kind: FoldingRangeKind.Comment } : {}) };
      }),
    ),
  );

  connection.onCodeAction(
    about("quick fixes", [], ({ analysis, document }, { range, context }) => {
      if (context.only && !context.only.some((kind) => kind === "" || kind === CodeActionKind.QuickFix)) return [];
      const locate = locator();
      const selection = { start: document.offsetAt(range.start), end: document.offsetAt(range.end) };
      return actions(analysis, selection).flatMap((action) => toCodeAction(action, document, locate) ?? []);
    }),
  );

  connection.onCodeLens(
    about("code lenses", [], async ({ analysis, document }) => {
      if (!(await settings()).codeLens || isCatalog(document.uri)) return [];
      return lenses(analysis).map(({ span, title, plan }) => ({
        range: rangeOf(document, span),
        command: { title, command: "cmx.simulate", arguments: [document.uri, plan] },
      }));
    }),
  );

  connection.onDocumentFormatting(
    about("formatting", [], ({ analysis, document }, { options }) => {
      const edit = isCatalog(document.uri) ? undefined : formatting(analysis.text, { tabSize: options.tabSize });
      return edit ? [{ range: rangeOf(document, edit.span), newText: edit.text }] : [];
    }),
  );

  connection.onRequest(
    catalogRequest,
    safely({
      name: "a catalog file",
      nothing: notFound("The catalog could not be read."),
      answer: ({ uri }) => catalogText(uri) ?? notFound(`The catalog has no file ${uri}.`),
    }),
  );

  connection.onRequest(
    reportRequest,
    safely({
      name: "a report",
      nothing: notFound("The report could not be made; the log says why."),
      answer: async ({ uri }) => {
        const analysed = await analyses.of(uri);
        return analysed ? analysed.analysis.report(displayName(uri, folders())) : notFound(`${displayName(uri, folders())} is not open.`);
      },
    }),
  );
}

function lineBefore(document: TextDocument, position: Position): string {
  return document.getText({ start: { line: position.line, character: 0 }, end: position });
}

function refused({ problem }: Refusal): ResponseError<void> {
  return new ResponseError(LSPErrorCodes.RequestFailed, problem);
}

function notFound(message: string): ResponseError<void> {
  return new ResponseError(LSPErrorCodes.RequestFailed, message);
}
