import { type ExtensionContext, type LogOutputChannel, window } from "vscode";

/** The "CMX" output channel; its level is the user's choice in VS Code. The language server writes to it too. */
export function createLog(context: ExtensionContext): LogOutputChannel {
  const log = window.createOutputChannel("CMX", { log: true });
  context.subscriptions.push(log);
  return log;
}
