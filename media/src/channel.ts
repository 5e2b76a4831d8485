/** Who the page talks to: the editor that shows it, or nobody when the report stands inside the document. */

import type { HostMessage, PageMessage, PageState, Report } from "../../shared/report";

export interface Channel {
  readonly post: (message: PageMessage) => void;
  readonly listen: (receive: (message: HostMessage) => void) => void;
  readonly load: () => unknown;
  readonly save: (state: PageState) => void;
  /** Whether there is a text behind the report that can be shown. */
  readonly reveals: boolean;
}

interface Editor {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare const acquireVsCodeApi: (() => Editor) | undefined;

/** The channel of the place that the page runs in. */
export function openChannel(): Channel {
  return typeof acquireVsCodeApi === "function" ? editorChannel(acquireVsCodeApi()) : documentChannel();
}

function editorChannel(editor: Editor): Channel {
  // The editor finds the text of a restored page by its state, even where the reader has not changed anything yet.
  if (editor.getState() === undefined) editor.setState({ document: document.body.dataset["document"] });
  return {
    post: (message) => editor.postMessage(message),
    listen: (receive) =>
      window.addEventListener("message", ({ data }: MessageEvent<unknown>) => {
        if (isMessage(data)) receive(data);
      }),
    load: () => editor.getState(),
    save: (state) => {
      editor.setState(state);
      editor.postMessage({ type: "state", state } satisfies PageMessage);
    },
    reveals: true,
  };
}

/** The standalone document carries its report as data, and keeps its state in the entry of the browser's history. */
function documentChannel(): Channel {
  return {
    post: () => undefined,
    listen: (receive) => {
      const report = JSON.parse(document.getElementById("cmx-report")?.textContent ?? "null") as Report;
      receive({ type: "report", id: 0, report });
    },
    load: () => history.state as unknown,
    save: (state) => history.replaceState(state, ""),
    reveals: false,
  };
}

/** Anything with an id expects a reply; whether its type is known is decided where it is answered. */
function isMessage(data: unknown): data is HostMessage {
  return typeof data === "object" && data !== null && "id" in data && typeof data.id === "number" && "type" in data;
}
