/**
 * The messages between server and client, by method: the language server protocol's and our own. Types alone. The protocol
 * library itself would double the size of the server for registries of names that this table holds on one page.
 */

import type {
  CodeAction,
  CodeActionParams,
  CodeLens,
  CodeLensParams,
  CompletionItem,
  CompletionParams,
  ConfigurationParams,
  DefinitionParams,
  DidChangeTextDocumentParams,
  DidChangeWatchedFilesParams,
  DidChangeWorkspaceFoldersParams,
  DidCloseTextDocumentParams,
  DidOpenTextDocumentParams,
  DocumentDiagnosticParams,
  DocumentDiagnosticReport,
  DocumentFormattingParams,
  DocumentHighlight,
  DocumentHighlightParams,
  DocumentLink,
  DocumentLinkParams,
  DocumentOnTypeFormattingParams,
  DocumentRangeFormattingParams,
  DocumentSymbol,
  DocumentSymbolParams,
  FoldingRange,
  FoldingRangeParams,
  Hover,
  HoverParams,
  InitializeParams,
  InitializeResult,
  InlayHint,
  InlayHintParams,
  Location,
  LocationLink,
  LogMessageParams,
  PrepareRenameParams,
  PublishDiagnosticsParams,
  Range,
  ReferenceParams,
  RegistrationParams,
  RenameFilesParams,
  RenameParams,
  SelectionRange,
  SelectionRangeParams,
  SemanticTokens,
  SemanticTokensDelta,
  SemanticTokensDeltaParams,
  SemanticTokensParams,
  SemanticTokensRangeParams,
  SignatureHelp,
  SignatureHelpParams,
  SymbolInformation,
  TextEdit,
  WorkspaceEdit,
  WorkspaceSymbolParams,
} from "vscode-languageserver";
import type { Outcomes } from "../../../shared/outcomes";
import type { KnobValues, PlanReport, Report } from "../../../shared/report";

interface File {
  readonly uri: string;
}

interface Trying {
  readonly plan: string;
  readonly values: KnobValues;
}

interface Exchange<Params, Answer> {
  readonly params: Params;
  readonly answer: Answer;
}

