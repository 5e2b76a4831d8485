import { type LogOutputChannel, Uri, type WebviewPanel } from "vscode";
import type { HostMessage, PageMessage, Range, Report } from "../../../../shared/report";
import { reasonOf } from "../../infrastructure/commands";
import { reportPage } from "./page";

/** What a panel needs of the outside world. */
interface PanelNeeds {
  readonly document: Uri;
  /** Folder of the page's script and style; the page may read nothing else. */
  readonly resources: Uri;
  readonly log: LogOutputChannel;
  readonly fetch: (document: Uri) => Promise<Report>;
  readonly reveal: (range: Range) => Promise<void>;
}

export interface ReportPanel {
  /** Brings the panel forward without taking the focus from the text, and turns to the named plan. */
  readonly show: (plan: string | undefined) => void;
  /** The text has changed. */
  readonly refresh: () => void;
}

/**
 * One panel and its page. The page is thrown away whenever it is hidden and asks again, with `ready`, when it comes back;
 * in between nothing is computed for it. Changes that arrive while a report is on its way are answered by one more report.
 */
export function reportPanel(panel: WebviewPanel, { document, resources, log, fetch, reveal }: PanelNeeds): ReportPanel {
  const { webview } = panel;
  let listening = false;
  let stale = true;
  let sending = false;
  let select: string | undefined;
  let lastId = 0;

  const send = async (message: HostMessage): Promise<void> => {
    if (listening) await webview.postMessage(message);
  };

  const report = async (): Promise<HostMessage> => {
    const id = ++lastId;
    try {
      const answer = { type: "report", id, report: await fetch(document) } as const;
      return select === undefined ? answer : { ...answer, select };
    } catch (error) {
      log.warn(`no report of ${document.toString()}`, error);
      return { type: "failed", id, reason: reasonOf(error) };
    } finally {
      select = undefined;
    }
  };

  const sendReports = async (): Promise<void> => {
    if (sending) return;
    sending = true;
    try {
      while (stale && listening) {
        stale = false;
        await send(await report());
      }
    } finally {
      sending = false;
    }
  };

  const refresh = (): void => {
    stale = true;
    sendReports().catch((error: unknown) => log.error("the report could not be sent", error));
  };

  const receive = async (message: PageMessage): Promise<void> => {
    switch (message.type) {
      case "ready":
        listening = true;
        refresh();
        return;
      case "reply":
        if (!message.ok) log.warn(`the page could not draw report ${message.id}: ${message.reason ?? "no reason given"}`);
        return;
      case "reveal":
        try {
          await reveal(message.range);
          refresh();
        } catch (error) {
          await send({ type: "failed", id: ++lastId, reason: reasonOf(error) });
        }
        return;
      case "state":
        // VS Code keeps the page's state; the host has nothing to add.
        return;
    }
  };

  const silence = (): void => {
    listening = false;
  };
  webview.onDidReceiveMessage(receive);
  panel.onDidChangeViewState(() => {
    if (!panel.visible) silence();
  });
  panel.onDidDispose(silence);
  const resource = (name: string): string => webview.asWebviewUri(Uri.joinPath(resources, name)).toString();
  webview.html = reportPage({
    script: resource("report.js"),
    style: resource("report.css"),
    source: webview.cspSource,
    nonce: crypto.randomUUID(),
    document: document.toString(),
  });

  return {
    refresh,
    show(plan) {
      select = plan;
      panel.reveal(undefined, true);
      refresh();
    },
  };
}
