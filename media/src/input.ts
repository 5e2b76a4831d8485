/** What the reader does, told by one listener for each event on the root: elements come and go, the listeners stay. */

import type { PageState, Range } from "../../shared/report";
import { fillDetails } from "./lazy";
import type { SpanWay } from "./pictures/moving";
import { colourings, tabs } from "./state";

export interface Actions {
  readonly tab: (tab: PageState["tab"]) => void;
  readonly colour: (by: PageState["colour_by"]) => void;
  readonly plan: (name: string) => void;
  /** A choice about a subject: the metric of a sweep, a plan that is compared. */
  readonly pick: (subject: string, value: string) => void;
  readonly cell: (rank: number) => void;
  /** The rank that is pointed at, or none. */
  readonly hover: (rank: number | undefined) => void;
  readonly zoom: (way: "in" | "out" | "all") => void;
  /** What is seen of the picture along time with this key. */
  readonly span: (key: string, way: SpanWay) => void;
  /** Moves between the points of the chart in this element; whether the key has a meaning there. */
  readonly walk: (chart: HTMLElement, key: string) => boolean;
  readonly reveal: (range: Range) => void;
  readonly copy: (figure: Element, form: "markdown" | "csv") => void;
  readonly save: (figure: Element, form: "svg" | "png") => void;
  readonly export: (form: "html" | "json") => void;
  readonly pin: () => void;
  readonly compare: () => void;
  /** A knob of the shown plan is turned. */
  readonly try: (path: string, value: number) => void;
  /** The values of a point of a search are tried. */
  readonly point: (search: string, index: number) => void;
  readonly untry: () => void;
  readonly write: () => void;
}

/** Listens to everything under `root`. */
export function listenTo(root: HTMLElement, actions: Actions): void {
  root.addEventListener("click", ({ target }) => {
    const cell = near(target, "[data-cell]");
    if (cell) actions.cell(rankOf(cell));
    const button = near(target, "button[data-action]");
    if (button) press(button, actions);
  });
  root.addEventListener("change", ({ target }) => {
    if (!(target instanceof HTMLSelectElement)) return;
    if (target.dataset["action"] === "plan") actions.plan(target.value);
    if (target.dataset["action"] === "pick") actions.pick(target.dataset["subject"] ?? "", target.value);
  });
  root.addEventListener("input", ({ target }) => {
    if (!(target instanceof HTMLInputElement) || target.dataset["action"] !== "try") return;
    const value = target.dataset["choices"]?.split(",").map(Number)[Number(target.value)];
    if (value !== undefined) actions.try(target.dataset["subject"] ?? "", value);
  });
  // Of details that are opened; the event does not bubble.
  root.addEventListener("toggle", ({ target }) => target instanceof HTMLDetailsElement && target.open && fillDetails(target), true);
  root.addEventListener("keydown", (event) => {
    const moved =
      moveTab(event, root) ||
      moveCell(event, root, actions) ||
      zoomKey(event, actions) ||
      spanKey(event, actions) ||
      chartKey(event, actions);
    if (moved) event.preventDefault();
  });
  for (const type of ["pointerover", "focusin"])
    root.addEventListener(type, ({ target }) => {
      const cell = near(target, "[data-cell]");
      describe(root, cell);
      actions.hover(cell ? rankOf(cell) : undefined);
    });
}

function press(button: Element, actions: Actions): void {
  const value = button.getAttribute("data-value") ?? "";
  switch (button.getAttribute("data-action")) {
    case "tab": {
      const tab = tabs.find((each) => each === value);
      if (tab) actions.tab(tab);
      break;
    }
    case "colour": {
      const by = colourings.find((each) => each === value);
      if (by) actions.colour(by);
      break;
    }
    case "plan":
      actions.plan(value);
      break;
    case "pick":
      actions.pick(button.getAttribute("data-subject") ?? "", value);
      break;
    case "zoom":
      if (value === "in" || value === "out" || value === "all") actions.zoom(value);
      break;
    case "span":
      if (isWay(value)) actions.span(button.getAttribute("data-subject") ?? "", value);
      break;
    case "reveal": {
      const [line = 0, character = 0, endLine = 0, endCharacter = 0] = value.split(",").map(Number);
      actions.reveal({ start: { line, character }, end: { line: endLine, character: endCharacter } });
      break;
    }
    case "copy":
    case "save": {
      const figure = near(button, "figure");
      if (figure && (value === "markdown" || value === "csv")) actions.copy(figure, value);
      if (figure && (value === "svg" || value === "png")) actions.save(figure, value);
      break;
    }
    case "export":
      if (value === "html" || value === "json") actions.export(value);
      break;
    case "pin":
      actions.pin();
      break;
    case "compare":
      actions.compare();
      break;
    case "point":
      actions.point(button.getAttribute("data-subject") ?? "", Number(value));
      break;
    case "untry":
      actions.untry();
      break;
    case "write":
      actions.write();
      break;
    default:
  }
}