/** What the client asks the server. */
export interface Questions {
  readonly initialize: Exchange<InitializeParams, InitializeResult>;
  readonly shutdown: Exchange<undefined, null>;
  readonly "textDocument/completion": Exchange<CompletionParams, readonly CompletionItem[]>;
  readonly "completionItem/resolve": Exchange<CompletionItem, CompletionItem>;
  readonly "textDocument/hover": Exchange<HoverParams, Hover | null>;
  readonly "textDocument/definition": Exchange<DefinitionParams, Location | readonly LocationLink[] | null>;
  readonly "textDocument/references": Exchange<ReferenceParams, readonly Location[]>;
  readonly "textDocument/signatureHelp": Exchange<SignatureHelpParams, SignatureHelp | null>;
  readonly "textDocument/documentHighlight": Exchange<DocumentHighlightParams, readonly DocumentHighlight[]>;
  readonly "textDocument/documentLink": Exchange<DocumentLinkParams, readonly DocumentLink[]>;
  readonly "textDocument/selectionRange": Exchange<SelectionRangeParams, readonly SelectionRange[]>;
  readonly "textDocument/semanticTokens/full": Exchange<SemanticTokensParams, SemanticTokens>;
  readonly "textDocument/semanticTokens/full/delta": Exchange<SemanticTokensDeltaParams, SemanticTokens | SemanticTokensDelta>;
  readonly "textDocument/semanticTokens/range": Exchange<SemanticTokensRangeParams, SemanticTokens>;
  readonly "textDocument/documentSymbol": Exchange<DocumentSymbolParams, readonly DocumentSymbol[]>;
  readonly "textDocument/foldingRange": Exchange<FoldingRangeParams, readonly FoldingRange[]>;
  readonly "textDocument/codeAction": Exchange<CodeActionParams, readonly CodeAction[]>;
  readonly "textDocument/codeLens": Exchange<CodeLensParams, readonly CodeLens[]>;
  readonly "textDocument/inlayHint": Exchange<InlayHintParams, readonly InlayHint[]>;
  readonly "textDocument/diagnostic": Exchange<DocumentDiagnosticParams, DocumentDiagnosticReport>;
  readonly "textDocument/formatting": Exchange<DocumentFormattingParams, readonly TextEdit[]>;
  readonly "textDocument/rangeFormatting": Exchange<DocumentRangeFormattingParams, readonly TextEdit[]>;
  readonly "textDocument/onTypeFormatting": Exchange<DocumentOnTypeFormattingParams, readonly TextEdit[]>;
  readonly "textDocument/prepareRename": Exchange<PrepareRenameParams, { readonly range: Range; readonly placeholder: string } | null>;
  readonly "textDocument/rename": Exchange<RenameParams, WorkspaceEdit | null>;
  readonly "workspace/symbol": Exchange<WorkspaceSymbolParams, readonly SymbolInformation[]>;
  readonly "workspace/willRenameFiles": Exchange<RenameFilesParams, WorkspaceEdit | null>;
  /** The source of a catalog file, for its read-only document. */
  readonly "cmx/catalog": Exchange<File, string>;
  /** The report of an open file. */
  readonly "cmx/report": Exchange<File, Report>;
  /** What the plans and the expectations of an open file come to; null where it is not open. */
  readonly "cmx/outcomes": Exchange<File, Outcomes | null>;
  /** Reports of all other open files. */
  readonly "cmx/otherReports": Exchange<File, readonly Report[]>;
  /** A plan with other values; why not, where its layout forbids them. */
  readonly "cmx/try": Exchange<File & Trying, { readonly report: PlanReport } | { readonly problem: string }>;
  /** The edit that writes such values into the text. */
  readonly "cmx/write": Exchange<File & Trying, WorkspaceEdit | null>;
}

/** What the client tells the server. */
export interface News {
  readonly initialized: object;
  readonly exit: undefined;
  readonly "textDocument/didOpen": DidOpenTextDocumentParams;
  readonly "textDocument/didChange": DidChangeTextDocumentParams;
  readonly "textDocument/didClose": DidCloseTextDocumentParams;
  readonly "workspace/didChangeConfiguration": object;
  readonly "workspace/didChangeWatchedFiles": DidChangeWatchedFilesParams;
  readonly "workspace/didChangeWorkspaceFolders": DidChangeWorkspaceFoldersParams;
}

/** What the server asks the client. */
export interface Requests {
  readonly "client/registerCapability": Exchange<RegistrationParams, null>;
  readonly "workspace/configuration": Exchange<ConfigurationParams, readonly unknown[]>;
  readonly "workspace/codeLens/refresh": Exchange<undefined, null>;
  readonly "workspace/inlayHint/refresh": Exchange<undefined, null>;
  readonly "workspace/diagnostic/refresh": Exchange<undefined, null>;
  /** A file that the server cannot reach itself; null when the client cannot either. */
  readonly "cmx/readFile": Exchange<File, string | { readonly problem: "large" } | null>;
  /** The files of the workspace whose names end like that. */
  readonly "cmx/findFiles": Exchange<{ readonly endings: readonly string[] }, readonly string[]>;
}

/** What the server tells the client. */
export interface Announcements {
  readonly "textDocument/publishDiagnostics": PublishDiagnosticsParams;
  readonly "window/logMessage": LogMessageParams;
  /** This version of the file has been looked at: what follows the text may follow now. */
  readonly "cmx/analysed": File & { readonly version: number };
}

/** Numbers that the protocol gives to its words, as far as we use them. */
export const incrementalSync = 2;
export const fileDeleted = 3;
export const requestCancelled = -32800;
export const requestFailed = -32803;
export const errorMessage = 1;
export const highlightRead = 2;
export const highlightWrite = 3;
