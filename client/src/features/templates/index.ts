import { l10n, SnippetString, Uri, window, workspace } from "vscode";
import { registerCommand } from "../../infrastructure/commands";
import type { Surroundings } from "../../infrastructure/context";

interface Snippet {
  readonly body: readonly string[];
  readonly description: string;
  readonly isFileTemplate?: boolean;
}

/**
 * “CMX: New Plan”: a new file from one of the whole plans among the snippets. “CMX: Open the First Example”: the playable file of the
 * walkthrough, unsaved, so that nothing of the user's is touched.
 */
export function activateTemplates({ context, log }: Surroundings): void {
  const read = async (...path: readonly string[]): Promise<string> =>
    new TextDecoder().decode(await workspace.fs.readFile(Uri.joinPath(context.extensionUri, ...path)));

  const newPlan = async (): Promise<void> => {
    const snippets = JSON.parse(await read("syntaxes", "snippets.json")) as Readonly<Record<string, Snippet>>;
    const templates = Object.values(snippets).filter(({ isFileTemplate }) => isFileTemplate === true);
    const items = templates.map(({ description, body }) => {
      const [label = "", detail = ""] = l10n.t(description).split(/[,:，：]\s*(.*)/su);
      return { label, detail, body };
    });
    const chosen = await window.showQuickPick(items, { title: l10n.t("New Plan"), placeHolder: l10n.t("What shall be planned?") });
    if (!chosen) return;
    const document = await workspace.openTextDocument({ language: "cmx" });
    const editor = await window.showTextDocument(document);
    await editor.insertSnippet(new SnippetString(`${chosen.body.join("\n")}\n`));
  };

  const openExample = async (): Promise<void> => {
    const content = await read("examples", "first-steps.cmx");
    await window.showTextDocument(await workspace.openTextDocument({ language: "cmx", content }));
  };

  context.subscriptions.push(
    registerCommand({ id: "cmx.newPlan", execute: newPlan }, log),
    registerCommand({ id: "cmx.openExample", execute: openExample }, log),
  );
}
