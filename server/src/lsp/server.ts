/** One server behind two doors: what it can do, and what it does when something changes. */

import {
  CodeActionKind,
  CodeLensRefreshRequest,
  type Connection,
  DidChangeWatchedFilesNotification,
  FileChangeType,
  type InitializeParams,
  type ServerCapabilities,
  TextDocuments,
  TextDocumentSyncKind,
} from "vscode-languageserver";
import { TextDocument } from "vscode-languageserver-textdocument";
import { createAnalyses } from "./analyses";
import { answerCustom } from "./customAnswers";
import { answerEditing } from "./editingAnswers";
import { createFiles } from "./files";
import { createPublisher } from "./publisher";
import { answerReading } from "./readingAnswers";
import type { Runtime } from "./runtime";
import { defaultSettings, followSettings, readSettings } from "./settings";
import { keyOf } from "./uris";

const capabilities: ServerCapabilities = {
  textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental },
  completionProvider: { triggerCharacters: [".", "=", " ", "/"] },
  hoverProvider: true,
  definitionProvider: true,
  referencesProvider: true,
  documentSymbolProvider: true,
  foldingRangeProvider: true,
  codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix] },
  codeLensProvider: {},
  documentFormattingProvider: true,
  renameProvider: { prepareProvider: true },
  workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
};

/** Starts to serve on the connection. Everything that the server knows of its surroundings comes through the two arguments. */
export function startServer(connection: Connection, runtime: Runtime): void {
  const documents = new TextDocuments(TextDocument);
  const open = new Map<string, TextDocument>();
  let client: InitializeParams["capabilities"] = {};
  let folders: readonly string[] = [];
  let settings = Promise.resolve(defaultSettings);

  const files = createFiles({ runtime, folders: () => folders, openText: (key) => open.get(key)?.getText() });
  const analyses = createAnalyses({ files, openDocument: (uri) => documents.get(uri) });
  const publisher = createPublisher({ connection, runtime, analyses, files, settings: () => settings });

  /** The file `uri` means something else now: look again at every open document that reads it. */
  const changed = (uri: string) => {
    for (const dependent of analyses.invalidate(uri)) publisher.schedule(dependent);
  };
  const lookAtAll = () => {
    for (const document of documents.all()) publisher.schedule(document.uri);
    if (client.workspace?.codeLens?.refreshSupport) void connection.sendRequest(CodeLensRefreshRequest.type).catch(() => undefined);
  };

  connection.onInitialize((params) => {
    client = params.capabilities;
    folders = params.workspaceFolders?.map((folder) => folder.uri) ?? (params.rootUri ? [params.rootUri] : []);
    return { capabilities, serverInfo: { name: "cmx" } };
  });

  connection.onInitialized(async () => {
    if (client.workspace?.configuration) settings = readSettings(connection);
    if (client.workspace?.didChangeConfiguration?.dynamicRegistration) await followSettings(connection);
    if (client.workspace?.didChangeWatchedFiles?.dynamicRegistration) {
      const watchers = ["**/*.cmx", "**/*.json"].map((globPattern) => ({ globPattern }));
      await connection.client.register(DidChangeWatchedFilesNotification.type, { watchers });
    }
    if (client.workspace?.workspaceFolders) {
      connection.workspace.onDidChangeWorkspaceFolders(({ added, removed }) => {
        const gone = new Set(removed.map((folder) => folder.uri));
        folders = [...folders.filter((folder) => !gone.has(folder)), ...added.map((folder) => folder.uri)];
        analyses.clear();
        lookAtAll();
      });
    }
  });

  connection.onDidChangeConfiguration(() => {
    if (client.workspace?.configuration) settings = readSettings(connection);
    lookAtAll();
  });

  connection.onDidChangeWatchedFiles(({ changes }) => {
    for (const { uri, type } of changes) {
      files.forget(uri);
      changed(uri);
      const document = open.get(keyOf(uri));
      if (type === FileChangeType.Deleted) publisher.clear(document?.uri ?? uri);
      else if (document) publisher.schedule(document.uri);
    }
  });

  documents.onDidChangeContent(({ document }) => {
    open.set(keyOf(document.uri), document);
    changed(document.uri);
    publisher.schedule(document.uri);
  });

  documents.onDidClose(({ document }) => {
    open.delete(keyOf(document.uri));
    files.forget(document.uri);
    analyses.close(document.uri);
    publisher.clear(document.uri);
    changed(document.uri);
  });

  const surroundings = {
    connection,
    runtime,
    analyses,
    files,
    folders: () => folders,
    settings: () => settings,
    client: () => client,
  };
  answerReading(surroundings);
  answerEditing(surroundings);
  answerCustom(surroundings);
  documents.listen(connection);
  connection.listen();
}
