/** A real language client at the other end of `node dist/server.js --stdio` (made by `npm run build`). */

import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import {
  type ClientCapabilities,
  type ConfigurationParams,
  createProtocolConnection,
  type Diagnostic,
  type LogMessageParams,
  type PublishDiagnosticsParams,
  type Position,
  type ProtocolConnection,
  type Range,
  StreamMessageReader,
  StreamMessageWriter,
  type TextEdit,
} from "vscode-languageserver/node";

export interface Client {
  /** Of the server's process; undefined where the connection was given. */
  readonly pid: number | undefined;
  readonly connection: ProtocolConnection;
  open(uri: string, text: string): void;
  /** Replaces `range` (the whole text, without one) by `text`, and returns the new version. */
  change(uri: string, text: string, range?: Range): number;
  close(uri: string): void;
  /** The file on the disk has changed: 1 created, 2 changed, 3 deleted. */
  touched(uri: string, type: 1 | 2 | 3): void;
  /** Errors that the server wrote to the log: an exception in it, even one that it survived. */
  readonly logged: readonly string[];
  /** Everything that was published for the file, oldest first. */
  published(uri: string): readonly PublishDiagnosticsParams[];
  /** Keeps no more of it: for benches, whose memory should be that of an editor. */
  forget(uri: string): void;
  /** The findings of the present text, as soon as they are there. */
  diagnostics(uri: string): Promise<readonly Diagnostic[]>;
  /** The next findings to be published for the file, whatever has been before. */
  next(uri: string): Promise<readonly Diagnostic[]>;
  request<Answer>(method: string, params: object): Promise<Answer>;
  /** Asks a question about the place of `|` in the text, which is opened without it. */
  at<Answer>(method: string, marked: string, params?: object): Promise<Answer>;
  /** Ends the server the way editors do, and returns its exit code. */
  stop(): Promise<number | null>;
}

export interface Options {
  readonly folders?: readonly string[];
  /** The same for all files, or by the file that they are for. */
  readonly settings?: object | ((scope: string) => object);
  readonly capabilities?: ClientCapabilities;
  readonly initializationOptions?: object;
  /** Instead of the server's process: a connection that is already there. */
  readonly connection?: ProtocolConnection;
}

const everything: ClientCapabilities = {
  workspace: { configuration: true, workspaceFolders: true, didChangeWatchedFiles: { dynamicRegistration: true } },
  textDocument: { completion: { completionItem: { snippetSupport: true } }, definition: { linkSupport: true } },
};

