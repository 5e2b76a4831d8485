/** One server behind two doors: what it can do, and what it does when something changes. */

import type { InitializeParams, ServerCapabilities } from "vscode-languageserver";
import { type Bundle, english, translation } from "../language/translation";
import { refactorKinds } from "../features/refactorings";
import { createAnalyses } from "./analyses";
import type { Connection } from "./connection";
import { answerCompletion } from "./completionAnswers";
import { answerCustom } from "./customAnswers";
import { type Documents, followDocuments } from "./documents";
import { answerEditing } from "./editingAnswers";
import { createDiagnose } from "./diagnostics";
import { createFiles } from "./files";
import { fileDeleted, incrementalSync } from "./protocol";
import { createPublisher } from "./publisher";
import { answerNavigation } from "./navigationAnswers";
import { answerPull } from "./pullAnswers";
import { createReadAhead } from "./readAhead";
import { answerReading } from "./readingAnswers";
import { answerTokens, tokenLegend } from "./tokenAnswers";
import type { Runtime } from "./runtime";
import { createSettings } from "./settings";
import { keyOf } from "./uris";

const capabilities: ServerCapabilities = {
  textDocumentSync: { openClose: true, change: incrementalSync },
  completionProvider: { triggerCharacters: [".", "=", " ", "/", '"'], resolveProvider: true },
  hoverProvider: true,
  signatureHelpProvider: { triggerCharacters: ["(", ","] },
  definitionProvider: true,
  referencesProvider: true,
  documentHighlightProvider: true,
  documentLinkProvider: {},
  documentSymbolProvider: true,
  workspaceSymbolProvider: true,
  selectionRangeProvider: true,
  foldingRangeProvider: true,
  codeActionProvider: { codeActionKinds: ["quickfix", ...refactorKinds] },
  codeLensProvider: {},
  inlayHintProvider: true,
  documentFormattingProvider: true,
  documentRangeFormattingProvider: true,
  documentOnTypeFormattingProvider: { firstTriggerCharacter: "}", moreTriggerCharacter: ["\n"] },
  renameProvider: { prepareProvider: true },
  semanticTokensProvider: { legend: tokenLegend, range: true, full: { delta: true } },
  workspace: {
    workspaceFolders: { supported: true, changeNotifications: true },
    fileOperations: { willRename: { filters: [{ pattern: { glob: "**" } }] } },
  },
};

/** For clients that would rather ask. */
const diagnosticProvider = { identifier: "cmx", interFileDependencies: true, workspaceDiagnostics: false };

/** What a client may say of itself that the protocol has no words for. `push`: it can pull, but would rather be told. */
interface Options {
  readonly diagnostics?: "push";
  /** Its bundle of translations; none for English. */
  readonly translations?: Bundle;
}

function optionsOf({ initializationOptions }: InitializeParams): Options {
  return (initializationOptions as Options | null | undefined) ?? {};
}

/** What the server asks to be told, if the client is able to register it. */
const registrations = [
  { id: "configuration", method: "workspace/didChangeConfiguration", registerOptions: { section: "cmx" } },
  {
    id: "files",
    method: "workspace/didChangeWatchedFiles",
    registerOptions: { watchers: ["cmx", "json", "jsonl", "csv"].map((ending) => ({ globPattern: `**/*.${ending}` })) },
  },
] as const;

