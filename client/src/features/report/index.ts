/** The report beside the text: one panel for each document, following the text as it changes. */

import { l10n, Uri, ViewColumn, type WebviewPanel, window, workspace } from "vscode";
import type { Report } from "../../../../shared/report";
import type { Surroundings } from "../../infrastructure/context";
import { type ReportPanel, reportPanel } from "./panel";
import { revealInText } from "./reveal";

/** Also in package.json, as the event that wakes the extension to restore its panels. */
const viewType = "cmx.report";

export interface Reports {
  /** Opens the report of a document beside it, or brings it forward, and turns to the named plan. */
  readonly show: (document: Uri, plan: string | undefined) => Promise<void>;
}

export function activateReports({ context, client, log, outcomes }: Surroundings): Reports {
  const panels = new Map<string, ReportPanel>();
  const resources = Uri.joinPath(context.extensionUri, "dist");

  /** The server answers for open documents; opening one that is open already costs nothing. */
  const fetch = async (document: Uri): Promise<Report> => {
    await workspace.openTextDocument(document);
    return client.sendRequest<Report>("cmx/report", { uri: document.toString() });
  };

  const adopt = (panel: WebviewPanel, document: Uri): ReportPanel => {
    const key = document.toString();
    panel.title = l10n.t("Report: {0}", document.path.slice(document.path.lastIndexOf("/") + 1));
    panel.iconPath = Uri.joinPath(context.extensionUri, "client", "icons", "report.svg");
    panel.webview.options = { enableScripts: true, localResourceRoots: [resources] };
    const adopted = reportPanel(panel, { document, resources, log, fetch, reveal: (range) => revealInText(document, range, panel) });
    panels.set(key, adopted);
    panel.onDidDispose(() => {
      if (panels.get(key) === adopted) panels.delete(key);
    });
    return adopted;
  };

  const show = async (document: Uri, plan: string | undefined): Promise<void> => {
    const open = panels.get(document.toString());
    if (open !== undefined) return open.show(plan);
    const panel = window.createWebviewPanel(
      viewType,
      "Report",
      { viewColumn: ViewColumn.Beside, preserveFocus: true },
      { enableFindWidget: true },
    );
    adopt(panel, document).show(plan);
  };

  /** After a reload of the window. A state without a document is none of ours, and its panel of no use. */
  const deserializeWebviewPanel = async (panel: WebviewPanel, state: unknown): Promise<void> => {
    const document = documentOf(state);
    if (document === undefined) panel.dispose();
    else adopt(panel, document);
  };

  context.subscriptions.push(
    window.registerWebviewPanelSerializer(viewType, { deserializeWebviewPanel }),
    outcomes.onAnalysed((uri) => panels.get(uri.toString())?.refresh()),
  );
  return { show };
}

function documentOf(state: unknown): Uri | undefined {
  if (typeof state !== "object" || state === null || !("document" in state)) return undefined;
  return typeof state.document === "string" && state.document !== "" ? Uri.parse(state.document) : undefined;
}
