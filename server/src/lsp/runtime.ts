/** What the two doors bring: how to read a file, how to come back later, how to end. */

import type { Host } from "../semantics/program";

export type FileText = ReturnType<Host["read"]>;

export interface Runtime {
  /** The text of a file that is not open in the editor. Never throws. */
  readFile(uri: string): Promise<FileText>;
  /** Calls back when the messages that have already arrived are dealt with. */
  defer(callback: () => void): void;
  /** Ends the server: 0 when the client has asked for it in due form, 1 otherwise. */
  exit(code: 0 | 1): void;
}