export async function startClient(options: Options = {}): Promise<Client> {
  const { folders, settings = {}, capabilities = everything, initializationOptions, connection: given } = options;
  const server = given
    ? undefined
    : spawn(process.execPath, [resolve("dist/server.js"), "--stdio"], { stdio: ["pipe", "pipe", "inherit"] });
  const connection = given ?? connectTo(server);
  const publications = new Map<string, PublishDiagnosticsParams[]>();
  const versions = new Map<string, number>();
  let waiting: (() => boolean)[] = [];

  connection.onNotification("textDocument/publishDiagnostics", (params: PublishDiagnosticsParams) => {
    publications.set(params.uri, [...(publications.get(params.uri) ?? []), params]);
    waiting = waiting.filter((answered) => !answered());
  });
  const logged: string[] = [];
  connection.onNotification("window/logMessage", ({ message }: LogMessageParams) => void logged.push(message));
  connection.onRequest("workspace/configuration", ({ items }: ConfigurationParams) =>
    items.map(({ scopeUri = "" }) => (typeof settings === "function" ? (settings as (scope: string) => object)(scopeUri) : settings)),
  );
  connection.onRequest("client/registerCapability", () => null);
  connection.onRequest("cmx/findFiles", ({ endings }: { readonly endings: readonly string[] }) =>
    (folders ?? []).flatMap(filesIn).filter((uri) => endings.some((ending) => uri.endsWith(ending))),
  );
  connection.listen();

  const published = (uri: string) => publications.get(uri) ?? [];
  /** Resolves with the first publication after the first `seen` ones that passes. */
  const publication = (uri: string, seen: number, passes: (params: PublishDiagnosticsParams) => boolean) =>
    new Promise<readonly Diagnostic[]>((done) => {
      const answered = () => {
        const found = published(uri).slice(seen).findLast(passes);
        if (found) done(found.diagnostics);
        return found !== undefined;
      };
      if (!answered()) waiting.push(answered);
    });

  const client: Client = {
    pid: server?.pid,
    connection,
    open(uri, text) {
      versions.set(uri, 1);
      void connection.sendNotification("textDocument/didOpen", { textDocument: { uri, languageId: "cmx", version: 1, text } });
    },
    change(uri, text, range) {
      const version = (versions.get(uri) ?? 0) + 1;
      versions.set(uri, version);
      const contentChanges = [range ? { range, text } : { text }];
      void connection.sendNotification("textDocument/didChange", { textDocument: { uri, version }, contentChanges });
      return version;
    },
    close(uri) {
      versions.delete(uri);
      void connection.sendNotification("textDocument/didClose", { textDocument: { uri } });
    },
    touched(uri, type) {
      void connection.sendNotification("workspace/didChangeWatchedFiles", { changes: [{ uri, type }] });
    },
    logged,
    published,
    forget: (uri) => void publications.delete(uri),
    diagnostics: (uri) => publication(uri, 0, ({ version }) => version === versions.get(uri)),
    next: (uri) => publication(uri, published(uri).length, () => true),
    request: (method, params) => connection.sendRequest(method, params),
    at(method, marked, params = {}) {
      const offset = marked.indexOf("|");
      const text = marked.slice(0, offset) + marked.slice(offset + 1);
      const uri = "file:///workspace/at.cmx";
      if (versions.has(uri)) client.change(uri, text);
      else client.open(uri, text);
      return connection.sendRequest(method, { textDocument: { uri }, position: positionOf(text, offset), ...params });
    },
    async stop() {
      await connection.sendRequest("shutdown");
      const exit = new Promise<number | null>((done) => (server ? server.on("exit", done) : done(0)));
      await connection.sendNotification("exit");
      const code = await exit;
      connection.dispose();
      return code;
    },
  };

  const workspaceFolders = (folders ?? ["file:///workspace"]).map((uri) => ({ uri, name: uri }));
  await connection.sendRequest("initialize", {
    processId: process.pid,
    rootUri: null,
    capabilities,
    workspaceFolders,
    initializationOptions,
  });
  void connection.sendNotification("initialized", {});
  return client;
}

/** The .cmx files of a folder, as an editor finds them. */
function filesIn(uri: string): readonly string[] {
  const path = fileURLToPath(uri);
  if (!existsSync(path)) return [];
  const names = readdirSync(path, { recursive: true, encoding: "utf8" });
  return names.map((name) => pathToFileURL(join(path, name)).toString());
}

function connectTo(server: ChildProcess | undefined): ProtocolConnection {
  if (!server?.stdout || !server.stdin) throw new Error("the server has no pipes");
  return createProtocolConnection(new StreamMessageReader(server.stdout), new StreamMessageWriter(server.stdin));
}

export function positionOf(text: string, offset: number): Position {
  const lines = text.slice(0, offset).split("\n");
  return { line: lines.length - 1, character: lines.at(-1)?.length ?? 0 };
}

export function offsetOf(text: string, { line, character }: Position): number {
  const before = text.split("\n").slice(0, line);
  return before.reduce((sum, one) => sum + one.length + 1, 0) + character;
}

/** The text after the edits. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  const sorted = edits.toSorted((left, right) => offsetOf(text, right.range.start) - offsetOf(text, left.range.start));
  return sorted.reduce(
    (result, { range, newText }) => result.slice(0, offsetOf(text, range.start)) + newText + result.slice(offsetOf(text, range.end)),
    text,
  );
}

export interface Folder {
  readonly uri: string;
  write(name: string, text: string): string;
  remove(): void;
}

/** A new folder on the disk with these files. */
export function folder(files: Readonly<Record<string, string>> = {}): Folder {
  const path = mkdtempSync(join(tmpdir(), "cmx-server-"));
  const write = (name: string, text: string) => {
    const file = join(path, name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    return pathToFileURL(file).toString();
  };
  for (const [name, text] of Object.entries(files)) write(name, text);
  return { uri: pathToFileURL(path).toString(), write, remove: () => rmSync(path, { recursive: true }) };
}
