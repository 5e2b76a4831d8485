/** The report beside the text: a panel for each document, following the text as it changes, and more where one is pinned to its plan. */

import { l10n, type TextEditorSelectionChangeEvent, Uri, ViewColumn, type WebviewPanel, window, workspace } from "vscode";
import type { Surroundings } from "../../infrastructure/context";
import { asking } from "./asking";
import { keepFile } from "./keep";
import { type ReportPanel, reportPanel } from "./panel";
import { revealInText } from "./reveal";

/** Also in package.json, as the event that wakes the extension to restore its panels. */
const viewType = "cmx.report";

export interface Reports {
  /** Opens the report of a document beside it, or brings the one that is not pinned forward, and turns to the named plan. */
  readonly show: (document: Uri, plan: string | undefined) => Promise<void>;
}

export function activateReports({ context, client, log, outcomes }: Surroundings): Reports {
  const panels = new Set<ReportPanel>();
  const resources = Uri.joinPath(context.extensionUri, "dist");
  const ask = asking(client);
  const of = (document: Uri): ReportPanel[] => [...panels].filter((panel) => panel.document.toString() === document.toString());

  const adopt = (panel: WebviewPanel, document: Uri, state?: unknown): ReportPanel => {
    panel.title = l10n.t("Report: {0}", document.path.slice(document.path.lastIndexOf("/") + 1));
    panel.iconPath = Uri.joinPath(context.extensionUri, "client", "icons", "report.svg");
    panel.webview.options = { enableScripts: true, localResourceRoots: [resources] };
    const adopted = reportPanel(panel, {
      document,
      resources,
      log,
      ask,
      reveal: (range) => revealInText(document, range, panel),
      keep: (file) => keepFile(document, file),
      pinned: isRecord(state) && state["pinned"] === true,
    });
    panels.add(adopted);
    panel.onDidDispose(() => panels.delete(adopted));
    return adopted;
  };

  const show = async (document: Uri, plan: string | undefined): Promise<void> => {
    const open = of(document).find((panel) => !panel.pinned());
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
    else adopt(panel, document, state);
  };

  const follow = ({ textEditor, selections }: TextEditorSelectionChangeEvent): void => {
    const { document } = textEditor;
    const [first] = selections;
    if (document.languageId !== "cmx" || first === undefined) return;
    if (!workspace.getConfiguration("cmx", document).get("report.followCursor", true)) return;
    for (const panel of of(document.uri)) panel.follow(first.active);
  };

  context.subscriptions.push(
    window.registerWebviewPanelSerializer(viewType, { deserializeWebviewPanel }),
    window.onDidChangeTextEditorSelection(follow),
    outcomes.onAnalysed((uri) => {
      for (const panel of of(uri)) panel.refresh();
    }),
  );
  return { show };
}

function documentOf(state: unknown): Uri | undefined {
  if (!isRecord(state)) return undefined;
  const { document } = state;
  return typeof document === "string" && document !== "" ? Uri.parse(document) : undefined;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}