/** Left and right move along the tabs, as in every tab list. */
function moveTab(event: KeyboardEvent, root: HTMLElement): boolean {
  const current = near(event.target, "[role=tab]");
  const step = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
  if (!current || step === 0) return false;
  const all = [...root.querySelectorAll<HTMLElement>("[role=tab]")];
  const next = all[(all.findIndex((tab) => tab === current) + step + all.length) % all.length];
  next?.click();
  next?.focus();
  return true;
}

/** Arrows move to the cell of the same kind that stands in their direction. */
function moveCell(event: KeyboardEvent, root: HTMLElement, actions: Actions): boolean {
  const current = near(event.target, "[data-cell]");
  if (!current) return false;
  const direction = directions[event.key];
  const alike = [...root.querySelectorAll("[data-cell]")].filter(
    (cell) =>
      cell.getAttribute("data-ranks") === current.getAttribute("data-ranks") &&
      cell.classList.contains("chip") === current.classList.contains("chip"),
  );
  const next = direction ? nearest(current, alike, direction) : undefined;
  if (event.key !== "Enter" && event.key !== " " && !direction) return false;
  const chosen = next ?? current;
  actions.cell(rankOf(chosen));
  if (chosen instanceof SVGElement) chosen.focus();
  return true;
}

function zoomKey(event: KeyboardEvent, actions: Actions): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey || !near(event.target, ".map-frame")) return false;
  const way = ({ "+": "in", "=": "in", "-": "out", "0": "all" } as const)[event.key as "+" | "=" | "-" | "0"];
  if (way === undefined) return false;
  actions.zoom(way);
  return true;
}

const spanKeys: Readonly<Record<string, SpanWay>> = {
  "+": "in",
  "=": "in",
  "-": "out",
  "0": "all",
  ArrowLeft: "left",
  ArrowRight: "right",
};

function spanKey(event: KeyboardEvent, actions: Actions): boolean {
  const key = near(event.target, "[data-span]")?.getAttribute("data-span");
  const way = spanKeys[event.key];
  if (event.ctrlKey || event.metaKey || event.altKey || key == null || way === undefined) return false;
  actions.span(key, way);
  return true;
}

function chartKey(event: KeyboardEvent, actions: Actions): boolean {
  const chart = near(event.target, "[data-chart]");
  if (event.ctrlKey || event.metaKey || event.altKey || !(chart instanceof HTMLElement)) return false;
  return actions.walk(chart, event.key);
}

function isWay(value: string): value is SpanWay {
  return Object.values(spanKeys).some((way) => way === value);
}

const directions: Readonly<Record<string, readonly [number, number]>> = {
  ArrowRight: [1, 0],
  ArrowLeft: [-1, 0],
  ArrowDown: [0, 1],
  ArrowUp: [0, -1],
};

function nearest(from: Element, cells: readonly Element[], [dx, dy]: readonly [number, number]): Element | undefined {
  const [x, y] = placeOf(from);
  let best: Element | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const cell of cells) {
    const [cx, cy] = placeOf(cell);
    const along = (cx - x) * dx + (cy - y) * dy;
    // To the side counts thrice, so that a move stays in its row or column as long as there is one.
    const distance = along + 3 * Math.abs((cx - x) * dy + (cy - y) * dx);
    if (along > 0 && distance < least) [best, least] = [cell, distance];
  }
  return best;
}

function placeOf(cell: Element): [number, number] {
  return [Number(cell.getAttribute("x")), Number(cell.getAttribute("y"))];
}

function rankOf(cell: Element): number {
  return Number(cell.getAttribute("data-cell"));
}

/** The line under the map says what is pointed at; what is chosen when nothing is. */
function describe(root: HTMLElement, cell: Element | null): void {
  const line = root.querySelector<HTMLElement>(".pointed");
  if (!line) return;
  const words = cell?.getAttribute("aria-label") ?? line.dataset["rest"] ?? "";
  if (line.textContent !== words) line.textContent = words;
}

function near(target: EventTarget | null, selector: string): Element | null {
  return target instanceof Element ? target.closest(selector) : null;
}
