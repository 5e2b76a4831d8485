import type { ExtensionContext, LogOutputChannel } from "vscode";
import type { BaseLanguageClient, LanguageClientOptions } from "vscode-languageclient";
import { clientOptions } from "./clientOptions";
import type { Surroundings } from "./context";
import { createLog } from "./log";
import { followOutcomes } from "./outcomes";

/** What the features stand on; the client is not started yet. */
export function surroundingsOf(
  context: ExtensionContext,
  createClient: (context: ExtensionContext, options: LanguageClientOptions) => BaseLanguageClient,
): Surroundings {
  const log: LogOutputChannel = createLog(context);
  const client = createClient(context, clientOptions(log));
  const outcomes = followOutcomes(client, (one) => context.subscriptions.push(one));
  return { context, client, log, outcomes };
}
