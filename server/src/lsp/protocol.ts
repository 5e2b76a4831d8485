/** What the server and its client say to each other beyond the language server protocol. */

import { NotificationType, RequestType } from "vscode-languageserver";
import type { Report } from "../../../shared/report";

interface File {
  readonly uri: string;
}

/** Client to server: the source of a catalog file, for its read-only document. */
export const catalogRequest = new RequestType<File, string, void>("cmx/catalog");

/** Client to server: the report of a file. */
export const reportRequest = new RequestType<File, Report, void>("cmx/report");

/** Server to client: a file that the server cannot reach itself; null when the client cannot either. */
export const readFileRequest = new RequestType<File, string | null, void>("cmx/readFile");

/** Server to client: this version of the file has been looked at, and what follows the text may follow now. */
export const analysedNotification = new NotificationType<File & { readonly version: number }>("cmx/analysed");
