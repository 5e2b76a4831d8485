import { env, type LogOutputChannel, type Position, Uri, type WebviewPanel, workspace } from "vscode";
import type { HostMessage, KnobValues, PageMessage, Range, Report } from "../../../../shared/report";
import { htmlReport } from "../../../../shared/standalone";
import { reasonOf } from "../../infrastructure/commands";
import type { Asking } from "./asking";
import type { KeptFile } from "./keep";
import { isPageMessage } from "./messages";
import { reportPage } from "./page";

/** What a panel needs of the outside world. */
interface PanelNeeds {
  readonly document: Uri;
  /** Folder of the page's script and style; the page may read nothing else. */
  readonly resources: Uri;
  readonly log: LogOutputChannel;
  readonly ask: Asking;
  readonly reveal: (range: Range) => Promise<void>;
  readonly keep: (file: KeptFile) => Promise<void>;
  /** Whether a panel that is restored was pinned. */
  readonly pinned: boolean;
}

export interface ReportPanel {
  readonly document: Uri;
  /** Whether it stays with its plan. */
  readonly pinned: () => boolean;
  /** Brings the panel forward without taking the focus from the text, and turns to the named plan. */
  readonly show: (plan: string | undefined) => void;
  /** The text has changed. */
  readonly refresh: () => void;
  /** The cursor stands here. */
  readonly follow: (position: Position) => void;
}

/** A message to the page, before it has its number. */
type Said = HostMessage extends infer Message ? (Message extends { readonly id: number } ? Omit<Message, "id"> : never) : never;

/**
 * One panel and its page. The page is thrown away whenever it is hidden and asks again, with `ready`, when it comes back;
 * in between nothing is computed for it. Changes that arrive while a report is on its way are answered by one more report.
 */
export function reportPanel(panel: WebviewPanel, needs: PanelNeeds): ReportPanel {
  const { document, resources, log, ask, reveal, keep } = needs;
  const { webview } = panel;
  let { pinned } = needs;
  let listening = false;
  let stale = true;
  let sending = false;
  let select: string | undefined;
  let last: Report | undefined;
  let followed: string | undefined;
  let lastId = 0;

  const send = async (message: Said): Promise<void> => {
    if (listening) await webview.postMessage({ ...message, id: ++lastId });
  };

  /** Does what the page asks for; what goes wrong is told on the page. */
  const attempt = async (work: () => Promise<void>): Promise<void> => {
    try {
      await work();
    } catch (error) {
      log.warn(`the report of ${document.toString()} could not do what its page asked`, error);
      await send({ type: "failed", reason: reasonOf(error) });
    }
  };

  const report = async (): Promise<Said> => {
    try {
      last = await ask.report(document);
      return select === undefined ? { type: "report", report: last } : { type: "report", report: last, select };
    } catch (error) {
      log.warn(`no report of ${document.toString()}`, error);
      return { type: "failed", reason: reasonOf(error) };
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

  // A slider asks faster than plans are computed: what came in meanwhile is answered by its last question.
  let wanted: { readonly plan: string; readonly values: KnobValues } | undefined;
  let trying = false;
  const tryLast = async (): Promise<void> => {
    if (trying) return;
    trying = true;
    try {
      while (wanted !== undefined) {
        const { plan: name, values } = wanted;
        wanted = undefined;
        const answer = await ask.tryValues(document, name, values);
        const { report: plan, problem } = { report: null, problem: undefined, ...answer };
        await send({ type: "tried", name, values, plan, ...(problem === undefined ? {} : { problem }) });
      }
    } finally {
      trying = false;
    }
  };

  const wholeReport = async (): Promise<void> => {
    if (last === undefined) return;
    const read = async (name: string): Promise<string> =>
      new TextDecoder().decode(await workspace.fs.readFile(Uri.joinPath(resources, name)));
    // What is found is said in the editor's language: so is the rest.
    const content = await htmlReport(last, { script: await read("report.js"), style: await read("report.css") }, env.language);
    const name = document.path.slice(document.path.lastIndexOf("/") + 1).replace(/\.cmx$/, "");
    await keep({ name: `${name}.html`, content, encoding: "text" });
  };

  const receive = async (message: PageMessage): Promise<void> => {
    switch (message.type) {
      case "ready":
        listening = true;
        refresh();
        return;
      case "reply":
        if (!message.ok) log.warn(`the page could not draw message ${message.id}: ${message.reason ?? "no reason given"}`);
        return;
      case "reveal":
        return attempt(() => reveal(message.range).then(refresh));
      case "compare":
        return attempt(async () => send({ type: "others", reports: await ask.others(document) }));
      case "try":
        wanted = message;
        return attempt(tryLast);
      case "write":
        return attempt(() => ask.writeValues(document, message.plan, message.values));
      case "copy":
        return attempt(async () => env.clipboard.writeText(message.text));
      case "save":
        return attempt(() => keep(message));
      case "export":
        return attempt(wholeReport);
      case "state":
        // VS Code keeps the page's state; the host must know which panel is free.
        ({ pinned } = message.state);
        return;
    }
  };

  const silence = (): void => {
    listening = false;
  };
  webview.onDidReceiveMessage((message: unknown) => {
    if (isPageMessage(message)) return receive(message);
    log.warn("the page said something that is no message of it");
  });
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
    language: env.language,
  });

  return {
    document,
    pinned: () => pinned,
    refresh,
    show(plan) {
      select = plan;
      panel.reveal(undefined, true);
      refresh();
    },
    follow(position) {
      const plan = last && [...last.plans, ...last.pending].find(({ range }) => holds(range, position))?.name;
      if (plan === undefined || plan === followed || pinned) return;
      followed = plan;
      send({ type: "follow", plan }).catch((error: unknown) => log.error("the page could not be told of the cursor", error));
    },
  };
}

function holds({ start, end }: Range, { line, character }: Position): boolean {
  const after = line > start.line || (line === start.line && character >= start.character);
  return after && (line < end.line || (line === end.line && character <= end.character));
}
