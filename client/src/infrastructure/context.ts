import type { ExtensionContext, LogOutputChannel } from "vscode";
import type { BaseLanguageClient } from "vscode-languageclient";
import type { OutcomeSource } from "./outcomes";

/** What every feature is handed: the extension, the way to the language server, and where to write what happened. */
export interface Surroundings {
  readonly context: ExtensionContext;
  readonly client: BaseLanguageClient;
  readonly log: LogOutputChannel;
  readonly outcomes: OutcomeSource;
}
