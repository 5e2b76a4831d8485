/** The page's life: takes reports, draws them in place, answers every message, keeps the reader's state. */

import type { HostMessage, KnobValues, PageState, Report, TimeSpan } from "../../shared/report";
import type { Channel } from "./channel";
import { chartKeeper } from "./charts/registry";
import { h } from "./dom";
import { type Actions, listenTo } from "./input";
import { speak, t } from "./language";
import { morph } from "./morph";
import { fillDetails, fillInserted } from "./lazy";
import { partList } from "./parts";
import { type PictureList, svgOf } from "./pictures";
import { moveSpans } from "./pictures/moving";
import { wholeSpan } from "./pictures/span";
import { restoreState, wholeMap } from "./state";
import { csvOf, fileName, markdownOf, pngOf } from "./take";
import { readPalette, watchTheme } from "./theme";
import { moveMaps } from "./topology/moving";
import { chipOf, overlay, peersOf, peersText } from "./topology/peers";
import { linkedTo } from "./topology/wiring";
import { triedValues } from "./views/knobs";
import { noReport, page, shownPlan, type Tried } from "./views/page";

/** A report that takes longer is waited for aloud. */
const patience = 250;
/** Time after the last scroll event before the position is saved. */
const scrollPause = 150;

/** Starts the page under `root`. */
export function start(root: HTMLElement, channel: Channel): void {
  speak(channel.language);
  document.documentElement.lang = channel.language;
  let state = restoreState(channel.load(), document.body.dataset["document"]);
  let report: Report | undefined;
  let others: readonly Report[] = [];
  let tried: Tried | undefined;
  let failure: string | undefined;
  let frame = 0;
  let width = root.clientWidth;
  let palette = readPalette();
  /** Kept when all of the page stands. */
  let drawn = Promise.resolve();
  const pictures: PictureList = new Map();
  const charts = chartKeeper(root);
  const parts = partList(root, (when) => {
    // The first thing to see is the verdict; where a map is what is seen first, its thousands of marks come a frame later.
    if (report !== undefined || when === "after it") fillInserted();
    restPointer(root);
    charts.draw(palette);
  });

  function draw(shown = report): void {
    if (shown === undefined && failure === undefined) return;
    palette = readPalette();
    const built = page(
      {
        report: shown ?? noReport,
        state,
        others,
        width: contentWidth(width),
        palette,
        editor: channel.editor,
        chart: (place) => {
          pictures.set(place.key, place);
          return charts.holder(place);
        },
        drawn: (place, element) => {
          pictures.set(place.key, place);
          return element;
        },
        span: spanOf,
        part: parts.place,
      },
      failure,
      shown && tryingOf(shown),
    );
    morph(root, copyOf(root, h("div", {}, ...built)));
    if (report !== undefined) drawn = parts.fill("what is in sight");
    // To a place further down one can only scroll when all above it stands.
    else drawn = parts.fill(state.scroll > 0 ? "everything" : "the first part");
  }

  /** The shown plan with the values that are tried, once they have been computed. */
  function tryingOf(shown: Report): Tried | undefined {
    const written = shownPlan({ report: shown, state });
    if (!written || tried?.name !== written.name) return undefined;
    return sameValues(tried.values, triedValues(written, shown, state.tried)) ? tried : undefined;
  }

  function change(changed: Partial<PageState>): void {
    state = { ...state, ...changed };
    channel.save(state);
  }

  function turnTo(plan: string): void {
    const { cell: _, ...kept } = state;
    state = kept;
    change({ plan, view: wholeMap, spans: {} });
  }

  /** Asks for the plan with the values of the knobs. */
  function askTried(): void {
    const written = report && shownPlan({ report, state });
    const values = written ? triedValues(written, report ?? noReport, state.tried) : {};
    if (written && channel.editor && Object.keys(values).length > 0) channel.post({ type: "try", plan: written.name, values });
    else tried = undefined;
  }

  function turn(values: KnobValues): void {
    const written = report && shownPlan({ report, state });
    if (!written) return;
    change({ tried: { ...state.tried, [written.name]: values } });
    askTried();
    draw();
  }

  function show(next: Report, select: string | undefined): void {
    if (select !== undefined && select !== state.plan) turnTo(select);
    failure = undefined;
    try {
      draw(next);
    } catch (error) {
      draw();
      throw error;
    }
    if (report === undefined) scrollTo(0, state.scroll);
    // Only now: a report that cannot be drawn must not take the place of one that can.
    report = next;
    askTried();
    if (others.length > 0 && state.tab === "compare") channel.post({ type: "compare" });
  }

  function take(message: HostMessage): void {
    switch (message.type) {
      case "report":
        if (!isReport(message.report)) throw new Error("this is not a report that the page can read");
        show(message.report, message.select);
        break;
      case "follow":
        if (state.pinned || message.plan === state.plan || !report) break;
        if (!report.plans.some(({ name }) => name === message.plan)) break;
        turnTo(message.plan);
        draw();
        break;
      case "others":
        if (!message.reports.every(isReport)) throw new Error("these are not reports that the page can read");
        others = message.reports;
        draw();
        break;
      case "tried":
        tried = { name: message.name, values: message.values, plan: message.plan ?? undefined, problem: message.problem };
        draw();
        break;
      case "failed":
        failure = message.reason;
        draw();
        break;
      default:
        throw new Error(`the page knows no message of the type ${JSON.stringify((message as HostMessage).type)}`);
    }
  }

  function answer(message: HostMessage): void {
    const failed = (error: unknown): void => channel.post({ type: "reply", id: message.id, ok: false, reason: reasonOf(error) });
    try {
      take(message);
      drawn.then(() => channel.post({ type: "reply", id: message.id, ok: true }), failed);
    } catch (error) {
      failed(error);
    }
  }

  function spanOf(key: string): TimeSpan {
    return state.spans[key] ?? wholeSpan;
  }

  const zoomSpan = moveSpans(root, {
    span: spanOf,
    changed(key, span) {
      change({ spans: { ...state.spans, [key]: span } });
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(() => {
        const picture = root.querySelector(`[data-span="${key}"]`);
        if (picture) parts.again(picture);
      });
    },
  });

  const zoom = moveMaps(root, { view: () => state.view, moved: (view) => change({ view }), settled: () => draw() });

  async function save(figure: Element, form: "svg" | "png"): Promise<void> {
    const place = pictures.get(figure.getAttribute("data-name") ?? "");
    if (!place || !report) return;
    const svg = svgOf(place, readPalette(), root.clientWidth > 700 ? 960 : 640);
    const name = fileName(shownPlan({ report, state })?.name ?? "", place.key);
    if (form === "svg") channel.keep({ name: `${name}.svg`, content: svg, encoding: "text" });
    else channel.keep({ name: `${name}.png`, content: await pngOf(svg), encoding: "base64" });
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
      turnTo(plan);
      askTried();
      draw();
    },
    pick: (subject, value) => {
      change({ picked: { ...state.picked, [subject]: value } });
      draw();
    },
    cell: (cell) => {
      change({ cell });
      draw();
      actions.hover(cell);
    },
    hover: (rank) => {
      const plan = report && shownPlan({ report, state });
      const map = root.querySelector<SVGSVGElement>("svg.map");
      if (!plan || !map) return;
      const wanted = state.picked["groups"] ?? "all";
      const groups = rank === undefined ? [] : peersOf(plan, rank, (name) => wanted === "all" || wanted === name);
      const linked = rank === undefined ? [] : linkedTo(plan.topology, chipOf(plan, rank));
      overlay(map, groups, linked, readPalette());
      const line = root.querySelector(".peers-text");
      if (line) line.textContent = rank === undefined ? "" : peersText(plan, rank, groups);
    },
    zoom,
    span: zoomSpan,
    walk: charts.walk,
    reveal: (range) => channel.post({ type: "reveal", range }),
    copy: (figure, form) => {
      figure.querySelectorAll("details").forEach(fillDetails);
      const table = figure.querySelector("table");
      if (table) channel.copy(form === "markdown" ? markdownOf(table) : csvOf(table));
    },
    save: (figure, form) => {
      save(figure, form).catch((error: unknown) => {
        failure = reasonOf(error);
        draw();
      });
    },
    export: (form) => {
      if (form === "html") channel.post({ type: "export" });
      else if (report)
        channel.keep({
          name: `${fileName(report.file.replace(/\.cmx$/, ""))}.json`,
          content: `${JSON.stringify(report, null, 2)}\n`,
          encoding: "text",
        });
    },
    pin: () => {
      // A page that is pinned stays with what it shows, also where nobody chose it.
      const plan = report && shownPlan({ report, state })?.name;
      change({ pinned: !state.pinned, plan: state.plan ?? plan });
      draw();
    },
    compare: () => channel.post({ type: "compare" }),
    try: (path, value) => {
      const plan = report && shownPlan({ report, state });
      if (plan) turn({ ...state.tried[plan.name], [path]: value });
    },
    point: (name, index) => {
      const search = report?.searches.find((each) => each.name === name);
      const point = search?.points[index];
      if (search && point) turn(Object.fromEntries(search.axes.map(({ path }, axis) => [path, point.values[axis] ?? Number.NaN])));
    },
    untry: () => turn({}),
    write: () => {
      const plan = report && shownPlan({ report, state });
      if (!plan || !report) return;
      channel.post({ type: "write", plan: plan.name, values: triedValues(plan, report, state.tried) });
    },
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
  setTimeout(() => {
    if (report === undefined && failure === undefined) root.append(h("p", { class: "empty", role: "status" }, t("Computing…")));
  }, patience);
}

