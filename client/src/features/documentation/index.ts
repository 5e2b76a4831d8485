import { commands, Uri } from "vscode";
import { registerCommand } from "../../infrastructure/commands";
import type { Surroundings } from "../../infrastructure/context";

/** "CMX401" in a squiggle leads to its section of the manual, which comes with the extension: no network is needed. */
export function activateDocumentation({ context, log }: Surroundings): void {
  const manual = Uri.joinPath(context.extensionUri, "docs", "diagnostics.md");
  const execute = async (code?: unknown): Promise<void> => {
    const fragment = typeof code === "string" ? code.toLowerCase() : "";
    await commands.executeCommand("markdown.showPreview", manual.with({ fragment }));
  };
  context.subscriptions.push(registerCommand({ id: "cmx.explain", execute }, log));
}
