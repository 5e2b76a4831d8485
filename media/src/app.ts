/** The page's life: takes reports, draws them in place, answers every message, keeps the reader's state. */

import type { HostMessage, PageState, Report } from "../../shared/report";
import type { Channel } from "./channel";
import { type ChartList, chartHolder, chartKeeper } from "./charts/registry";
import { h } from "./dom";
import { type Actions, listenTo } from "./input";
import { morph } from "./morph";
import { restoreState } from "./state";
import { readPalette, watchTheme } from "./theme";
import type { Choices } from "./views/context";
import { page } from "./views/page";

/** Time after the last scroll event before the position is saved. */
const scrollPause = 150;

/** Starts the page under `root`. */
export function start(root: HTMLElement, channel: Channel): void {
  let state = restoreState(channel.load(), document.body.dataset["document"]);
  let choices: Choices = { cell: undefined, metrics: new Map() };
  let report: Report | undefined;
  let failure: string | undefined;
  let width = root.clientWidth;
  const keepCharts = chartKeeper(root);

  function draw(shown = report): void {
    if (shown === undefined && failure === undefined) return;
    const charts: ChartList = new Map();
    const context = { report: shown ?? emptyReport, state, choices, width: contentWidth(width), reveals: channel.reveals };
    const built = page({ ...context, chart: (place) => chartHolder(charts, place) }, failure);
    morph(root, copyOf(root, h("div", {}, ...built)));
    restPointer(root);
    keepCharts(charts, readPalette());
  }

  function change(changed: Partial<PageState>): void {
    state = { ...state, ...changed };
    channel.save(state);
  }

  function show(next: Report, select: string | undefined): void {
    if (select !== undefined) change({ plan: select });
    failure = undefined;
    draw(next);
    if (report === undefined) scrollTo(0, state.scroll);
    // Only now: a report that cannot be drawn must not take the place of one that can.
    report = next;
  }

  function answer(message: HostMessage): void {
    try {
      switch (message.type) {
        case "report":
          if (!isReport(message.report)) throw new Error("this is not a report that the page can read");
          show(message.report, message.select);
          break;
        case "failed":
          failure = message.reason;
          draw();
          break;
        default:
          throw new Error(`the page knows no message of the type ${JSON.stringify((message as HostMessage).type)}`);
      }
      channel.post({ type: "reply", id: message.id, ok: true });
    } catch (error) {
      channel.post({ type: "reply", id: message.id, ok: false, reason: error instanceof Error ? error.message : String(error) });
    }
  }

  const actions: Actions = {
    tab: (tab) => {
      change({ tab, scroll: 0 });
      draw();
      scrollTo(0, 0);
    },
    colour: (colour_by) => {
      change({ colour_by });
      draw();
    },
    plan: (plan) => {
      change({ plan });
      choices = { ...choices, cell: undefined };
      draw();
    },
    metric: (sweep, metric) => {
      choices = { ...choices, metrics: new Map([...choices.metrics, [sweep, metric]]) };
      draw();
    },
    cell: (cell) => {
      choices = { ...choices, cell };
      draw();
    },
    reveal: (range) => channel.post({ type: "reveal", range }),
  };

  listenTo(root, actions);
  watchTheme(() => draw());
  keepWidth(root, (next) => {
    width = next;
    draw();
  });
  keepScroll((scroll) => {
    if (report !== undefined && scroll !== state.scroll) change({ scroll });
  });
  channel.listen(answer);
  channel.post({ type: "ready" });
}

/** What `main` leaves of the root's width; the stylesheet has the same figures. */
function contentWidth(width: number): number {
  return Math.max(160, Math.min(width, 1280) - 32);
}

const emptyReport: Report = {
  schema: "cmx-report/1",
  file: "",
  plans: [],
  pending: [],
  sweeps: [],
  searches: [],
  expectations: [],
  diagnostics: [],
};

/** The new children under an element that is otherwise the root itself, so that the root keeps its attributes. */
function copyOf(root: HTMLElement, built: HTMLElement): HTMLElement {
  const copy = root.cloneNode(false) as HTMLElement;
  copy.append(...built.childNodes);
  return copy;
}

/** While nothing is pointed at, the line under the map tells of the chosen chip. */
function restPointer(root: HTMLElement): void {
  const line = root.querySelector<HTMLElement>(".pointed");
  if (line && root.querySelector("[data-cell]:hover") === null) line.textContent = line.dataset["rest"] ?? "";
}

function keepWidth(root: HTMLElement, changed: (width: number) => void): void {
  let last = root.clientWidth;
  new ResizeObserver(() => {
    if (root.clientWidth === last) return;
    last = root.clientWidth;
    changed(last);
  }).observe(root);
}

function keepScroll(changed: (scroll: number) => void): void {
  let pause: number | undefined;
  addEventListener(
    "scroll",
    () => {
      clearTimeout(pause);
      pause = setTimeout(() => changed(Math.round(scrollY)), scrollPause);
    },
    { passive: true },
  );
}

function isReport(value: unknown): value is Report {
  return typeof value === "object" && value !== null && "schema" in value && value.schema === "cmx-report/1";
}