/** What `main` leaves of the root's width; the stylesheet has the same figures. */
function contentWidth(width: number): number {
  return Math.max(160, Math.min(width, 1280) - 32);
}

/** The new children under an element that is otherwise the root itself, so that the root keeps its attributes. */
function copyOf(root: HTMLElement, built: HTMLElement): HTMLElement {
  const copy = root.cloneNode(false) as HTMLElement;
  copy.append(...built.childNodes);
  return copy;
}

/** While nothing is pointed at, the line under the map tells of the chosen cell. */
function restPointer(root: HTMLElement): void {
  const line = root.querySelector<HTMLElement>(".pointed");
  // A map has thousands of cells: they are asked only when the pointer is on it.
  const map = root.querySelector("svg.map");
  const pointed = map?.matches(":hover") === true && map.querySelector("[data-cell]:hover") !== null;
  if (line && !pointed) line.textContent = line.dataset["rest"] ?? "";
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
  let pause: ReturnType<typeof setTimeout> | undefined;
  addEventListener(
    "scroll",
    () => {
      clearTimeout(pause);
      pause = setTimeout(() => changed(Math.round(scrollY)), scrollPause);
    },
    { passive: true },
  );
}

function sameValues(one: KnobValues, other: KnobValues): boolean {
  const keys = Object.keys(one);
  return keys.length === Object.keys(other).length && keys.every((key) => one[key] === other[key]);
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function isReport(value: unknown): value is Report {
  return typeof value === "object" && value !== null && "schema" in value && value.schema === "cmx-report/1";
}
