/** The open documents, kept in step with the editor. */

import { TextDocument } from "vscode-languageserver-textdocument";
import type { Connection } from "./connection";
import { keyOf } from "./uris";

export interface Documents {
  /** By its URI or any other spelling of it. */
  get(uri: string): TextDocument | undefined;
  all(): readonly TextDocument[];
}

interface Listeners {
  /** Opened or changed. */
  readonly changed: (document: TextDocument) => void;
  readonly closed: (document: TextDocument) => void;
}

export function followDocuments(connection: Connection, { changed, closed }: Listeners): Documents {
  const documents = new Map<string, TextDocument>();

  const keep = (document: TextDocument) => {
    documents.set(keyOf(document.uri), document);
    changed(document);
  };

  connection.hear("textDocument/didOpen", ({ textDocument: { uri, languageId, version, text } }) => {
    keep(TextDocument.create(uri, languageId, version, text));
  });
  connection.hear("textDocument/didChange", ({ textDocument: { uri, version }, contentChanges }) => {
    const document = documents.get(keyOf(uri));
    if (document) keep(TextDocument.update(document, contentChanges, version));
  });
  connection.hear("textDocument/didClose", ({ textDocument: { uri } }) => {
    const document = documents.get(keyOf(uri));
    if (!document) return;
    documents.delete(keyOf(uri));
    closed(document);
  });

  return { get: (uri) => documents.get(keyOf(uri)), all: () => [...documents.values()] };
}
