/** Who the page talks to: the editor that shows it, or nobody when the report stands inside the document. */

import type { HostMessage, PageMessage, PageState, Report } from "../../shared/report";

/** A file to keep: text, or bytes as base64. */
export interface Kept {
  readonly name: string;
  readonly content: string;
  readonly encoding: "text" | "base64";
}

export interface Channel {
  readonly post: (message: PageMessage) => void;
  readonly listen: (receive: (message: HostMessage) => void) => void;
  readonly load: () => unknown;
  readonly save: (state: PageState) => void;
  readonly copy: (text: string) => void;
  readonly keep: (file: Kept) => void;
  /** Whether there is an editor with the text behind the report. */
  readonly editor: boolean;
  /** Tag of the reader's language. */
  readonly language: string;
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
  const post = (message: PageMessage): void => editor.postMessage(message);
  return {
    post,
    listen: (receive) =>
      window.addEventListener("message", ({ data }: MessageEvent<unknown>) => {
        if (isMessage(data)) receive(data);
      }),
    load: () => editor.getState(),
    save: (state) => {
      editor.setState(state);
      post({ type: "state", state });
    },
    copy: (text) => post({ type: "copy", text }),
    keep: (file) => post({ type: "save", ...file }),
    editor: true,
    language: document.documentElement.lang,
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
    copy: (text) => void navigator.clipboard.writeText(text),
    keep: ({ name, content, encoding }) => {
      const bytes = encoding === "text" ? content : Uint8Array.from(atob(content), (character) => character.charCodeAt(0));
      const link = document.createElement("a");
      link.href = URL.createObjectURL(new Blob([bytes]));
      link.download = name;
      link.click();
      URL.revokeObjectURL(link.href);
    },
    editor: false,
    language: document.documentElement.lang || navigator.language,
  };
}

/** Anything with an id expects a reply; whether its type is known is decided where it is answered. */
function isMessage(data: unknown): data is HostMessage {
  return typeof data === "object" && data !== null && "id" in data && typeof data.id === "number" && "type" in data;
}