/** Starts to serve on the connection. Everything that the server knows of its surroundings comes through the two arguments. */
export function startServer(connection: Connection, runtime: Runtime): void {
  let folders: readonly string[] = [];
  let client: InitializeParams["capabilities"] = {};
  const settings = createSettings(connection, () => client.workspace?.configuration === true);
  let words = english;

  const files = createFiles({ runtime, folders: () => folders, openDocument: (uri) => documents.get(uri) });
  const analyses = createAnalyses({ files, documents: () => documents });
  const diagnose = createDiagnose({ files, settings: settings.of, translation: () => words });
  let pulls = false;
  const publisher = createPublisher({ connection, runtime, analyses, diagnose, pushes: () => !pulls, told: createReadAhead(runtime) });

  /** The file `uri` means something else now: look again at every open document that reads it. */
  const changed = (uri: string) => {
    const dependents = analyses.invalidate(uri).filter((dependent) => keyOf(dependent) !== keyOf(uri));
    for (const dependent of dependents) publisher.schedule(dependent);
    if (dependents.length > 0) askAgain();
  };

  /** A client that pulls does so when it edits a document; when something else changes what is found there, it has to be told. */
  const askAgain = () => {
    if (pulls && client.workspace?.diagnostics?.refreshSupport) {
      connection.ask("workspace/diagnostic/refresh", undefined).catch(() => undefined);
    }
  };

  const documents: Documents = followDocuments(connection, {
    changed({ uri }) {
      changed(uri);
      publisher.schedule(uri);
    },
    closed({ uri }) {
      files.forget(uri);
      analyses.close(uri);
      publisher.clear(uri);
      changed(uri);
    },
  });

  /** Lenses and hints are asked for when their own file is edited; when something else changes them, the client has to be told. */
  const refresh = () => {
    const { codeLens, inlayHint } = client.workspace ?? {};
    if (codeLens?.refreshSupport) connection.ask("workspace/codeLens/refresh", undefined).catch(() => undefined);
    if (inlayHint?.refreshSupport) connection.ask("workspace/inlayHint/refresh", undefined).catch(() => undefined);
    askAgain();
  };

  const lookAtAll = () => {
    for (const { uri } of documents.all()) publisher.schedule(uri);
    refresh();
  };

  connection.answer("initialize", (params) => {
    client = params.capabilities;
    folders = params.workspaceFolders?.map((folder) => folder.uri) ?? (params.rootUri ? [params.rootUri] : []);
    const options = optionsOf(params);
    pulls = client.textDocument?.diagnostic !== undefined && options.diagnostics !== "push";
    words = translation(options.translations ?? {});
    return { capabilities: { ...capabilities, ...(pulls ? { diagnosticProvider } : {}) }, serverInfo: { name: "cmx" } };
  });

  connection.hear("initialized", () => {
    const able = [client.workspace?.didChangeConfiguration, client.workspace?.didChangeWatchedFiles];
    const wanted = registrations.filter((_, index) => able[index]?.dynamicRegistration);
    if (wanted.length > 0) connection.ask("client/registerCapability", { registrations: [...wanted] }).catch(() => undefined);
  });

  connection.hear("workspace/didChangeWorkspaceFolders", ({ event: { added, removed } }) => {
    const gone = new Set(removed.map((folder) => folder.uri));
    folders = [...folders.filter((folder) => !gone.has(folder)), ...added.map((folder) => folder.uri)];
    analyses.clear();
    settings.forget();
    lookAtAll();
  });

  connection.hear("workspace/didChangeConfiguration", () => {
    settings.forget();
    lookAtAll();
  });

  connection.hear("workspace/didChangeWatchedFiles", ({ changes }) => {
    for (const { uri, type } of changes) {
      files.forget(uri);
      changed(uri);
      const document = documents.get(uri);
      if (type === fileDeleted) publisher.clear(document?.uri ?? uri);
      else if (document) publisher.schedule(document.uri);
    }
    refresh();
  });

  let down = false;
  connection.answer("shutdown", () => {
    down = true;
    return null;
  });
  connection.hear("exit", () => runtime.exit(down ? 0 : 1));

  const surroundings = {
    connection,
    runtime,
    analyses,
    files,
    documents: () => documents,
    folders: () => folders,
    settings: settings.of,
    client: () => client,
    translation: () => words,
  };
  answerCompletion(surroundings);
  answerReading(surroundings);
  answerNavigation(surroundings);
  answerTokens(surroundings);
  answerEditing(surroundings);
  answerPull(surroundings, diagnose);
  answerCustom(surroundings);
  connection.listen();
}
